using Dashboard.Engine.Experiments;
using Dashboard.Engine.Statistics;

namespace Dashboard.Web.Charts;

/// <summary>What the middle of several seeds is.</summary>
public enum Centre
{
    Mean,
    Median,
}

/// <summary>What a band around the middle shows.</summary>
public enum Spread
{
    /// <summary>95% confidence interval of the middle (<see cref="Engine.Statistics.Interval"/>); where there can be none, the range.</summary>
    Interval,

    /// <summary>One sample standard deviation to each side, cut at the smallest and largest seed.</summary>
    Deviation,

    /// <summary>Smallest to largest seed.</summary>
    Range,
    None,
}

/// <summary>A band and what it shows.</summary>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
/// <param name="Shows">What it is: an interval that was asked for is a range where there can be no interval.</param>
public readonly record struct Band(double Low, double High, Spread Shows);

/// <summary>Middles and spreads of the seeds of one point. All arguments are finite.</summary>
public static class Statistics
{
    /// <summary>Mean or median; null where there is no value.</summary>
    public static double? Middle(IReadOnlyList<double> values, Centre centre) => values.Count switch
    {
        0 => null,
        _ when centre == Centre.Mean => values.Average(),
        _ => Median([.. values]),
    };

    /// <summary>The band around the middle, or null with fewer than two values (one seed says nothing of the spread).</summary>
    /// <param name="values">The seeds' values.</param>
    /// <param name="spread">What the band is to show.</param>
    /// <param name="centre">What it is around.</param>
    /// <param name="least">Values cannot be below this, so no interval is: a symmetric one of few seeds may reach further.</param>
    public static Band? Band(IReadOnlyList<double> values, Spread spread, Centre centre, double least = double.NegativeInfinity)
    {
        if (values.Count < 2 || spread == Spread.None) return null;
        double min = values.Min(), max = values.Max();
        if (spread == Spread.Range) return new(min, max, Spread.Range);
        if (spread == Spread.Interval)
        {
            if (centre == Centre.Median)
                return Interval.OfMedian(values) is var (from, to) ? new(from, to, spread) : new(min, max, Spread.Range);
            return Interval.OfMean(values) is { Low: { } low, High: { } high } ? new(Math.Max(least, low), high, spread)
                : new(min, max, Spread.Range);
        }
        var mean = values.Average();
        var deviation = Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Count - 1));
        return new(Math.Max(min, mean - deviation), Math.Min(max, mean + deviation), spread);
    }

    /// <summary>What a band asked for as <paramref name="spread"/> shows, in the words of a key.</summary>
    /// <param name="spread">What was asked for.</param>
    /// <param name="centre">What the band is around.</param>
    /// <param name="seeds">How many seeds each run has; a point may have fewer while it trains.</param>
    public static string Word(Spread spread, Centre centre, IEnumerable<int> seeds)
    {
        if (spread == Spread.Deviation) return "± 1 std. dev.";
        if (spread != Spread.Interval) return "lowest to highest seed";
        var needed = centre == Centre.Mean ? Interval.Fewest : Interval.FewestForMedian;
        int[] counts = [.. seeds.Where(n => n > 1).Distinct()];
        if (counts.All(n => n < needed)) return counts is [var only] ? $"range of {Numbers.Of(only, "seed")}" : "range of the seeds";
        return $"95% interval, or range of under {needed} seeds{(centre == Centre.Mean ? " or two groups" : "")}";
    }

    private static double Median(double[] values)
    {
        Array.Sort(values);
        var half = values.Length / 2;
        return values.Length % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
    }
}
