namespace Dashboard.Engine.Metrics;

/// <summary>What a gradient flow says in one number.</summary>
public static class GradientHorizon
{
    /// <summary>The share of its last value below which a norm counts as vanished.</summary>
    public const double Threshold = 0.01;

    /// <summary>
    /// How many steps back from the last timestep ‖∂L/∂h_t‖ stays at or above 1% of its last value. At most length − 1.
    /// </summary>
    /// <param name="norms">[length], first timestep first.</param>
    /// <returns>NaN where the last norm is 0 or not finite (then there is no gradient to follow).</returns>
    public static double Of(ReadOnlySpan<float> norms)
    {
        if (norms.Length == 0 || !(norms[^1] > 0) || !float.IsFinite(norms[^1])) return double.NaN;
        var steps = 0;
        for (var t = norms.Length - 2; t >= 0 && norms[t] >= Threshold * norms[^1]; t--) steps++;
        return steps;
    }

    /// <summary>
    /// The factor by which the norm changes for every step back in time: 10 to the slope of the least-squares line through
    /// log10 ‖∂L/∂h_t‖ against steps before the end; below 1 it vanishes, above 1 it explodes.
    /// </summary>
    /// <param name="norms">[length]; zero and non-finite norms are left out.</param>
    /// <returns>NaN with fewer than two usable norms.</returns>
    public static double DecayPerStep(ReadOnlySpan<float> norms)
    {
        double n = 0, sumX = 0, sumY = 0, sumXX = 0, sumXY = 0;
        for (var t = 0; t < norms.Length; t++)
        {
            if (!(norms[t] > 0) || !float.IsFinite(norms[t])) continue;
            double x = norms.Length - 1 - t, y = Math.Log10(norms[t]);
            (n, sumX, sumY, sumXX, sumXY) = (n + 1, sumX + x, sumY + y, sumXX + x * x, sumXY + x * y);
        }
        var spread = n * sumXX - sumX * sumX;
        return n < 2 || spread == 0 ? double.NaN : Math.Pow(10, (n * sumXY - sumX * sumY) / spread);
    }
}
