using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Web.Addresses;
using Dashboard.Web.People;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Dashboard.Web.Api;

/// <summary>/api/tokens, /api/audit and /api/me: who people are, and what they did.</summary>
internal static class Tokens
{
    /// <summary>Most lines of one page.</summary>
    private const int MostTaken = 1_000;

    private static readonly Choices<Role> Roles = new();
    private static readonly Choices<Deed> Deeds = new();

    public static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("/tokens").WithTags("Access");
        group.MapPost("", Make).Accepts<TokenRequest>("application/json").WithSummary("Make a token with a name; the answer alone has its secret").Does(Deed.MakeToken)
            .WithDescription("The first must be an admin's: from then on everybody is asked for one.").ProducesValidationProblem().ProducesProblem(503);
        group.MapGet("", (LabActions lab) => TypedResults.Ok(lab.Tokens().Select(TokenMessage.From).ToArray())).WithSummary("All tokens with names, newest first").Does(Deed.SeeTokens);
        group.MapDelete("/{id}", Revoke).WithSummary("Revoke a token; whoever is connected with it is cut off").Does(Deed.RevokeToken)
            .ProducesProblem(404).ProducesProblem(409).ProducesProblem(503);
        api.MapGet("/audit", Audit).WithTags("Access").WithSummary("Who did what, newest first").Does(Deed.SeeAudit).ProducesValidationProblem()
            .WithDescription($"The newest {IAuditStore.Most:N0} are kept. Query: skip, take (1 to {MostTaken}) [100], by (a name), deed (one or more of {Deeds}), refused (true: what people tried with others' and may not; false: what was done).");
        api.MapGet("/me", (LabActions lab) => TypedResults.Ok(MeMessage.From(lab))).WithTags("Access").WithSummary("Who asks, and what they may");
    }

    private static async Task<Created<MadeTokenMessage>> Make(HttpRequest http, LabActions lab)
    {
        var errors = new FieldErrors();
        var request = await JsonBody.ReadAsync<TokenRequest>(http, errors);
        var role = errors.Choice("role", request.Role, Roles);
        if (request.Role is null && !errors.Has("role")) errors.Add("role", $"Must be {Roles}.");
        if (request.Name is null && !errors.Has("name")) errors.Add("name", $"Must be 1 to {Launcher.NameLength} characters.");
        ProblemException.ThrowIfAny(errors);
        try
        {
            var made = lab.MakeToken(request.Name, role);
            // It is the only time it is told: nothing on the way is to keep it.
            http.HttpContext.Response.Headers.CacheControl = "no-store";
            return TypedResults.Created($"{http.PathBase}/api/tokens/{made.Token.Id}", new MadeTokenMessage(TokenMessage.From(made.Token), made.Secret));
        }
        catch (TokenRefusedException e)
        {
            throw ProblemException.BadField(e.Field, e.Message);
        }
    }

    private static Ok<TokenMessage> Revoke(string id, LabActions lab)
    {
        try
        {
            return TypedResults.Ok(TokenMessage.From(lab.RevokeToken(id) ?? throw new ProblemException(404, $"There is no token '{id}'.")));
        }
        catch (TokenRefusedException e)
        {
            throw new ProblemException(409, e.Message);
        }
    }

    private static Ok<AuditList> Audit(HttpRequest http, LabActions lab)
    {
        var query = new AddressFields(http.Query);
        var skip = (int)(query.Whole("skip", new(0, IAuditStore.Most)) ?? 0);
        var take = (int)(query.Whole("take", new(1, MostTaken)) ?? 100);
        var (by, deeds, refused) = (query.Text("by", Launcher.NameLength), query.Many("deed", Deeds), query.YesNo("refused"));
        ProblemException.ThrowIfAny(query.Errors);
        var found = lab.Audit().Where(e => (by is null || (e.By is { } name && Person.IsSame(name, by))) && (deeds is null || deeds.Contains(e.Deed)) && (refused ?? e.Refused) == e.Refused).ToArray();
        return TypedResults.Ok(new AuditList(found.Length, [.. found.Skip(skip).Take(take)]));
    }
}

/// <summary>What a token is made from.</summary>
public sealed record TokenRequest
{
    /// <summary>Whose it is.</summary>
    public string? Name { get; init; }

    /// <summary>viewer, member or admin.</summary>
    public string? Role { get; init; }
}

/// <summary>A token as the list has it; its secret is known to nobody but who was given it.</summary>
public sealed record TokenMessage(string Id, string Name, Role Role, bool Works, DateTime CreatedAt, string? CreatedBy, DateTime? LastUsedAt, DateTime? RevokedAt)
{
    public static TokenMessage From(AccessToken token) =>
        new(token.Id, token.Name, token.Role, token.IsAlive, token.CreatedAt, token.CreatedBy, token.LastUsedAt, token.RevokedAt);
}

/// <summary>A new token: the only time its secret is shown. It is sent as Authorization: Bearer, or logged in with.</summary>
public sealed record MadeTokenMessage(TokenMessage Token, string Secret);

/// <summary>Lines of who did what.</summary>
/// <param name="Total">How many match, whatever the page.</param>
/// <param name="Items">The page.</param>
public sealed record AuditList(int Total, IReadOnlyList<AuditEntry> Items);

/// <summary>Who asks.</summary>
/// <param name="Name">Null where nobody is named.</param>
/// <param name="Role">What they may.</param>
/// <param name="May">What they may do, some of it only with their own.</param>
public sealed record MeMessage(string? Name, Role Role, IReadOnlyList<Deed> May)
{
    public static MeMessage From(LabActions lab) => new(lab.Who.Name, lab.Who.Role, [.. Enum.GetValues<Deed>().Where(lab.May)]);
}
