using Dashboard.Engine.Findings;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Tasks;
using Dashboard.Web.Addresses;
using Dashboard.Web.Inside;

namespace Dashboard.Web.Sharing;

/// <summary>A new link, with the token that only its maker ever sees.</summary>
public sealed record MadeShare(Share Share, string Token)
{
    /// <summary>From the server's base path.</summary>
    public string Path => "s/" + Token;
}

/// <summary>Makes, lists, opens and revokes shared links. Thread-safe.</summary>
public sealed class ShareService(IShareStore store, RunService runs, FindingsService findings, MapService maps, RecordingShelf shelf, TrainedOnShelf trainedOn, TimeProvider time)
{
    private DateTime Now => time.GetUtcNow().UtcDateTime;

    /// <summary>Makes a link.</summary>
    /// <param name="view">What it shows.</param>
    /// <param name="title">As the list of links and the page's title have it; null for the name of what it shows.</param>
    /// <param name="frozen">Keeps what it shows now instead of going on.</param>
    /// <param name="expiresAt">When it ends (UTC), or null for never.</param>
    /// <param name="cancellation">Whoever makes it went away; a recording that the link waits for is given up.</param>
    /// <param name="by">The name of who makes it; null where nobody is named.</param>
    /// <exception cref="ShareRefusedException">What it is to show is not there, or too large to be frozen.</exception>
    /// <exception cref="StorageUnavailableException"/>
    public async Task<MadeShare> MakeAsync(ShareView view, string? title, bool frozen, DateTime? expiresAt, CancellationToken cancellation = default, string? by = null)
    {
        if (view.Target.Length > ShareView.Longest) throw new ShareRefusedException("target", $"Must be at most {ShareView.Longest:N0} characters.");
        if (view.Count is 0 or > ShareView.MostRuns) throw new ShareRefusedException("target", $"Must name 1 to {ShareView.MostRuns} runs: runs=…");
        var content = SharedContent.Load(runs, view);
        if (view.Kind == ShareKind.Study && content.Study is null) throw new ShareRefusedException("target", $"There is no study '{view.Id}'.");
        // A link that left some out would show less than whoever makes it believes.
        if (view.Kind != ShareKind.Study && view.Keys.FirstOrDefault(k => !ShareView.IsPublished(k) && content.Runs.All(r => r.Run.Id != k)) is { } missing)
            throw new ShareRefusedException("target", $"There is no run '{missing}'.");
        if (frozen && content is { Study: { } study, Runs.Count: > 0 })
            content = await SayAsync(view, content, study, [.. content.Runs.Select(r => r.Run)]);
        var networks = view.Kind == ShareKind.Inside ? await LookInsideAsync(view, frozen, cancellation) : null;
        if (view.Kind == ShareKind.Learnt && view.Learnt(content.Runs[0].Run.Spec).All) content = await TrainOnAsync(view, content, cancellation);
        var token = ShareToken.Make();
        var share = new Share
        {
            Id = Guid.CreateVersion7(time.GetUtcNow()).ToString("N"),
            TokenHash = ShareToken.Hash(token),
            Kind = view.Kind,
            Target = view.Target,
            Title = title ?? content.Name,
            IsFrozen = frozen,
            CreatedAt = Now,
            CreatedBy = by,
            ExpiresAt = expiresAt,
        };
        try
        {
            var kept = new SharedContent([], [], Recording: networks, TrainedOn: content.TrainedOn);
            store.Add(share, frozen ? (content with { Recording = networks }).ToJson() : networks is null && content.TrainedOn is null ? null : kept.ToJson());
        }
        catch (ArgumentException)
        {
            throw new ShareRefusedException("frozen", "There is too much to keep. Share it live, or with fewer runs.");
        }
        return new(share, token);
    }

    /// <summary>What a frozen study's trials say, kept with it.</summary>
    private async Task<SharedContent> SayAsync(ShareView view, SharedContent content, Study study, IReadOnlyList<Run> members)
    {
        if (study.MapSetting is null) return content with { Findings = await findings.OfAsync(members) };
        var under = new AddressFields(view.Query).Number("under", members[0].Spec.Task.Score.Solved.Allowed);
        return content with { Map = await Task.Run(() => maps.Of(study, members, under)) };
    }

