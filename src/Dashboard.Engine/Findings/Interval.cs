using MathNet.Numerics.Distributions;
using MathNet.Numerics.Statistics;

namespace Dashboard.Engine.Findings;

/// <summary>An estimate with its confidence interval.</summary>
/// <param name="Estimate">The mean of the sample.</param>
/// <param name="Low">Lower end; null where the sample is too small for an interval.</param>
/// <param name="High">Upper end; null where the sample is too small for an interval.</param>
/// <param name="Count">Units in the sample (seeds, or conditions for the published result).</param>
/// <param name="StandardDeviation">Sample standard deviation; 0 for one unit.</param>
public readonly record struct Interval(double Estimate, double? Low, double? High, int Count, double StandardDeviation)
{
    /// <summary>
    /// Student's t-interval of the mean: x̄ ± t(1 − α/2, n − 1) · s/√n, with α = (1 − <paramref name="level"/>) /
    /// <paramref name="comparisons"/> (Bonferroni), so that all comparisons hold together at that level.
    /// </summary>
    public static Interval OfMean(IReadOnlyList<double> sample, double level = 0.95, int comparisons = 1)
    {
        if (sample.Count == 0) return new(double.NaN, null, null, 0, 0);
        var mean = sample.Average();
        if (sample.Count == 1) return new(mean, null, null, 1, 0);
        var sd = sample.StandardDeviation();
        var half = Quantile(level, comparisons, sample.Count) * sd / Math.Sqrt(sample.Count);
        return new(mean, mean - half, mean + half, sample.Count, sd);
    }

    /// <summary>
    /// Percentile bootstrap of the mean (2,000 resamples, a fixed seed so that a page shows the same numbers twice). For
    /// samples that pile up at a few values, where a symmetric interval would reach past them.
    /// </summary>
    public static Interval Bootstrap(IReadOnlyList<double> sample, double level = 0.95)
    {
        if (sample.Count < 2) return OfMean(sample);
        const int Resamples = 2_000;
        var random = new Random(1);
        var means = new double[Resamples];
        for (var r = 0; r < Resamples; r++)
        {
            double sum = 0;
            for (var i = 0; i < sample.Count; i++) sum += sample[random.Next(sample.Count)];
            means[r] = sum / sample.Count;
        }
        Array.Sort(means);
        return new(sample.Average(),
            SortedArrayStatistics.Quantile(means, (1 - level) / 2), SortedArrayStatistics.Quantile(means, (1 + level) / 2),
            sample.Count, sample.StandardDeviation());
    }

    /// <summary>
    /// About how many more units would shrink the interval to half-width |estimate|, if estimate and standard deviation
    /// stayed as they are; null where that is over 10,000 or nothing can be said.
    /// </summary>
    public int? MoreNeeded(double level = 0.95, int comparisons = 1)
    {
        if (Count < 2 || Estimate == 0 || !double.IsFinite(Estimate)) return null;
        if (StandardDeviation == 0) return 0;
        var ratio = StandardDeviation / Math.Abs(Estimate);
        // The t quantile falls with n, so the smallest sufficient n is found by bisection.
        int low = 2, high = 10_001;
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
