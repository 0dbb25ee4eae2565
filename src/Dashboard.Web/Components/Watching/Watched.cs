using Dashboard.Engine.Runs;

namespace Dashboard.Web.Components.Watching;

/// <summary>A run or study whose end somebody wants to be told of.</summary>
/// <param name="Address">Its page, from the server's base path: "runs/…", "studies/…".</param>
/// <param name="Name">As it was called when it was asked for.</param>
public sealed record WatchedRun(string Address, string Name);

/// <summary>How far a watched run or study is.</summary>
/// <param name="Address">Its page.</param>
/// <param name="Name">As it is called now.</param>
/// <param name="Done">Trials that ended.</param>
/// <param name="Total">All trials.</param>
/// <param name="End">How it ended, in words: "Done, 54 of 54 trials"; null while it goes on.</param>
public sealed record WatchedProgress(string Address, string Name, int Done, int Total, string? End);

/// <summary>What one visitor wants to be told of; kept in the tab, so that it outlives the circuit. One a circuit.</summary>
public sealed class Watched
{
    /// <summary>Most at a time.</summary>
    public const int Most = 20;

    private const int LongestName = 200;
    private readonly List<WatchedRun> all = [];

    /// <summary>Raised with every change of <see cref="All"/>.</summary>
    public event Action? Changed;

    /// <summary>In the order they were asked for.</summary>
    public IReadOnlyList<WatchedRun> All => all;

    /// <summary>Whether the end of that run or study will be told.</summary>
    public bool Has(string address) => all.Any(w => w.Address == address);

    /// <summary>Asks for it, or no longer. The oldest gives way where there are too many.</summary>
    public void Set(WatchedRun run, bool on)
    {
        all.RemoveAll(w => w.Address == run.Address);
        if (on) all.Add(run);
        if (all.Count > Most) all.RemoveAt(0);
        Changed?.Invoke();
    }

    /// <summary>Takes over what the tab kept; it comes from the browser, so that what is no run or study of ours is left out.</summary>
    public void Restore(IEnumerable<WatchedRun>? kept)
    {
        foreach (var run in (kept ?? []).Take(Most))
            if (run is { Address.Length: < 100, Name.Length: <= LongestName } && Id(run.Address) is not null && !Has(run.Address)) all.Add(run);
        Changed?.Invoke();
    }

    /// <summary>How far each is now; those that are gone are left out.</summary>
    public static IReadOnlyList<WatchedProgress> Progress(IEnumerable<WatchedRun> watched, RunService service) =>
        [.. watched.Select(w => Progress(w, service)).OfType<WatchedProgress>()];

    private static WatchedProgress? Progress(WatchedRun watched, RunService service)
    {
        if (Id(watched.Address) is not var (isStudy, id)) return null;
        var (name, runs) = isStudy
            ? service.FindStudy(id) is var (study, _) ? (study.Name, [.. study.RunIds.Select(service.Find).OfType<Run>()]) : ("", [])
            : service.Find(id) is { } run ? (run.Name, new[] { run }) : ("", []);
        if (runs.Length == 0) return null;
        var progress = StudyProgress.Of(runs);
        return new(watched.Address, name, progress.TrialsDone, progress.TrialsTotal, runs.All(r => r.IsEnded)
            ? $"{Shared.StatusLook.Of(progress.Status).Word}, {progress.TrialsDone} of {Engine.Experiments.Numbers.Of(progress.TrialsTotal, "trial")}" : null);
    }

    private static (bool IsStudy, string Id)? Id(string address) => address.Split('/') switch
    {
        ["runs", { Length: > 0 } id] => (false, id),
        ["studies", { Length: > 0 } id] => (true, id),
        _ => null,
    };
}
