using Dashboard.Engine.Experiments;
using Dashboard.Engine.Training;

namespace Dashboard.Engine.Statistics;

/// <summary>What one model scored at every length with one seed.</summary>
/// <param name="Seed">The seed; for the published result 0.</param>
/// <param name="Complete">Every trial has ended (diverged ones too).</param>
/// <param name="Mad">[lengths]; NaN where there is no finite number.</param>
/// <param name="GradientMean">[lengths], the protocol's; NaN where there is none.</param>
/// <param name="GradientHorizon">[lengths], steps; NaN where no flow was recorded (the published result has none).</param>
public sealed record SeedScores(long Seed, bool Complete, double[] Mad, double[] GradientMean, double[] GradientHorizon)
{
    /// <summary>[lengths], 1 where its network learnt the task by the task's own threshold, 0 where it did not (a diverged one too);
    /// NaN where that is not known.</summary>
    public double[] Solved { get => field ?? [.. Mad.Select(_ => double.NaN)]; init; }
}

/// <summary>One condition: what each model scored, seed by seed.</summary>
/// <param name="Panel">The condition.</param>
/// <param name="Lengths">Rising, in whatever order the run has them: the mean step and the forgetting horizon rely on it.</param>
/// <param name="Models">By model, one entry a seed.</param>
public sealed record PanelData(Panel Panel, IReadOnlyList<int> Lengths, IReadOnlyDictionary<ModelKind, IReadOnlyList<SeedScores>> Models)
{
    /// <summary>The settings of a run they come from, for what else is to be known of its data; null for the published result.</summary>
    public RunSpec? Spec { get; init; }

    /// <summary>The seeds of runs of one condition side by side; a seed that two of them have counts once.</summary>
    internal static PanelData Pool(IEnumerable<PanelData> panels)
    {
        var all = panels.ToArray();
        return all.Length == 1 ? all[0] : all[0] with
        {
            Models = all.SelectMany(p => p.Models).GroupBy(m => m.Key).ToDictionary(
                g => g.Key,
                g => (IReadOnlyList<SeedScores>)[.. g.SelectMany(m => m.Value).OrderByDescending(s => s.Complete).DistinctBy(s => s.Seed).OrderBy(s => s.Seed)]),
        };
    }

    /// <summary>The mean over seeds at every length, unfinished seeds included; null where there is no number.</summary>
    public IReadOnlyList<double?> Mean(ModelKind model, Func<SeedScores, double[]> scores) => !Models.TryGetValue(model, out var seeds)
        ? new double?[Lengths.Count]
        : [.. Enumerable.Range(0, Lengths.Count).Select(i => seeds.Select(s => scores(s)[i]).Where(double.IsFinite).ToArray() is { Length: > 0 } finite ? finite.Average() : (double?)null)];
}

/// <summary>The conditions claims are tested on.</summary>
/// <param name="Panels">One or more conditions.</param>
/// <param name="UnitIsCondition">True for a single seed (the published result): intervals are then over conditions, which
/// cannot tell what another seed would give.</param>
public sealed record StudyData(IReadOnlyList<PanelData> Panels, bool UnitIsCondition)
{
    /// <summary>From the scores of runs with equal settings; seeds are the units, conditions keep the order they come in.</summary>
    public static StudyData Pool(IEnumerable<PanelData> runs) =>
        new([.. runs.GroupBy(r => r.Panel).Select(PanelData.Pool)], UnitIsCondition: false);
}
