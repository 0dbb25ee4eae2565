namespace Dashboard.Web.Charts;

/// <summary>Axes fixed by what they measure; they grow by whole ticks only, so that nothing jumps while a run fills them.</summary>
public static class ChartScale
{
    /// <summary>Sequence length from 0 to the longest, rounded up to a tick; at most ten ticks.</summary>
    public static ChartAxis Lengths(int longest) => FromZero("Sequence length", Math.Max(longest, 5), [1, 2, 5], 10);

    /// <summary>MAD from 0 to 35 by 5, or 10⁻¹ to 10² where logarithmic.</summary>
    public static ChartAxis Mad(IEnumerable<double> values, bool log) =>
        log ? Log("MAD, log scale", values, -1, 2) : Grow("MAD", values, 35, 5);

    /// <summary>Gradient mean from 10⁻² to 10² where logarithmic, else from 0 to 40 by 10.</summary>
    public static ChartAxis Gradient(IEnumerable<double> values, bool log) =>
        log ? Log("Gradient mean, log scale", values, -2, 2) : Grow("Gradient mean", values, 40, 10);

    /// <summary>A logarithmic axis over whole powers of ten that holds [10^low, 10^high] and every value (given as log10).</summary>
    public static ChartAxis Log(string title, IEnumerable<double> exponents, double low, double high)
    {
        foreach (var e in exponents)
        {
            low = Math.Min(low, Math.Floor(e));
            high = Math.Max(high, Math.Ceiling(e));
        }
        var step = Math.Max(1, Math.Ceiling((high - low) / 8));
        return new(title, low, low + step * Math.Ceiling((high - low) / step), step, Log: true);
    }

    /// <summary>0 to <paramref name="max"/>, or on by whole ticks to the largest value; coarser ticks where it is far.</summary>
    public static ChartAxis Grow(string title, IEnumerable<double> values, double max, double step)
    {
        var largest = values.DefaultIfEmpty(0).Max();
        if (largest <= max) return new(title, 0, max, step);
        return largest <= 10 * step ? new(title, 0, step * Math.Ceiling(largest / step), step) : FromZero(title, largest, [1, 2, 5], 8);
    }

    /// <summary>Whole ticks around all values, at most six; for curves whose changes matter more than their distance from 0.</summary>
    public static ChartAxis Around(string title, IEnumerable<double> values)
    {
        double low = Bounded(values.DefaultIfEmpty(0).Min()), high = Bounded(values.DefaultIfEmpty(1).Max());
        // Of large numbers, more: 10¹⁷ plus a twentieth is still 10¹⁷, and no step divides nothing.
        var least = Math.Max(0.1, 1e-9 * Math.Max(Math.Abs(low), Math.Abs(high)));
        if (high - low < least) (low, high) = (low - least / 2, high + least / 2);
        for (var power = Math.Pow(10, Math.Floor(Math.Log10((high - low) / 6))); ; power *= 10)
            foreach (var step in new[] { power, 2 * power, 5 * power })
            {
                double from = Math.Floor(low / step + 1e-9), to = Math.Ceiling(high / step - 1e-9);
                if (to - from <= 6) return new(title, from * step, to * step, step);
            }
    }

    /// <summary>
    /// Within what a search for a step can end in: an infinite span, or one so small that its tenth is 0, has none.
    /// </summary>
    private static double Bounded(double value) =>
        double.IsNaN(value) ? 0 : Math.CopySign(value == 0 ? 0 : Math.Clamp(Math.Abs(value), 1e-250, 1e250), value);

    /// <summary>0 to the first whole tick at or above <paramref name="largest"/>, ticks of 1, 2 or 5 × 10ⁿ.</summary>
    public static ChartAxis FromZero(string title, double largest, IReadOnlyList<double> mantissas, int mostTicks)
    {
        if (!(largest > 0)) return new(title, 0, 1, 0.2);
        largest = Bounded(largest);
        for (var power = Math.Pow(10, Math.Floor(Math.Log10(largest / mostTicks))); ; power *= 10)
            foreach (var mantissa in mantissas)
                if (Math.Ceiling(largest / (mantissa * power) - 1e-9) is var ticks && ticks <= mostTicks)
                    return new(title, 0, ticks * mantissa * power, mantissa * power);
    }
}
