using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Statistics;
using Dashboard.Engine.Tasks;
using Dashboard.Engine.Training;

namespace Dashboard.Web.Charts;

/// <summary>
/// A run's finished seeds by length: all that its charts need, a hundredth of its trials. Immutable.
/// </summary>
public sealed class RunSeries
{
    private readonly GradientReading own;
    private readonly IReadOnlyList<ChartSeries> mad, lastBatch, allBatches, misses;

    // Asked for each seed of each chart.
    private readonly Lazy<Dictionary<(ModelKind, int, long), double>> missOf;

    /// <param name="protocol">Decides which reading of the gradient is the run's own.</param>
    /// <param name="mad">One a model.</param>
    /// <param name="lastBatch">Gradient means read on the last batch of each epoch.</param>
    /// <param name="allBatches">Gradient means read on every batch.</param>
    /// <param name="misses">How far each seed's network is from knowing all (<see cref="SolvedRule.MissOf"/>), infinitely far where
    /// it diverged; seeds of which that is not known are left out.</param>
    public RunSeries(
        Protocol protocol, IReadOnlyList<ChartSeries> mad, IReadOnlyList<ChartSeries> lastBatch, IReadOnlyList<ChartSeries> allBatches,
        IReadOnlyList<ChartSeries> misses)
    {
        (own, this.mad, this.lastBatch, this.allBatches, this.misses) = (ChartSeries.Reading(protocol), mad, lastBatch, allBatches, misses);
        missOf = new(() => misses.SelectMany(s => s.Points.SelectMany(p => p.Seeds.Select(seed => ((s.Model, p.Length, seed.Seed), seed.Value)))).ToDictionary());
    }

    /// <summary>From a run's trials, in any order; unfinished ones do not count.</summary>
    public static RunSeries Of(RunSpec spec, IReadOnlyList<Trial> trials) => new(spec.Protocol,
        ChartSeries.Of(spec, trials, Metric.Mad),
        ChartSeries.Of(spec, trials, Metric.Gradient, GradientReading.LastBatch),
        ChartSeries.Of(spec, trials, Metric.Gradient, GradientReading.AllBatches),
        ChartSeries.Misses(spec, trials));

    /// <summary>One metric, one series a model in the spec's order.</summary>
    /// <param name="metric">MAD or gradient mean.</param>
    /// <param name="reading">Batches of the gradient mean; null for the protocol's own.</param>
    public IReadOnlyList<ChartSeries> Of(Metric metric, GradientReading? reading = null) =>
        metric == Metric.Mad ? mad : (reading ?? own) == GradientReading.LastBatch ? lastBatch : allBatches;

    /// <summary>How many seeds learnt the task, one series a model in the spec's order.</summary>
    /// <param name="rule">When a network has learnt it.</param>
    /// <param name="threshold">Null for the rule's own.</param>
    public IReadOnlyList<SolvedSeries> Solved(SolvedRule rule, double? threshold) => Solved(misses, rule, threshold);

    /// <summary>The same of misses from elsewhere.</summary>
    internal static IReadOnlyList<SolvedSeries> Solved(IReadOnlyList<ChartSeries> misses, SolvedRule rule, double? threshold) =>
    [
        .. misses.Select(s => new SolvedSeries(s.Model, [.. s.Points.Select(p => (p.Length, new Proportion(p.Values.Count(v => rule.Holds(v, threshold)), p.Values.Count)))])),
    ];

    /// <summary>Whether a seed learnt the task; null where that is not known.</summary>
    public bool? Solved(ModelKind model, int length, long seed, SolvedRule rule, double? threshold) =>
        missOf.Value.TryGetValue((model, length, seed), out var miss) ? rule.Holds(miss, threshold) : null;
}
