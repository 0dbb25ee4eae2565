using Dashboard.Engine.Experiments;
using Dashboard.Engine.Training;

namespace Dashboard.Engine.Runs;

/// <summary>
/// Counts of a run's finished trials and their means by length. A trial costs the mean of its own model and length, whatever
/// the size of the run; means are summed in the order of the seeds, so their bits do not depend on who finished first.
/// </summary>
internal sealed class RunTally
{
    private readonly RunSpec spec;
    private readonly Dictionary<(ModelKind Model, int Length), SortedDictionary<int, TrialResult>> done = [];
    private readonly Dictionary<int, TrialStatus> finished = [];
    private readonly ModelSummary[] summary;
    private readonly Dictionary<int, int> places;
    private int diverged, failed;

    /// <param name="spec">The run's.</param>
    /// <param name="trials">Its trials so far; those that are not finished are left out.</param>
    public RunTally(RunSpec spec, IEnumerable<Trial> trials)
    {
        this.spec = spec;
        places = spec.Lengths.Index().ToDictionary(l => l.Item, l => l.Index);
        summary = [.. spec.Models.Select(m => new ModelSummary(m, new double?[spec.Lengths.Count], new double?[spec.Lengths.Count]))];
        Add(trials);
    }

    /// <summary>Every trial is finished.</summary>
    public bool IsComplete => finished.Count == spec.TrialCount;

    /// <summary>Counts finished trials; one that is counted already is left out.</summary>
    public void Add(IEnumerable<Trial> trials)
    {
        HashSet<(ModelKind, int)> touched = [];
        foreach (var trial in trials)
        {
            if (!trial.IsFinished || !finished.TryAdd(trial.Index, trial.Status)) continue;
            if (trial.Status == TrialStatus.Diverged) diverged++;
            if (trial.Status == TrialStatus.Failed) failed++;
            if (trial is not { Status: TrialStatus.Done, Result: { } result }) continue;
            var cell = (trial.Key.Model, trial.Key.Length);
            if (!done.TryGetValue(cell, out var results)) done.Add(cell, results = []);
            results.Add(trial.Index, result);
            touched.Add(cell);
        }
        foreach (var ofModel in touched.GroupBy(c => c.Item1)) Summarise(ofModel.Key, ofModel.Select(c => c.Item2));
    }

    /// <summary>The run with these counts and means.</summary>
    public Run Apply(Run run) => run with
    {
        TrialsDone = finished.Count, TrialsDiverged = diverged, TrialsFailed = failed, Summary = [.. summary],
    };

    // New lists each time: what was given out stays as it was.
    private void Summarise(ModelKind model, IEnumerable<int> lengths)
    {
        var at = Array.FindIndex(summary, s => s.Model == model);
        double?[] mad = [.. summary[at].Mad], gradient = [.. summary[at].GradientMean];
        foreach (var length in lengths)
        {
            var results = done[(model, length)].Values;
            mad[places[length]] = Mean(results.Select(r => r.Mad));
            gradient[places[length]] = Mean(results.Select(r => spec.Protocol.GradientMean(r, spec.Epochs)));
        }
        summary[at] = new(model, mad, gradient);
    }

    private static double? Mean(IEnumerable<double?> values)
    {
        var known = values.OfType<double>().ToArray();
        return known.Length == 0 ? null : known.Average();
    }
}
