using System.Runtime.CompilerServices;

namespace Dashboard.Engine.Training.Fused;

/// <summary>A matrix times a panel's rows, six or eight results at a time: ∂L/∂h_{t−1} = W_hhᵀ · (gradients of timestep t's
/// gates), and both products of the output layer.</summary>
internal static unsafe class Product<S, V> where S : struct, ISimd<V> where V : struct
{
    /// <summary>output = W·x, or with <paramref name="add"/> output += W·x.</summary>
    /// <param name="w">W, tile by tile of results (<see cref="WeightPacking"/>).</param>
    /// <param name="x">[rows, panel].</param>
    /// <param name="rows">Rows of x.</param>
    /// <param name="output">[count, panel], the count rounded up to whole tiles.</param>
    /// <param name="count">Results.</param>
    /// <param name="tile">6 or 8 results at a time.</param>
    /// <param name="add">Adds to what is there.</param>
    /// <param name="stride">Floats of a tile of W; rows · tile where the matrix has no other rows.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization), SkipLocalsInit]
    public static void Run(float* w, float* x, int rows, float* output, int count, int tile, bool add, int stride)
    {
        var panel = 2 * S.Lanes;
        for (var k = 0; k < count; k += tile, w += stride, output += tile * panel)
            if (tile == 6) Tile6(w, x, rows, output, add);
            else Tile8(w, x, rows, output, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Tile6(float* w, float* x, int rows, float* output, bool add)
    {
        int lanes = S.Lanes, panel = 2 * lanes;
        V a0 = default, b0 = default, a1 = default, b1 = default, a2 = default, b2 = default, a3 = default, b3 = default, a4 = default, b4 = default, a5 = default, b5 = default;
        if (add)
        {
            a0 = S.Load(output + 0 * panel); b0 = S.Load(output + 0 * panel + lanes);
            a1 = S.Load(output + 1 * panel); b1 = S.Load(output + 1 * panel + lanes);
            a2 = S.Load(output + 2 * panel); b2 = S.Load(output + 2 * panel + lanes);
            a3 = S.Load(output + 3 * panel); b3 = S.Load(output + 3 * panel + lanes);
            a4 = S.Load(output + 4 * panel); b4 = S.Load(output + 4 * panel + lanes);
            a5 = S.Load(output + 5 * panel); b5 = S.Load(output + 5 * panel + lanes);
        }
        for (var row = 0; row < rows; row++, x += panel, w += 6)
        {
            V x0 = S.Load(x), x1 = S.Load(x + lanes);
            var weight = S.All(w[0]); a0 = S.MultiplyAdd(x0, weight, a0); b0 = S.MultiplyAdd(x1, weight, b0);
            weight = S.All(w[1]); a1 = S.MultiplyAdd(x0, weight, a1); b1 = S.MultiplyAdd(x1, weight, b1);
            weight = S.All(w[2]); a2 = S.MultiplyAdd(x0, weight, a2); b2 = S.MultiplyAdd(x1, weight, b2);
            weight = S.All(w[3]); a3 = S.MultiplyAdd(x0, weight, a3); b3 = S.MultiplyAdd(x1, weight, b3);
            weight = S.All(w[4]); a4 = S.MultiplyAdd(x0, weight, a4); b4 = S.MultiplyAdd(x1, weight, b4);
            weight = S.All(w[5]); a5 = S.MultiplyAdd(x0, weight, a5); b5 = S.MultiplyAdd(x1, weight, b5);
        }
        S.Store(output + 0 * panel, a0); S.Store(output + 0 * panel + lanes, b0);
        S.Store(output + 1 * panel, a1); S.Store(output + 1 * panel + lanes, b1);
        S.Store(output + 2 * panel, a2); S.Store(output + 2 * panel + lanes, b2);
        S.Store(output + 3 * panel, a3); S.Store(output + 3 * panel + lanes, b3);
        S.Store(output + 4 * panel, a4); S.Store(output + 4 * panel + lanes, b4);
        S.Store(output + 5 * panel, a5); S.Store(output + 5 * panel + lanes, b5);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Tile8(float* w, float* x, int rows, float* output, bool add)
    {
        int lanes = S.Lanes, panel = 2 * lanes;
        V a0 = default, b0 = default, a1 = default, b1 = default, a2 = default, b2 = default, a3 = default, b3 = default, a4 = default, b4 = default, a5 = default, b5 = default, a6 = default, b6 = default, a7 = default, b7 = default;
        if (add)
        {
            a0 = S.Load(output + 0 * panel); b0 = S.Load(output + 0 * panel + lanes);
            a1 = S.Load(output + 1 * panel); b1 = S.Load(output + 1 * panel + lanes);
            a2 = S.Load(output + 2 * panel); b2 = S.Load(output + 2 * panel + lanes);
            a3 = S.Load(output + 3 * panel); b3 = S.Load(output + 3 * panel + lanes);
            a4 = S.Load(output + 4 * panel); b4 = S.Load(output + 4 * panel + lanes);
            a5 = S.Load(output + 5 * panel); b5 = S.Load(output + 5 * panel + lanes);
            a6 = S.Load(output + 6 * panel); b6 = S.Load(output + 6 * panel + lanes);
            a7 = S.Load(output + 7 * panel); b7 = S.Load(output + 7 * panel + lanes);
        }
        for (var row = 0; row < rows; row++, x += panel, w += 8)
        {
            V x0 = S.Load(x), x1 = S.Load(x + lanes);
            var weight = S.All(w[0]); a0 = S.MultiplyAdd(x0, weight, a0); b0 = S.MultiplyAdd(x1, weight, b0);
            weight = S.All(w[1]); a1 = S.MultiplyAdd(x0, weight, a1); b1 = S.MultiplyAdd(x1, weight, b1);
            weight = S.All(w[2]); a2 = S.MultiplyAdd(x0, weight, a2); b2 = S.MultiplyAdd(x1, weight, b2);
            weight = S.All(w[3]); a3 = S.MultiplyAdd(x0, weight, a3); b3 = S.MultiplyAdd(x1, weight, b3);
            weight = S.All(w[4]); a4 = S.MultiplyAdd(x0, weight, a4); b4 = S.MultiplyAdd(x1, weight, b4);
            weight = S.All(w[5]); a5 = S.MultiplyAdd(x0, weight, a5); b5 = S.MultiplyAdd(x1, weight, b5);
            weight = S.All(w[6]); a6 = S.MultiplyAdd(x0, weight, a6); b6 = S.MultiplyAdd(x1, weight, b6);
            weight = S.All(w[7]); a7 = S.MultiplyAdd(x0, weight, a7); b7 = S.MultiplyAdd(x1, weight, b7);
        }
        S.Store(output + 0 * panel, a0); S.Store(output + 0 * panel + lanes, b0);
        S.Store(output + 1 * panel, a1); S.Store(output + 1 * panel + lanes, b1);
        S.Store(output + 2 * panel, a2); S.Store(output + 2 * panel + lanes, b2);
        S.Store(output + 3 * panel, a3); S.Store(output + 3 * panel + lanes, b3);
        S.Store(output + 4 * panel, a4); S.Store(output + 4 * panel + lanes, b4);
        S.Store(output + 5 * panel, a5); S.Store(output + 5 * panel + lanes, b5);
        S.Store(output + 6 * panel, a6); S.Store(output + 6 * panel + lanes, b6);
        S.Store(output + 7 * panel, a7); S.Store(output + 7 * panel + lanes, b7);
    }
}
