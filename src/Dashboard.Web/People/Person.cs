using System.Security.Claims;
using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;

namespace Dashboard.Web.People;

/// <summary>What somebody may do; <see cref="Rules"/> says it in full.</summary>
public enum Role
{
    /// <summary>Reads.</summary>
    Viewer,

    /// <summary>Launches and shares, and changes their own.</summary>
    Member,

    /// <summary>Everything.</summary>
    Admin,
}

/// <summary>How somebody came in.</summary>
public enum Entry
{
    /// <summary>Nobody let them in: they may do nothing.</summary>
    None,

    /// <summary>The lab asks nobody for a token.</summary>
    Open,

    /// <summary>With the token of the settings, or the one the server made at its start.</summary>
    LabToken,

    /// <summary>With a token that has a name.</summary>
    Named,
}

/// <summary>Somebody who uses the lab, as far as what they came with tells.</summary>
/// <param name="Entry">How they came in.</param>
/// <param name="Role">What they may.</param>
/// <param name="Name">What they are called; null where nobody is named.</param>
/// <param name="Key">Whose turn it is in the queue.</param>
/// <param name="TokenId">The token with a name that they came with.</param>
public sealed record Person(Entry Entry, Role Role, string? Name, string Key, string? TokenId = null)
{
    /// <summary>What whoever came with the token of the settings is called: it tells nobody apart.</summary>
    public const string LabToken = "Lab token";

    private const string Scheme = "lab", EntryClaim = "lab-entry", TokenClaim = "lab-token";

    /// <summary>Whoever was not let in.</summary>
    public static Person Nobody { get; } = new(Entry.None, Role.Viewer, null, "");

    /// <summary>Who came with a token that has a name.</summary>
    public static Person Of(AccessToken token) => new(Entry.Named, token.Role, token.Name, KeyOf(token.Name), token.Id);

    /// <summary>As what they launch says it.</summary>
    public Launcher ToLauncher() => new(Key, Name);

    /// <summary>Whether something is theirs: names are one person's, whichever of their tokens they came with.</summary>
    public bool Owns(string? owner) => Entry == Entry.Named && owner is not null && IsSame(owner, Name!);

    /// <summary>Whether two names are one person's.</summary>
    public static bool IsSame(string one, string other) => SearchText.Alike.Equals(one, other);

    /// <summary>As a request and its circuit carry them.</summary>
    public ClaimsPrincipal ToPrincipal()
    {
        List<Claim> claims = [new(ClaimTypes.NameIdentifier, Key), new(ClaimTypes.Role, Role.ToString()), new(EntryClaim, Entry.ToString())];
        if (Name is not null) claims.Add(new(ClaimTypes.Name, Name));
        if (TokenId is not null) claims.Add(new(TokenClaim, TokenId));
        return new(new ClaimsIdentity(claims, Scheme));
    }

    /// <summary>Reads <see cref="ToPrincipal"/> back; nobody where it is another's.</summary>
    public static Person From(ClaimsPrincipal principal)
    {
        return principal.Identity is { AuthenticationType: Scheme } && Enum.TryParse<Entry>(Value(EntryClaim), out var entry)
            && Enum.TryParse<Role>(Value(ClaimTypes.Role), out var role) && Value(ClaimTypes.NameIdentifier) is { } key
            ? new(entry, role, Value(ClaimTypes.Name), key, Value(TokenClaim)) : Nobody;

        string? Value(string type) => principal.FindFirst(type)?.Value;
    }

    private static string KeyOf(string name) => "name:" + name.ToUpperInvariant();
}
