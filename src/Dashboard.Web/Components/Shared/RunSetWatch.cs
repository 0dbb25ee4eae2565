using Dashboard.Engine.Findings;
using Dashboard.Engine.Runs;

namespace Dashboard.Web.Components.Shared;

/// <summary>
/// A page's view of several runs: complete at once from their summaries, then following the news at human speed; what they
/// say together is filled in from the background.
/// </summary>
/// <param name="service">The engine.</param>
/// <param name="findings">What runs say together; null where that is not asked.</param>
/// <param name="runs">The runs.</param>
/// <param name="growing">Id of a study whose new runs join; null where the runs are these.</param>
public sealed class RunSetWatch(RunService service, FindingsService? findings, IReadOnlyList<Run> runs, string? growing = null) : IDisposable
{
    // Two and a half looks a second; what happens between is merged by the feed.
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan FindingsPace = TimeSpan.FromSeconds(3);

    private readonly CancellationTokenSource left = new();

    /// <summary>In the order given; a changed run is another object, an unchanged one the same.</summary>
    public IReadOnlyList<Run> Runs { get; private set; } = runs;

    /// <summary>Null until they are worked out the first time.</summary>
    public StudyFindings? Findings { get; private set; } = findings?.Known(runs);

    /// <summary>Why they could not be worked out, or null.</summary>
    public string? Error { get; private set; }

    public StudyProgress Progress => StudyProgress.Of(Runs);

    /// <summary>Seconds left: that of the run in training, and an estimate for those that wait.</summary>
    public double? EtaSeconds => service.EtaSeconds(Runs);

    /// <summary>Takes over changed versions ahead of the news.</summary>
    public bool Set(IEnumerable<Run> changed)
    {
        var byId = changed.ToDictionary(r => r.Id);
        Run[] joined = growing is null ? [] : [.. byId.Values.Where(r => r.StudyId == growing && Runs.All(known => known.Id != r.Id)).OrderBy(r => r.CreatedAt)];
        if (joined.Length == 0 && !Runs.Any(r => byId.ContainsKey(r.Id))) return false;
        Runs = [.. Runs.Select(r => byId.GetValueOrDefault(r.Id, r)), .. joined];
        return true;
    }

    /// <summary>Follows the runs until disposed; call it once, from the page's own context.</summary>
    /// <param name="changed">Called after every change.</param>
    public async Task FollowAsync(Action changed)
    {
        try
        {
            await Task.WhenAll(FollowRunsAsync(changed), FollowFindingsAsync(changed));
        }
        catch (OperationCanceledException)
        {
            // The page was left.
        }
    }

    private async Task FollowRunsAsync(Action changed)
    {
        using var subscription = service.SubscribeAll();
        // The first news has what goes on; what ended since the runs were read is in no news.
        Set(growing is not null && service.FindStudy(growing) is var (_, all) ? all : [.. Runs.Select(r => service.Find(r.Id)).OfType<Run>()]);
        changed();
        await foreach (var update in subscription.ReadAllAsync(left.Token))
        {
            if (!Set(update.Changed)) continue;
            changed();
            await Task.Delay(Pace, left.Token);
        }
    }

    private async Task FollowFindingsAsync(Action changed)
    {
        if (findings is null) return;
        for (var known = -1; ;)
        {
            if (Progress.TrialsDone == known)
            {
                await Task.Delay(Pace, left.Token);
                continue;
            }
            try
            {
                (Findings, Error) = (await findings.OfAsync(Runs).WaitAsync(left.Token), null);
                known = Findings.TrialsDone;
            }
            catch (StorageUnavailableException e)
            {
                Error = e.Message;
            }
            changed();
            await Task.Delay(FindingsPace, left.Token);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        left.Cancel();
        left.Dispose();
    }
}
