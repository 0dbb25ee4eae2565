namespace Dashboard.Engine.Metrics;

/// <summary>
/// Least absolute deviations, y ≈ a + b·x1 + c·x2, by iteratively reweighted least squares: every pass solves the least
/// squares weighted with 1/|residual|, and the sum of |residual| never grows.
/// </summary>
/// <remarks>Schlossmacher, "An iterative technique for absolute deviations curve fitting", JASA 68 (1973); residuals below
/// a millionth of their start count as that, which keeps the weights finite.</remarks>
internal static class LeastAbsoluteDeviations
{
    private const int MaxPasses = 60;

    // Of many points every tenth gives a fit so near that the rest needs a few passes instead of dozens.
    private const int Many = 5_000, Stride = 10;

    /// <summary>Whether x1 and x2 vary apart from each other, without which b and c have no single answer.</summary>
    public static bool Determined(ReadOnlySpan<double> x1, ReadOnlySpan<double> x2)
    {
        double m1 = Mean(x1), m2 = Mean(x2), s11 = 0, s22 = 0, s12 = 0;
        for (var i = 0; i < x1.Length; i++)
        {
            s11 += (x1[i] - m1) * (x1[i] - m1);
            s22 += (x2[i] - m2) * (x2[i] - m2);
            s12 += (x1[i] - m1) * (x2[i] - m2);
        }
        return Independent(s11, s22, s12);
    }

    /// <summary>The fit. A predictor that does not vary, or only with the other, gets the coefficient 0.</summary>
    public static (double A, double B, double C) Fit(ReadOnlySpan<double> x1, ReadOnlySpan<double> x2, ReadOnlySpan<double> y)
    {
        var weights = new double[y.Length];
        (double A, double B, double C) best = default;
        double floor = 0, least = double.PositiveInfinity;
        if (y.Length < Many) weights.AsSpan().Fill(1);
        else Reweigh(Fit(Thinned(x1), Thinned(x2), Thinned(y)), x1, x2, y, weights, ref floor);
        for (var pass = 0; pass < MaxPasses; pass++)
        {
            var fit = WeightedLeastSquares(x1, x2, y, weights);
            var sum = Reweigh(fit, x1, x2, y, weights, ref floor);
            var gained = least - sum;
            if (gained > 0) (best, least) = (fit, sum);
            if (gained <= 1e-7 * least) break;
        }
        return best;
    }

    private static double[] Thinned(ReadOnlySpan<double> values)
    {
        var thin = new double[(values.Length + Stride - 1) / Stride];
        for (var i = 0; i < thin.Length; i++) thin[i] = values[i * Stride];
        return thin;
    }

    /// <summary>Sets every weight to 1/|residual|.</summary>
    /// <param name="fit">The coefficients.</param>
    /// <param name="x1">First predictor.</param>
    /// <param name="x2">Second predictor.</param>
    /// <param name="y">What they predict.</param>
    /// <param name="weights">Written.</param>
    /// <param name="floor">Smaller residuals count as this; 0 before the first call, which sets it.</param>
    /// <returns>The sum of |residual|.</returns>
    private static double Reweigh(
        (double A, double B, double C) fit, ReadOnlySpan<double> x1, ReadOnlySpan<double> x2, ReadOnlySpan<double> y, double[] weights, ref double floor)
    {
        double sum = 0;
        for (var i = 0; i < y.Length; i++) sum += weights[i] = Math.Abs(y[i] - fit.A - fit.B * x1[i] - fit.C * x2[i]);
        if (floor == 0) floor = Math.Max(1e-6 * sum / y.Length, 1e-12);
        for (var i = 0; i < y.Length; i++) weights[i] = 1 / Math.Max(weights[i], floor);
        return sum;
    }

    private static (double A, double B, double C) WeightedLeastSquares(
        ReadOnlySpan<double> x1, ReadOnlySpan<double> x2, ReadOnlySpan<double> y, double[] weights)
    {
        double w = 0, m1 = 0, m2 = 0, my = 0;
        for (var i = 0; i < y.Length; i++)
        {
            w += weights[i];
            m1 += weights[i] * x1[i];
            m2 += weights[i] * x2[i];
            my += weights[i] * y[i];
        }
        (m1, m2, my) = (m1 / w, m2 / w, my / w);
        double s11 = 0, s22 = 0, s12 = 0, s1y = 0, s2y = 0;
        for (var i = 0; i < y.Length; i++)
        {
            double d1 = x1[i] - m1, d2 = x2[i] - m2, dy = y[i] - my;
            s11 += weights[i] * d1 * d1;
            s22 += weights[i] * d2 * d2;
            s12 += weights[i] * d1 * d2;
            s1y += weights[i] * d1 * dy;
            s2y += weights[i] * d2 * dy;
        }
        double b, c, determinant = s11 * s22 - s12 * s12;
        if (Independent(s11, s22, s12))
            (b, c) = ((s22 * s1y - s12 * s2y) / determinant, (s11 * s2y - s12 * s1y) / determinant);
        else
            (b, c) = s11 > 0 ? (s1y / s11, 0.0) : (0.0, s22 > 0 ? s2y / s22 : 0);
        return (my - b * m1 - c * m2, b, c);
    }

    // 1 − r² above rounding: sums over 25,000 numbers leave some 1e-12 of it.
    private static bool Independent(double s11, double s22, double s12) => s11 * s22 - s12 * s12 > 1e-9 * s11 * s22;

    private static double Mean(ReadOnlySpan<double> x)
    {
        double sum = 0;
        foreach (var v in x) sum += v;
        return sum / x.Length;
    }
}
