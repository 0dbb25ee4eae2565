using System.Runtime.CompilerServices;

namespace Dashboard.Engine.Inside;

/// <summary>
/// Linear least squares from sums of squares and products, by the sweep operator (Goodnight, "A tutorial on the SWEEP
/// operator", The American Statistician 33, 1979). A predictor that (nearly) follows from the ones before it is passed over.
/// </summary>
internal static class Sweep
{
    // A unit that stands at ±1 for nearly all sequences has a spread of rounding; what is left of it explains nothing.
    private const double Least = 1e-9;

    /// <summary>
    /// The share of the last column's variance that a straight-line fit of the others explains: R², 0 to 1.
    /// </summary>
    /// <param name="products">[n + 1, n + 1]: sums of products about the means, predictors first; overwritten.</param>
    /// <param name="size">n + 1.</param>
    public static double Explained(Span<double> products, int size)
    {
        var total = products[size * size - 1];
        if (!(total > 0)) return 0;
        Run(products, size);
        return Math.Clamp(1 - products[size * size - 1] / total, 0, 1);
    }

    /// <summary>The weights of the fit, [n]; 0 for a predictor that was passed over.</summary>
    /// <inheritdoc cref="Explained"/>
    public static double[] Weights(Span<double> products, int size)
    {
        var swept = Run(products, size);
        var weights = new double[size - 1];
        for (var k = 0; k < weights.Length; k++) weights[k] = swept[k] ? products[k * size + size - 1] : 0;
        return weights;
    }

    // Compiled for good at once, as the facts are (FactFinder).
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool[] Run(Span<double> a, int size)
    {
        var swept = new bool[size - 1];
        var first = new double[size - 1];
        for (var k = 0; k < size - 1; k++) first[k] = a[k * size + k];
        for (var k = 0; k < size - 1; k++)
        {
            var pivot = a[k * size + k];
            if (!(pivot > Least * first[k]) || !(pivot > 1e-12)) continue;
            swept[k] = true;
            for (var i = 0; i < size; i++)
            {
                if (i == k) continue;
                var factor = a[i * size + k] / pivot;
                if (factor == 0) continue;
                for (var j = 0; j < size; j++)
                    if (j != k) a[i * size + j] -= factor * a[k * size + j];
                a[i * size + k] = -factor;
            }
            for (var j = 0; j < size; j++) a[k * size + j] /= j == k ? 1 : pivot;
            a[k * size + k] = 1 / pivot;
        }
        return swept;
    }
}
