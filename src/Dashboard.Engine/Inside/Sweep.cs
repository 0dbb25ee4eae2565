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

    /// <summary>Takes what a straight line through predictors explains out of targets.</summary>
    /// <param name="products">[n, n + targets]: sums of products about the means, predictors with each other and then with the
    /// targets; overwritten, so that a later call goes on where this one ended.</param>
    /// <param name="n">Predictors.</param>
    /// <param name="own">[n]: the predictors' sums of squares about the means as they were before any call.</param>
    /// <param name="rest">[targets]: sums of squares about the means; what is left of them after.</param>
    /// <param name="from">The first predictor taken.</param>
    /// <param name="to">The one after the last.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Eliminate(Span<double> products, int n, ReadOnlySpan<double> own, Span<double> rest, int from, int to)
    {
        var across = n + rest.Length;
        for (var k = from; k < to; k++)
        {
            var pivot = products[k * across + k];
            if (!(pivot > Least * own[k]) || !(pivot > 1e-12)) continue;
            var row = products.Slice(k * across, across);
            for (var c = 0; c < rest.Length; c++) rest[c] -= row[n + c] * row[n + c] / pivot;
            for (var i = k + 1; i < n; i++)
            {
                var factor = products[i * across + k] / pivot;
                if (factor == 0) continue;
                var other = products.Slice(i * across, across);
                for (var j = k + 1; j < across; j++) other[j] -= factor * row[j];
            }
        }
    }

    /// <summary>The weights of the fit, [n]; 0 for a predictor that was passed over.</summary>
    /// <param name="products">[n + 1, n + 1]: sums of products about the means, predictors first; overwritten.</param>
    /// <param name="size">n + 1.</param>
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
