using System.Collections.Concurrent;

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
    /// <summary>95% bootstrap confidence interval of the middle.</summary>
    Interval,

    /// <summary>One sample standard deviation to each side, cut at the smallest and largest seed.</summary>
    Deviation,

    /// <summary>Smallest to largest seed.</summary>
    Range,
    None,
}

/// <summary>Middles and spreads of the seeds of one point. All arguments are finite.</summary>
public static class Statistics
{
    private const int MostKept = 20_000;

    // A live chart asks for the bands of 108 points at a time, of which one or two are new, and so do all who watch it.
    private static readonly ConcurrentDictionary<Sample, (double Low, double High)> Kept = new();

    // Many seeds need fewer resamples for an equally steady band.
    private static int Resamples(int seeds) => Math.Clamp(20_000 / seeds, 250, 1000);

    /// <summary>Mean or median; null where there is no value.</summary>
    public static double? Middle(IReadOnlyList<double> values, Centre centre) => values.Count switch
    {
        0 => null,
        _ when centre == Centre.Mean => values.Average(),
        _ => Median([.. values]),
    };

    /// <summary>The band's ends, or null with fewer than two values (one seed says nothing of the spread).</summary>
    public static (double Low, double High)? Band(IReadOnlyList<double> values, Spread spread, Centre centre)
    {
        if (values.Count < 2 || spread == Spread.None) return null;
        double min = values.Min(), max = values.Max();
        if (min == max) return (min, max);
        if (spread == Spread.Range) return (min, max);
        if (spread == Spread.Interval)
        {
            if (Kept.Count > MostKept) Kept.Clear();
            return Kept.GetOrAdd(new([.. values], centre), sample => Bootstrap(sample.Values, sample.Centre));
        }
        var mean = values.Average();
        var deviation = Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Count - 1));
        return (Math.Max(min, mean - deviation), Math.Min(max, mean + deviation));
    }

    /// <summary>
    /// Percentile bootstrap (Efron 1979): the 2.5% and 97.5% quantiles of the middle over resamples with replacement. Not
    /// symmetric, as results cluster near 1, 15 and 30, and never outside the seeds. The resampling is seeded: the same
    /// values give the same band.
    /// </summary>
    private static (double Low, double High) Bootstrap(IReadOnlyList<double> values, Centre centre)
    {
        var random = new Random(values.Count);
        var sample = new double[values.Count];
        var middles = new double[Resamples(values.Count)];
        for (var r = 0; r < middles.Length; r++)
        {
            double sum = 0;
            for (var i = 0; i < sample.Length; i++) sum += sample[i] = values[random.Next(sample.Length)];
            middles[r] = centre == Centre.Mean ? sum / sample.Length : Median(sample);
        }
        Array.Sort(middles);
        return (Quantile(middles, 0.025), Quantile(middles, 0.975));
    }

    /// <summary>Values compared one by one.</summary>
    private readonly record struct Sample(double[] Values, Centre Centre)
    {
        public bool Equals(Sample other) => Centre == other.Centre && Values.AsSpan().SequenceEqual(other.Values);

        public override int GetHashCode()
        {
            var hash = new HashCode();
            hash.Add(Centre);
            foreach (var value in Values) hash.Add(value);
            return hash.ToHashCode();
        }
    }

    private static double Quantile(double[] sorted, double q)
    {
        var at = q * (sorted.Length - 1);
        var i = (int)at;
        return i + 1 < sorted.Length ? sorted[i] + (at - i) * (sorted[i + 1] - sorted[i]) : sorted[i];
    }

    private static double Median(double[] values)
    {
        Array.Sort(values);
        var half = values.Length / 2;
        return values.Length % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
    }
}
