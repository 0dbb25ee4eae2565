using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;

namespace Dashboard.Web.Charts;

/// <summary>
/// A run's finished seeds by length: all that its charts need, a hundredth of its trials. Immutable.
/// </summary>
public sealed class RunSeries
{
    private readonly GradientReading own;
    private readonly IReadOnlyList<ChartSeries> mad, lastBatch, allBatches;

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
}