    // The networks are kept with the link, live or frozen, as whoever opens it has nothing trained. Those that cannot be
    // shown are refused, as they cannot be mended there; those that are not trained yet may be, for a live link: null.
    private async Task<byte[]?> LookInsideAsync(ShareView view, bool frozen, CancellationToken cancellation)
    {
        try
        {
            return await shelf.GetAsync(view.Id, shelf.Named(view.Id, InsideAsked.Read(new(view.Query))), cancellation);
        }
        catch (NothingInsideException e) when (!frozen && e.ForStrangers is not null)
        {
            return null;
        }
        catch (NothingInsideException e)
        {
            throw new ShareRefusedException("target", $"{e.Title}. {e.Message}");
        }
    }

    // What was trained on past the stops is kept with the link, live or frozen: whoever opens it has nothing trained.
    private async Task<SharedContent> TrainOnAsync(ShareView view, SharedContent content, CancellationToken cancellation)
    {
        var (run, trials) = (content.Runs[0].Run, content.Runs[0].Trials);
        try
        {
            var epochs = await trainedOn.GetAsync(run, trials, view.Learnt(run.Spec).Length, (_, _) => { }, cancellation);
            return content with { TrainedOn = trials.Where(t => epochs.ContainsKey(t.Key)).ToDictionary(t => t.Index, t => epochs[t.Key]) };
        }
        catch (InvalidOperationException e)
        {
            throw new ShareRefusedException("target", $"It could not be trained on past its stop. {e.Message}");
        }
    }

    /// <summary>Every link, newest first, those that ended included.</summary>
    public IReadOnlyList<Share> List() => store.List();

    /// <summary>The link of a token if it works now, else null. Takes as long for tokens that never were.</summary>
    public Share? Open(string token) => store.FindByHash(ShareToken.Hash(token)) is { } share && share.IsAlive(Now) ? share : null;

    /// <summary>Whether a link that was opened still works.</summary>
    public bool IsAlive(Share share) => store.FindByHash(share.TokenHash)?.IsAlive(Now) == true;

    /// <summary>Whether a link in a list works now.</summary>
    public bool WorksNow(Share share) => share.IsAlive(Now);

    /// <summary>Notes that somebody opened it.</summary>
    public void Touch(Share share) => store.Touch(share.Id, Now);

    /// <summary>What it shows now.</summary>
    /// <exception cref="StorageUnavailableException"/>
    /// <exception cref="ShareUnreadableException">What was frozen with it is damaged.</exception>
    public SharedContent Content(Share share)
    {
        if (!share.IsFrozen)
        {
            var content = SharedContent.Load(runs, new(share.Kind, share.Target));
            return share.Kind == ShareKind.Learnt ? content with { TrainedOn = Kept(share)?.TrainedOn } : content;
        }
        return Kept(share) ?? throw new ShareUnreadableException();
    }

    /// <summary>The networks kept with a link, compressed with gzip; null where it was made before they were trained.</summary>
    /// <inheritdoc cref="Content"/>
    public byte[]? Networks(Share share) => Kept(share)?.Recording;

    private SharedContent? Kept(Share share)
    {
        try
        {
            return store.KeptJson(share.Id) is { } json ? SharedContent.FromJson(json).Counted(runs.Find) : null;
        }
        catch (System.Text.Json.JsonException e)
        {
            throw new ShareUnreadableException(e);
        }
    }

    /// <summary>Ends a link, also on pages that show it. Null where there is none with that id.</summary>
    /// <exception cref="StorageUnavailableException"/>
    public Share? Revoke(string id) => store.Revoke(id, Now);
}

/// <summary>What a frozen link shows cannot be read any more.</summary>
public sealed class ShareUnreadableException(Exception? inner = null) : Exception("What this link shows can no longer be read.", inner);

/// <summary>A link that cannot be made.</summary>
/// <param name="field">What is wrong with the request.</param>
/// <param name="message">Why, and what to do.</param>
public sealed class ShareRefusedException(string field, string message) : Exception(message)
{
    public string Field { get; } = field;
}
