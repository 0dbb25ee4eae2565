using Dashboard.Engine.Statistics;

namespace Dashboard.Engine.Findings;

/// <summary>
/// The longest length at which a network beats the predictor that knows the last input only (simple data): beyond it, the
/// first input is forgotten. Up to it the network may still know no more of the first input than its sign
/// (<see cref="Metrics.MemoryBaselines.LastAndSign"/>).
/// </summary>
/// <param name="PerSeed">[seeds], in sequence lengths; 0 where the network never beats it.</param>
/// <param name="Interval">Mean over seeds with its 95% interval, cut at 0 and the longest length.</param>
public sealed record ForgettingHorizon(IReadOnlyList<double> PerSeed, Interval Interval)
{
    /// <summary>
    /// A MAD counts as better when it is below this share of the predictor's: a network stuck at "last input only" scores
    /// within a few percent of it on either side, by the luck of the validation set.
    /// </summary>
    public const double Share = 0.9;

    /// <summary>Works it out from MADs and the predictor's MAD, both by length.</summary>
    /// <param name="lengths">[lengths], rising.</param>
    /// <param name="seeds">Scores of the seeds; incomplete ones are left out.</param>
    /// <param name="lastInputOnly">[lengths], the MAD of the predictor that knows the last input only.</param>
    public static ForgettingHorizon Of(IReadOnlyList<int> lengths, IReadOnlyList<SeedScores> seeds, IReadOnlyList<double> lastInputOnly)
    {
        var horizons = seeds.Where(s => s.Complete).Select(s =>
        {
            for (var i = lengths.Count - 1; i >= 0; i--)
                if (s.Mad[i] < Share * lastInputOnly[i]) return (double)lengths[i];
            return 0;
        }).ToArray();
        // A horizon is one of the lengths: seeds at two neighbouring ones do not fall into two groups.
        var interval = Interval.OfMean(horizons, resolution: lengths.Prepend(0).Zip(lengths, (a, b) => b - a).Max());
        return new(horizons, interval with { Low = interval.Low is { } low ? Math.Max(0, low) : null, High = interval.High is { } high ? Math.Min(lengths[^1], high) : null });
    }
}
