using System.Globalization;
using Dashboard.Engine.Experiments;
using Dashboard.Web.Addresses;
using Dashboard.Web.Charts;
using Dashboard.Web.Comparisons;
using Dashboard.Web.Inside;
using Dashboard.Web.People;
using Dashboard.Web.Sharing;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Dashboard.Web.Api;

/// <summary>/api/shares: links that show one view to whoever has them.</summary>
internal static class Shares
{
    private static readonly Choices<ShareKind> Kinds = new();
    /// <summary>What is read as a time. Looser reading takes 03/02/2027 for a day in March or February, and 23:59 for today.</summary>
    private static readonly string[] Iso8601 = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];
    private static readonly TimeSpan Longest = TimeSpan.FromDays(3660);

    public static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("/shares").WithTags("Shares");
        group.MapPost("", Make).Accepts<ShareRequest>("application/json").WithSummary("Make a link; the answer alone has its address").Does(Deed.Share)
            .WithDescription("A link shows its view read-only, without login, until it expires or is revoked.").ProducesValidationProblem().ProducesProblem(503);
        group.MapGet("", (ShareService shares) => TypedResults.Ok(shares.List().Select(s => ShareMessage.From(s, shares)).ToArray())).WithSummary("All links, newest first");
        group.MapDelete("/{id}", Revoke).WithSummary("Revoke a link; open pages lose it within a second").Does(Deed.RevokeLink).ProducesProblem(404).ProducesProblem(503);
    }

    private static async Task<Created<MadeShareMessage>> Make(HttpRequest http, ShareService shares, LabActions lab, TimeProvider time)
    {
        var errors = new FieldErrors();
        var request = await JsonBody.ReadAsync<ShareRequest>(http, errors);
        ShareKind kind = default;
        if (request.Kind is null || !Kinds.TryGet(request.Kind, out kind)) errors.Add("kind", $"Must be {Kinds}.");
        if (string.IsNullOrEmpty(request.Target)) errors.Add("target", "Must be the id of a run or study (with ? and the view's switches; for inside and learnt length and seed), or the query string of a comparison.");
        var titleErrors = new FieldErrors();
        var title = RunText.Name(request.Title, titleErrors);
        foreach (var message in titleErrors.ByField.Values.SelectMany(m => m)) errors.Add("title", message);
        var expires = Expiry(request.ExpiresAt, time.GetUtcNow(), errors);
        if (!errors.Has("kind") && !errors.Has("target")) CheckView(new(kind, request.Target!), errors);
        ProblemException.ThrowIfAny(errors);
        try
        {
            var made = await lab.ShareAsync(new(kind, request.Target!), string.IsNullOrEmpty(title) ? null : title, request.Frozen ?? false, expires, http.HttpContext.RequestAborted);
            return TypedResults.Created($"{http.PathBase}/api/shares/{made.Share.Id}", new MadeShareMessage(ShareMessage.From(made.Share, shares), made.Token, $"{http.Scheme}://{http.Host}{http.PathBase}/{made.Path}"));
        }
        catch (ShareRefusedException e)
        {
            throw ProblemException.BadField(e.Field, e.Message);
        }
    }

    /// <summary>A view that cannot be read is refused when its link is made: who opens it cannot mend it.</summary>
    private static void CheckView(ShareView view, FieldErrors errors)
    {
        if (view.Target.Length > ShareView.Longest) return;
        var address = new AddressFields(view.Query);
        if (view.Kind == ShareKind.Run) LengthView.Parse(address, new());
        if (view.Kind is ShareKind.Inside or ShareKind.Learnt) InsideAsked.Read(address);
        if (view.Kind == ShareKind.Comparison)
            foreach (var key in CompareView.Parse(address).Runs.Where(k => PublishedKey.Is(k) && PublishedKey.Parse(k) is null))
                address.Errors.Add("runs", $"There is no published result '{key}'.");
        foreach (var (field, messages) in address.Errors.ByField)
            foreach (var message in messages) errors.Add("target", $"{field}: {message}");
    }

    private static DateTime? Expiry(string? text, DateTimeOffset now, FieldErrors errors)
    {
        if (text is null) return null;
        if (DateTimeOffset.TryParseExact(text, Iso8601, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            && at > now && at < now + Longest) return at.UtcDateTime;
        errors.Add("expiresAt", "Must be an ISO 8601 time like 2030-01-31T12:00:00Z or 2030-01-31T12:00+02:00 (a day alone begins at 00:00 UTC), "
            + "in the future and within ten years; leave it out for a link without end.");
        return null;
    }

    private static Ok<ShareMessage> Revoke(string id, ShareService shares, LabActions lab) =>
        TypedResults.Ok(ShareMessage.From(lab.RevokeLink(id) ?? throw new ProblemException(404, $"There is no link '{id}'."), shares));
}

/// <summary>What to share.</summary>
public sealed record ShareRequest
{
    /// <summary>run, study, comparison, inside or learnt.</summary>
    public string? Kind { get; init; }

    /// <summary>The id of a run or study, with "?" and the view's switches where there are any (inside and learnt: a run's, with length and seed); or a comparison's query string.</summary>
    public string? Target { get; init; }
    public string? Title { get; init; }

    /// <summary>Keeps what it shows now. Default: false, it goes on updating.</summary>
    public bool? Frozen { get; init; }

    /// <summary>When it ends, ISO 8601; never by default.</summary>
    public string? ExpiresAt { get; init; }
}

/// <summary>A link as the list has it; its token is known to nobody but who was given it.</summary>
public sealed record ShareMessage(
    string Id, ShareKind Kind, string Target, string Title, bool Frozen, bool Works, DateTime CreatedAt, string? CreatedBy, DateTime? ExpiresAt, DateTime? LastUsedAt, DateTime? RevokedAt)
{
    public static ShareMessage From(Share share, ShareService shares) => new(
        share.Id, share.Kind, share.Target, share.Title, share.IsFrozen, shares.WorksNow(share), share.CreatedAt, share.CreatedBy, share.ExpiresAt, share.LastUsedAt, share.RevokedAt);
}

/// <summary>A new link: the only time its token is shown.</summary>
public sealed record MadeShareMessage(ShareMessage Share, string Token, string Url);
