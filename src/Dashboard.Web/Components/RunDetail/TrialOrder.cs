using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Tasks;
using Dashboard.Engine.Training;
using Dashboard.Web.Charts;

namespace Dashboard.Web.Components.RunDetail;

/// <summary>Order of the trials table and of the steps from one chosen trial to its neighbours.</summary>
public static class TrialOrder
{
    /// <summary>The columns one can sort by.</summary>
    public static readonly IReadOnlyList<string> Columns = ["length", "model", "seed", "status", "mad", "solved", "best", "gradient", "epochs", "time"];

    /// <summary>Trials by a column; "-" before its name for descending. Trials without a value come last either way.</summary>
    public static IReadOnlyList<Trial> By(string sort, RunSpec spec, IEnumerable<Trial> trials, double? threshold = null)
    {
        var descending = sort.StartsWith('-');
        Func<Trial, double?> value = sort.TrimStart('-') switch
        {
            "model" => t => (int)t.Key.Model,
            "seed" => t => t.Key.Seed,
            "status" => t => (int)t.Status,
            "mad" => t => Shown(t)?.Mad,
            "solved" => t => Solved(spec, t, threshold) switch { true => 1, false => 0, _ => null },
            "best" => t => Shown(t)?.Best?.Epoch,
            "gradient" => t => ChartSeries.Value(spec, t, Metric.Gradient),
            "epochs" => t => Shown(t)?.Epochs.Count,
            "time" => t => t.IsFinished ? t.Result?.Seconds : null,
            _ => t => t.Key.Length,
        };
        var keyed = trials.Select(t => (Trial: t, Value: value(t))).OrderBy(t => t.Value is null);
        var sorted = descending ? keyed.ThenByDescending(t => t.Value) : keyed.ThenBy(t => t.Value);
        return [.. sorted.ThenBy(t => t.Trial.Key.Length).ThenBy(t => t.Trial.Key.Model).ThenBy(t => t.Trial.Key.Seed).Select(t => t.Trial)];
    }

    /// <summary>The trials before and after one, seed by seed, then length by length, of the same model.</summary>
    public static (Trial? Previous, Trial? Next) Neighbours(IEnumerable<Trial> trials, Trial chosen)
    {
        Trial? previous = null;
        var found = false;
        foreach (var trial in trials.Where(t => t.Key.Model == chosen.Key.Model).OrderBy(t => t.Key.Length).ThenBy(t => t.Key.Seed))
        {
            if (found) return (previous, trial);
            if (trial.Index == chosen.Index) found = true;
            else previous = trial;
        }
        return (previous, null);
    }

    /// <summary>Whether a trial's network learnt the task; null while that is not known.</summary>
    /// <param name="spec">The run's.</param>
    /// <param name="trial">The trial.</param>
    /// <param name="threshold">Null for the task's own.</param>
    public static bool? Solved(RunSpec spec, Trial trial, double? threshold) => trial.IsFinished && trial.Result is { } result ? spec.Task.Score.Solved.Of(result, threshold) : null;

    /// <summary>The result worth showing: none of a diverged trial, whose best epoch says nothing.</summary>
    public static TrialResult? Shown(Trial trial) => trial.Status == TrialStatus.Diverged ? null : trial.Result;
}
