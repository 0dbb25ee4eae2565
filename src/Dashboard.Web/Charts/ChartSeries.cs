using Dashboard.Engine.Tasks;
using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Training;

namespace Dashboard.Web.Charts;

/// <summary>What a chart of a run shows on its y axis.</summary>
public enum Metric
{
    Gradient,
    Mad,
}

/// <summary>What a metric is called where runs of a task are shown.</summary>
public static class MetricWords
{
    /// <summary>"MAD", "Gradient mean".</summary>
    public static string Name(this Metric metric, TaskScore score) => metric == Metric.Mad ? score.Word : "Gradient mean";

    /// <summary>"MAD (validation L1)", "Mean parameter gradient".</summary>
    public static string Title(this Metric metric, TaskScore score) => metric == Metric.Mad ? score.Title : "Mean parameter gradient";
}

/// <summary>Which batches a gradient mean is read from.</summary>
public enum GradientReading
{
    LastBatch,
    AllBatches,
}

/// <summary>The finished seeds of one model at one length.</summary>
/// <param name="Length">Sequence length.</param>
/// <param name="Seeds">Seed and value of every trial that is done and has a finite value, in seed order.</param>
/// <param name="Diverged">Trials left out because their loss was not finite.</param>
/// <param name="Failed">Trials left out because they failed.</param>
/// <param name="MayBeWrong">Trials among them whose validation numbers may be wrong (<see cref="RunWarnings"/>).</param>
public sealed record LengthValues(int Length, IReadOnlyList<(long Seed, double Value)> Seeds, int Diverged, int Failed = 0, int MayBeWrong = 0)
{
    /// <summary>The values alone.</summary>
    public IReadOnlyList<double> Values { get; } = [.. Seeds.Select(s => s.Value)];
}

/// <summary>One metric of one model of a run, by length.</summary>
/// <param name="Model">The model.</param>
/// <param name="Points">One for each length of the spec, ascending; without seeds where nothing has finished.</param>
public sealed record ChartSeries(ModelKind Model, IReadOnlyList<LengthValues> Points)
{
    /// <summary>Diverged trials over all lengths.</summary>
    public int Diverged => Points.Sum(p => p.Diverged);

    /// <summary>The series of every model of the spec, in its order.</summary>
    /// <param name="spec">What the run trains.</param>
    /// <param name="trials">Its trials, in any order; unfinished ones do not count.</param>
    /// <param name="metric">MAD or gradient mean.</param>
    /// <param name="reading">Batches of the gradient mean; null for the protocol's own.</param>
    public static IReadOnlyList<ChartSeries> Of(RunSpec spec, IEnumerable<Trial> trials, Metric metric, GradientReading? reading = null) =>
        Of(spec, trials, t => t.Status == TrialStatus.Done ? Value(spec, t, metric, reading) : null);

    /// <summary>How far the networks of every model are from knowing all: infinitely far where they diverged, so that a threshold
    /// can be held against each seed that was tried.</summary>
    /// <param name="spec">What the run trains.</param>
    /// <param name="trials">Its trials, in any order.</param>
    public static IReadOnlyList<ChartSeries> Misses(RunSpec spec, IEnumerable<Trial> trials) =>
        Of(spec, trials, t => t.Result is { } result && spec.Task.Score.Solved.MissOf(result) is var miss && !double.IsNaN(miss) ? miss : null);

    private static IReadOnlyList<ChartSeries> Of(RunSpec spec, IEnumerable<Trial> trials, Func<Trial, double?> value)
    {
        var byPlace = trials.Where(t => t.Status is TrialStatus.Done or TrialStatus.Diverged or TrialStatus.Failed)
            .ToLookup(t => (t.Key.Model, t.Key.Length));
        return
        [
            .. spec.Models.Select(model => new ChartSeries(model,
            [
                .. spec.RisingLengths.Select(length => At(length, [.. byPlace[(model, length)].OrderBy(t => t.Key.Seed)])),
            ])),
        ];

        LengthValues At(int length, Trial[] place) => new(length,
            [.. from trial in place let v = value(trial) where v is not null select (trial.Key.Seed, v.Value)],
            place.Count(t => t.Status == TrialStatus.Diverged), place.Count(t => t.Status == TrialStatus.Failed),
            RunWarnings.Count(spec, place));
    }

    /// <summary>One trial's MAD or gradient mean; null where it has none or it is not finite.</summary>
    public static double? Value(RunSpec spec, Trial trial, Metric metric, GradientReading? reading = null)
    {
        if (trial.Result is not { } result) return null;
        var value = (metric, reading ?? Reading(spec.Protocol)) switch
        {
            (Metric.Mad, _) => result.Mad,
            (_, var r) when r == Reading(spec.Protocol) => spec.Protocol.GradientMean(result, spec.Epochs),
            (_, GradientReading.AllBatches) => result.GradientMeanAllBatches,
            _ => result.GradientMeanLastBatch,
        };
        return value is { } v && double.IsFinite(v) ? v : null;
    }

    /// <summary>The batches a protocol reads its gradient mean from.</summary>
    public static GradientReading Reading(Protocol protocol) =>
        protocol == Protocol.Notebook ? GradientReading.LastBatch : GradientReading.AllBatches;
}
