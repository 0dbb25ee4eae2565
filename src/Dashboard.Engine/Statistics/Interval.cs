using MathNet.Numerics.Distributions;
using MathNet.Numerics.Statistics;

namespace Dashboard.Engine.Statistics;

/// <summary>Whether a sample has a confidence interval, and if not, why.</summary>
public enum IntervalBasis
{
    /// <summary>Student's interval.</summary>
    Confidence,

    /// <summary>Fewer than <see cref="Interval.Fewest"/> units: nobody could tell whether the formula holds for them.</summary>
    TooFew,

    /// <summary>The units fall into two groups far apart: a mean that no unit is near, and with few units in one of them no
    /// interval formula that holds.</summary>
    TwoGroups,
}

/// <summary>
/// The mean of a sample with its 95% confidence interval: the one way this product makes an interval of a mean. Measured by
/// simulation (IntervalCoverageTests): of normal values it holds the true mean in 95% of samples, of very skewed ones
/// (exponential) in 88% with 5 units and 92% with 20. Where such a share cannot be promised there is no interval. What no
/// unit in the sample had, no interval can know of: an outcome of one in five escapes five seeds a third of the time.
/// </summary>
/// <param name="Estimate">The mean of the sample.</param>
/// <param name="Low">Lower end; null where there is no interval.</param>
/// <param name="High">Upper end; null where there is no interval.</param>
/// <param name="Count">Units in the sample (seeds, or conditions for the published result).</param>
/// <param name="StandardDeviation">Sample standard deviation; 0 for one unit.</param>
/// <param name="Basis">Whether there is an interval.</param>
public readonly partial record struct Interval(
    double Estimate, double? Low, double? High, int Count, double StandardDeviation, IntervalBasis Basis = IntervalBasis.Confidence)
{
    /// <summary>Fewest units an interval of the mean is made of.</summary>
    public const int Fewest = 4;

    /// <summary>Fewest units an interval of the median is made of: the range of five holds it in 94% of samples.</summary>
    public const int FewestForMedian = 6;

    // The widest gap between neighbours, in standard deviations within the groups to both sides of it. Of normal values 8% of
    // samples of 5 and none of 20 look so by chance; of values near 1 or near 30 nearly all do.
    private const double Apart = 6;

    /// <summary>
    /// Student's t-interval of the mean: x̄ ± t(1 − α/2, n − 1) · s/√n, with α = (1 − <paramref name="level"/>) /
    /// <paramref name="comparisons"/> (Bonferroni), so that all comparisons hold together at that level.
    /// </summary>
    /// <param name="sample">The units' values.</param>
    /// <param name="level">Confidence level.</param>
    /// <param name="comparisons">How many intervals are looked at together.</param>
    /// <param name="repeats">The units repeat one thing, as seeds do, so two groups among them are a finding. False for the
    /// deck's conditions, which differ by design.</param>
    /// <param name="resolution">Distance of the values that can be: 0 for any number. Steps as wide as that are no gap.</param>
    public static Interval OfMean(
        IReadOnlyList<double> sample, double level = 0.95, int comparisons = 1, bool repeats = true, double resolution = 0)
    {
        if (sample.Count == 0) return new(double.NaN, null, null, 0, 0, IntervalBasis.TooFew);
        var mean = sample.Average();
        if (sample.Count == 1) return new(mean, null, null, 1, 0, IntervalBasis.TooFew);
        var sd = sample.StandardDeviation();
        if (sample.Count < Fewest) return new(mean, null, null, sample.Count, sd, IntervalBasis.TooFew);
        if (repeats && HasTwoGroups(sample, resolution)) return new(mean, null, null, sample.Count, sd, IntervalBasis.TwoGroups);
        var half = Quantile(level, comparisons, sample.Count) * sd / Math.Sqrt(sample.Count);
        return new(mean, mean - half, mean + half, sample.Count, sd);
    }

    /// <summary>
    /// The interval of the median that needs no distribution: from the k-th smallest to the k-th largest unit, with the
    /// largest k for which that holds the true median in at least 95% of samples (binomial). Null with fewer than six units.
    /// </summary>
    public static (double Low, double High)? OfMedian(IReadOnlyList<double> sample, double level = 0.95)
    {
        double[] sorted = [.. sample.Order()];
        var k = 0;
        while (2 * (k + 1) <= sorted.Length && 1 - 2 * Binomial.CDF(0.5, sorted.Length, k) >= level) k++;
        return k == 0 ? null : (sorted[k - 1], sorted[^k]);
    }

    /// <summary>Whether values fall into two groups far apart: networks that found the first input and networks that did not.</summary>
    /// <param name="sample">The values.</param>
    /// <param name="resolution">Distance of the values that can be. Rounding to it alone spreads a group by resolution/√12.</param>
    public static bool HasTwoGroups(IReadOnlyList<double> sample, double resolution = 0)
    {
        if (sample.Count < 3) return false;
        double[] sorted = [.. sample.Order()];
        var at = Enumerable.Range(1, sorted.Length - 1).MaxBy(i => sorted[i] - sorted[i - 1]);
        var squares = Squares(sorted[..at]) + Squares(sorted[at..]);
        return sorted[at] - sorted[at - 1] > Apart * Math.Sqrt(Math.Max(squares / (sorted.Length - 2), resolution * resolution / 12));

        static double Squares(double[] group)
        {
            var mean = group.Average();
            return group.Sum(v => (v - mean) * (v - mean));
        }
    }

    /// <summary>Why there is no interval, in the middle of a sentence; null where there is one.</summary>
    /// <param name="unit">What was repeated: "seed", "condition".</param>
    public string? Missing(string unit = "seed") => Basis switch
    {
        IntervalBasis.TooFew => Count == 1 ? $"one {unit}: no interval" : $"{Count} {unit}s: too few for an interval",
        IntervalBasis.TwoGroups => $"the {unit}s fall into two groups: no interval",
        _ => null,
    };

    /// <summary>The same where there is little room: "3 seeds", "two groups".</summary>
    public string? Why() => Basis switch
    {
        IntervalBasis.TooFew => Count == 1 ? "one seed" : $"{Count} seeds",
        IntervalBasis.TwoGroups => "two groups",
        _ => null,
    };

    /// <summary>
    /// About how many more units would shrink the interval to half-width |estimate|, if estimate and standard deviation
    /// stayed as they are; null where that is over 10,000 or nothing can be said, as of two groups.
    /// </summary>
    public int? MoreNeeded(double level = 0.95, int comparisons = 1)
    {
        if (Count < 2 || Estimate == 0 || !double.IsFinite(Estimate) || Basis == IntervalBasis.TwoGroups) return null;
        if (StandardDeviation == 0) return Math.Max(0, Fewest - Count);
        var ratio = StandardDeviation / Math.Abs(Estimate);
        // The t quantile falls with n, so the smallest sufficient n is found by bisection.
        int low = Fewest, high = 10_001;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Quantile(level, comparisons, middle) * ratio / Math.Sqrt(middle) < 1) high = middle;
            else low = middle + 1;
        }
        return low > 10_000 ? null : Math.Max(0, low - Count);
    }

    private static double Quantile(double level, int comparisons, int count) =>
        StudentT.InvCDF(0, 1, count - 1, 1 - (1 - level) / comparisons / 2);
}
