using Dashboard.Engine.Tasks;

namespace Dashboard.Web.Charts;

/// <summary>
/// Axes fixed by what they measure; they grow by whole ticks only, so that nothing jumps while a run fills them. Whatever the
/// values are (huge, tiny, reversed, not finite), an axis has finite ends and at most <see cref="ChartAxis.MostTicks"/> ticks.
/// </summary>
public static class ChartScale
{
    // Beyond it a difference of two values may be infinite.
    private const double Largest = 1e300;

    // Where the powers of ten of 64-bit numbers end.
    private const double LowestPower = -324, HighestPower = 309;

    /// <summary>Sequence length from 0 to the longest, rounded up to a tick; at most ten ticks.</summary>
    public static ChartAxis Lengths(int longest) => FromZero("Sequence length", Math.Max(longest, 5), 10);

    /// <summary>A score from 0 to what is usual, and on by whole ticks; or 10⁻¹ to 10² where logarithmic.</summary>
    /// <param name="word">What the score is called.</param>
    /// <param name="values">The values (their log10 where logarithmic).</param>
    /// <param name="log">Whether the axis is logarithmic.</param>
    /// <param name="usual">Where the axis ends at least: 35 for the deck's simple sequences.</param>
    public static ChartAxis Score(string word, IEnumerable<double> values, bool log, double usual)
    {
        if (log)
        {
            // Scores far below 1 reach from a thousandth of what is usual.
            return usual is > 1e-9 and <= 1 && Math.Ceiling(Math.Log10(usual)) is var power
                ? Log($"{word}, log scale", values, power - 4, power) : Log($"{word}, log scale", values, -1, 2);
        }
        var least = FromZero(word, usual, 8);
        return Grow(least.Title, values, least.Max, least.Step);
    }

    /// <summary>Gradient mean from 10⁻² to 10² where logarithmic, else from 0 to 40 by 10.</summary>
    public static ChartAxis Gradient(IEnumerable<double> values, bool log) =>
        log ? Log("Gradient mean, log scale", values, -2, 2) : Grow("Gradient mean", values, 40, 10);

    /// <summary>A logarithmic axis over whole powers of ten that holds [10^low, 10^high] and every value (given as log10).</summary>
    public static ChartAxis Log(string title, IEnumerable<double> exponents, double low, double high)
    {
        foreach (var e in exponents.Where(double.IsFinite))
        {
            low = Math.Min(low, Math.Floor(e));
            high = Math.Max(high, Math.Ceiling(e));
        }
        low = Math.Clamp(low, LowestPower, HighestPower - 1);
        high = Math.Clamp(high, low + 1, HighestPower);
        var step = Math.Max(1, Math.Ceiling((high - low) / 8));
        return new(title, low, low + step * Math.Ceiling((high - low) / step), step, Log: true);
    }

    /// <summary>0 to <paramref name="max"/>, or on by whole ticks to the largest value; coarser ticks where it is far.</summary>
    public static ChartAxis Grow(string title, IEnumerable<double> values, double max, double step)
    {
        var largest = values.Where(double.IsFinite).DefaultIfEmpty(0).Max();
        if (largest <= max) return new(title, 0, max, step);
        return largest <= 10 * step ? new(title, 0, step * Math.Ceiling(largest / step), step) : FromZero(title, largest, 8);
    }

    /// <summary>The scale that small charts of a task's scores share, on which lines that go higher leave at the top: the task's
    /// own; or, as a few may be far above the rest, whole ticks above nine tenths of the values.</summary>
    public static ChartAxis SmallScores(LabTask task, IEnumerable<double> values)
    {
        double[] finite = [.. values.Where(double.IsFinite).Order()];
        return task.SmallChartTop is { } top ? Score(task.Score.Heading, [], log: false, top)
            : FromZero(task.Score.Heading, Math.Max(task.Score.Low, finite.Length == 0 ? 0 : finite[(finite.Length - 1) * 9 / 10]), 5);
    }

    /// <summary>Whole ticks around all values, for curves whose changes matter more than their distance from 0.</summary>
    /// <param name="title">The axis's name.</param>
    /// <param name="values">The values; those that are not finite do not count.</param>
    /// <param name="most">Most tick intervals.</param>
    /// <param name="least">Least distance of its ends: smaller changes are not worth showing.</param>
    public static ChartAxis Around(string title, IEnumerable<double> values, int most = 6, double least = 0.1)
    {
        double[] finite = [.. values.Where(double.IsFinite).Select(Tame)];
        double low = finite.DefaultIfEmpty(0).Min(), high = finite.DefaultIfEmpty(1).Max();
        // Closer together ticks could not be told apart.
        least = Math.Max(least, Math.Max(1e-300, 1e-9 * Math.Max(Math.Abs(low), Math.Abs(high))));
        if (high - low < least) (low, high) = (low - least / 2, high + least / 2);
        return Fit(new(title, 0, 1, 1), low, high, most);
    }

    /// <summary>0 to the first whole tick at or above <paramref name="largest"/>, ticks of 1, 2 or 5 × 10ⁿ; 0 to 1 where that
    /// is not above 0.</summary>
    public static ChartAxis FromZero(string title, double largest, int mostTicks) =>
        largest >= 1e-300 ? Fit(new(title, 0, 1, 1), 0, Tame(largest), mostTicks) : new(title, 0, 1, 0.2);

    /// <summary>The part of an axis over whole numbers that is shown: whole ticks around a chosen range, at most ten. Rounding a
    /// range that is rounded already changes nothing.</summary>
    /// <param name="whole">All of the axis.</param>
    /// <param name="range">What was chosen; null, reversed, beyond the axis or all of it shows all.</param>
    public static ChartAxis Zoomed(ChartAxis whole, ChartRange? range)
    {
        if (range is null || !(range.To > range.From)) return whole;
        double from = Math.Max(range.From, whole.Min), to = Math.Min(range.To, whole.Max);
        if (!(to > from) || (from <= whole.Min && to >= whole.Max)) return whole;
        var shown = Fit(whole, from, to, 10, leastStep: 1);
        return shown.Min <= whole.Min && shown.Max >= whole.Max ? whole : shown;
    }

    /// <summary>The finest ticks of 1, 2 or 5 × 10ⁿ of which at most <paramref name="most"/> reach from below low to above high.</summary>
    private static ChartAxis Fit(ChartAxis axis, double low, double high, int most, double leastStep = 0)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10((high - low) / most)));
        // Ticks of a hundred times the span over their number always fit.
        double[] steps = [.. from p in new[] { power, 10 * power, 100 * power } from m in new[] { 1, 2, 5 } select Math.Max(leastStep, m * p)];
        foreach (var step in steps)
        {
            double from = Math.Floor(low / step + 1e-9), to = Math.Ceiling(high / step - 1e-9);
            if (to - from <= most) return axis with { Min = from * step, Max = Math.Max(to, from + 1) * step, Step = step };
        }
        return axis with { Min = low, Max = high, Step = high - low };
    }

    private static double Tame(double value) => Math.Clamp(value, -Largest, Largest);
}
