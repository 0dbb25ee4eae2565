namespace Dashboard.Engine.Statistics;

public readonly partial record struct Interval
{
    // The standard normal's 97.5% quantile.
    private const double Normal = 1.959963984540054;

    /// <summary>
    /// Wilson's 95% interval of a share: the shares that the count would not contradict. It stays within 0 to 1 and has a
    /// width where all or none succeeded: 0 of 20 is 0 to 16%.
    /// </summary>
    /// <param name="successes">How many did.</param>
    /// <param name="of">Of how many.</param>
    /// <returns>Low and high, from 0 to 1; null of none.</returns>
    /// <exception cref="ArgumentOutOfRangeException">More successes than there are units, or fewer than none.</exception>
    public static (double Low, double High)? OfShare(int successes, int of)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, of);
        if (of == 0) return null;
        double share = (double)successes / of, squared = Normal * Normal / of;
        var middle = (share + squared / 2) / (1 + squared);
        var half = Normal / (1 + squared) * Math.Sqrt((share * (1 - share) + squared / 4) / of);
        // Exact where rounding would miss the end.
        return (successes == 0 ? 0 : middle - half, successes == of ? 1 : middle + half);
    }
}
