using System.Collections.Concurrent;
using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;

namespace Dashboard.Web.Charts;

/// <summary>
/// A run's finished seeds by length: all that its charts need, a hundredth of its trials. Immutable; bands are worked out
/// once and kept.
/// </summary>
public sealed class RunSeries
{
    private readonly GradientReading own;
    private readonly IReadOnlyList<ChartSeries> mad, lastBatch, allBatches;
    private readonly ConcurrentDictionary<(ChartSeries, Spread, Centre), IReadOnlyList<(double Low, double High)?>> bands = new(ReferenceSeries.Instance);

    /// <param name="protocol">Decides which reading of the gradient is the run's own.</param>
    /// <param name="mad">One a model.</param>
    /// <param name="lastBatch">Gradient means read on the last batch of each epoch.</param>
    /// <param name="allBatches">Gradient means read on every batch.</param>
    public RunSeries(Protocol protocol, IReadOnlyList<ChartSeries> mad, IReadOnlyList<ChartSeries> lastBatch, IReadOnlyList<ChartSeries> allBatches) =>
        (own, this.mad, this.lastBatch, this.allBatches) = (ChartSeries.Reading(protocol), mad, lastBatch, allBatches);

    /// <summary>From a run's trials, in any order; unfinished ones do not count.</summary>
    public static RunSeries Of(RunSpec spec, IReadOnlyList<Trial> trials) => new(spec.Protocol,
        ChartSeries.Of(spec, trials, Metric.Mad),
        ChartSeries.Of(spec, trials, Metric.Gradient, GradientReading.LastBatch),
        ChartSeries.Of(spec, trials, Metric.Gradient, GradientReading.AllBatches));

    /// <summary>One metric, one series a model in the spec's order.</summary>
    /// <param name="metric">MAD or gradient mean.</param>
    /// <param name="reading">Batches of the gradient mean; null for the protocol's own.</param>
    public IReadOnlyList<ChartSeries> Of(Metric metric, GradientReading? reading = null) =>
        metric == Metric.Mad ? mad : (reading ?? own) == GradientReading.LastBatch ? lastBatch : allBatches;

    /// <summary>The band at each length of one of its series; null where there is none.</summary>
    public IReadOnlyList<(double Low, double High)?> Bands(ChartSeries series, Spread spread, Centre centre) =>
        bands.GetOrAdd((series, spread, centre), key => [.. key.Item1.Points.Select(p => Statistics.Band(p.Values, key.Item2, key.Item3))]);

    // A series' own equality walks through its points.
    private sealed class ReferenceSeries : IEqualityComparer<(ChartSeries, Spread, Centre)>
    {
        public static readonly ReferenceSeries Instance = new();

        public bool Equals((ChartSeries, Spread, Centre) a, (ChartSeries, Spread, Centre) b) => ReferenceEquals(a.Item1, b.Item1) && a.Item2 == b.Item2 && a.Item3 == b.Item3;

        public int GetHashCode((ChartSeries, Spread, Centre) key) => HashCode.Combine(System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(key.Item1), key.Item2, key.Item3);
    }
}
