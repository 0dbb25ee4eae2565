using Dashboard.Engine.Runs;
using Dashboard.Web.Charts;
using Dashboard.Web.People;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.Pages;

/// <summary>Who one is here and what one may; for admins the tokens, made and revoked.</summary>
public sealed partial class AccessPage
{
    private static readonly IReadOnlyList<(Role, string)> Roles = [(Role.Viewer, "Viewer"), (Role.Member, "Member"), (Role.Admin, "Admin")];

    private IReadOnlyList<AccessToken>? tokens;
    private (string Field, string Message)? wrong;
    private MadeToken? made;
    private string name = "";
    private string? failure;
    private Role role = Role.Member;
    private bool first, copied;

    [Inject] private LabActions Lab { get; set; } = null!;
    [Inject] private Browser Browser { get; set; } = null!;
    [Inject] private NavigationManager Navigation { get; set; } = null!;

    private string You => Lab.Who switch
    {
        { Entry: Entry.Open } => "This lab asks nobody for a token: whoever uses this machine may do everything. With tokens that have names, everybody is asked for one, "
            + "runs say who launched them, and each may what their role allows.",
        { Entry: Entry.LabToken } => "You came with the server's own token: it may do everything, and runs launched with it name nobody in particular.",
        { Entry: Entry.Named, Name: var called, Role: var may } => $"You are {called}, {(may == Role.Admin ? "an" : "a")} {may.ToString().ToLowerInvariant()}.",
        _ => "You are not logged in.",
    };

    // Without the first slash the form's target would be read from the page's base; the login takes paths of this server.
    private string ReturnPath => new Uri(Navigation.Uri).AbsolutePath;

    /// <inheritdoc />
    protected override void OnInitialized()
    {
        Load();
        if (tokens is { Count: 0 }) role = Role.Admin;
    }

    private void Load() => tokens = Lab.May(Deed.SeeTokens) ? Lab.Tokens() : null;

    private string? Error(string field) => wrong is { } w && w.Field == field ? w.Message : null;

    private void Make()
    {
        (wrong, failure, made, copied) = (null, null, null, false);
        var known = tokens;
        try
        {
            made = Lab.MakeToken(name, role);
            name = "";
            // Whoever made the first one is asked for it from now on: the list is only seen again after the login.
            first = !Lab.May(Deed.SeeTokens);
            tokens = first ? [made.Token, .. known ?? []] : Lab.Tokens();
        }
        catch (TokenRefusedException e)
        {
            wrong = (e.Field, e.Message);
        }
        catch (Exception e) when (e is StorageUnavailableException or NotAllowedException)
        {
            failure = e.Message;
        }
    }

    private void Revoke(AccessToken token)
    {
        (wrong, failure) = (null, null);
        try
        {
            Lab.RevokeToken(token.Id);
            if (made?.Token.Id == token.Id) made = null;
            Load();
        }
        catch (Exception e) when (e is StorageUnavailableException or NotAllowedException or TokenRefusedException)
        {
            failure = e.Message;
        }
    }

    private async Task CopyAsync() => copied = made is not null && await Browser.CopyAsync(made.Secret);
}
