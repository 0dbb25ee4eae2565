namespace Dashboard.Engine.Statistics;

/// <summary>
/// How many of some units are of a kind (seeds that solved a task), with Wilson's score interval of the share: the one way this
/// product makes an interval of a share. Unlike a mean's it has an honest width where none or all are of the kind: 0 of 20 is
/// 0 to 16%.
/// </summary>
/// <param name="Successes">Units of the kind; 0 to <paramref name="Count"/>.</param>
/// <param name="Count">All units.</param>
public readonly record struct Proportion(int Successes, int Count)
{
    // The 97.5% point of the normal distribution: the intervals hold the true share in about 95% of samples.
    private const double Z = 1.959963984540054;

    /// <summary>The share, 0 to 1; NaN without units.</summary>
    public double Share => (double)Successes / Count;

    /// <summary>Lower end of Wilson's 95% interval; 0 without units.</summary>
    public double Low => Successes == 0 ? 0 : Math.Max(0, Middle - Half);

    /// <summary>Upper end of Wilson's 95% interval; 1 without units.</summary>
    public double High => Successes == Count ? 1 : Math.Min(1, Middle + Half);

    /// <summary>"11 of 20".</summary>
    public string Counted => $"{Successes} of {Count}";

    /// <summary>"34 to 74%".</summary>
    public string Range => $"{Percent(Low)} to {Percent(High)}%";

    // Wilson (1927): the shares that the observed one is no more than z standard errors from, each with its own standard error.
    private double Middle => (Successes + Z * Z / 2) / (Count + Z * Z);

    private double Half => Z / (Count + Z * Z) * Math.Sqrt(Successes * (double)(Count - Successes) / Math.Max(1, Count) + Z * Z / 4);

    private static string Percent(double share) => Math.Round(100 * share).ToString("0", System.Globalization.CultureInfo.InvariantCulture);
}
