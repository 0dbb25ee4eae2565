using Dashboard.Engine.Runs;
using Dashboard.Web.Charts;

namespace Dashboard.Web.Comparisons;

/// <summary>
/// The series of the runs looked at last, each worked out once for the trials it has (about 100 KB a run). Thread-safe.
/// </summary>
public sealed class RunSeriesCache(RunService runs)
{
    private const int Capacity = 200;

    private readonly Lock gate = new();
    private readonly Dictionary<string, (int TrialsDone, long Used, RunSeries Series)> kept = [];
    private long clock;

    /// <summary>A run's series as of its finished trials.</summary>
    public RunSeries Of(Run run)
    {
        lock (gate)
        {
            if (kept.TryGetValue(run.Id, out var found) && found.TrialsDone == run.TrialsDone)
            {
                kept[run.Id] = found with { Used = ++clock };
                return found.Series;
            }
        }
        var trials = runs.Trials(run.Id);
        var series = RunSeries.Of(run.Spec, trials);
        // A trial may have ended since the run was read: the trials say how many these are.
        var done = trials.Count(t => t.IsFinished);
        lock (gate)
        {
            kept[run.Id] = (done, ++clock, series);
            while (kept.Count > Capacity) kept.Remove(kept.MinBy(k => k.Value.Used).Key);
        }
        return series;
    }
}
