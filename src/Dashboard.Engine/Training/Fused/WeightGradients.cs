using System.Runtime.CompilerServices;

namespace Dashboard.Engine.Training.Fused;

/// <summary>
/// Sums gradients ⊗ state over a block of timesteps. A tile of sums stays in registers for the whole block; the lanes are
/// added up once a step, after the last block.
/// </summary>
internal static unsafe class WeightGradients<S, V> where S : struct, ISimd<V> where V : struct
{
    /// <summary>The recurrent layer's, timesteps from <paramref name="from"/> to before <paramref name="to"/>;
    /// <paramref name="first"/> starts from zero instead of adding to the sums.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Accumulate(FusedLayout layout, Workspace work, int from, int to, bool first)
    {
        var panel = 2 * S.Lanes;
        nint gateStep = layout.GateRows * panel, stateStep = layout.Columns * panel;
        int rows = layout.TileRows, columns = layout.TileColumns;
        float* gates = work.Gates + from * gateStep, states = work.States + from * stateStep, sums = work.Accumulators;
        for (var column = 0; column < layout.GradientColumns; column += columns)
            for (var row = 0; row < layout.FullRows; row += rows, sums += rows * columns * S.Lanes)
                if (rows == 3) Tile3x8(gates + row * panel, gateStep, states + column * panel, stateStep, to - from, sums, first);
                else Tile4x6(gates + row * panel, gateStep, states + column * panel, stateStep, to - from, sums, first);
        if (layout.InputOnlyRows == 0) return;
        gates += layout.FullRows * panel;
        (rows, columns) = (layout.InputTileRows, layout.InputTileColumns);
        for (var column = 0; column < layout.InputColumns; column += columns)
            for (var row = 0; row < layout.InputOnlyRows; row += rows, sums += rows * columns * S.Lanes)
                if (rows == 6) Tile6x2(gates + row * panel, gateStep, states + column * panel, stateStep, to - from, sums, first);
                else Tile4x6(gates + row * panel, gateStep, states + column * panel, stateStep, to - from, sums, first);
    }

    /// <summary>The output layer's; a timestep's prediction was made from the state after it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AccumulateOutputs(FusedLayout layout, Workspace work, int from, int to, bool first)
    {
        var panel = 2 * S.Lanes;
        nint outputStep = layout.OutputRows * panel, stateStep = layout.Columns * panel;
        int rows = layout.TileRows, columns = layout.TileColumns;
        float* outputs = work.Outputs + from * outputStep, states = work.States + (from + 1) * stateStep, sums = work.OutputAccumulators;
        for (var column = 0; column < layout.GradientColumns; column += columns)
            for (var row = 0; row < layout.OutputRows; row += rows, sums += rows * columns * S.Lanes)
                if (rows == 3) Tile3x8(outputs + row * panel, outputStep, states + column * panel, stateStep, to - from, sums, first);
                else Tile4x6(outputs + row * panel, outputStep, states + column * panel, stateStep, to - from, sums, first);
    }

    /// <summary>Adds up the lanes of the recurrent layer's gradients.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Reduce(FusedLayout layout, Workspace work)
    {
        var count = layout.OutputStart;
        for (var i = 0; i < count; i++) work.Gradients[i] = S.Sum(S.Load(work.Accumulators + (nint)i * S.Lanes));
    }

    /// <summary>Adds up the lanes of the output layer's gradients.</summary>
    public static void ReduceOutputs(FusedLayout layout, Workspace work)
    {
        for (var output = 0; output < layout.Shape.Outputs; output++)
            for (var k = 0; k <= layout.Hidden; k++)
                work.Gradients[layout.OutputIndex(output, k)] =
                    S.Sum(S.Load(work.OutputAccumulators + (nint)layout.OutputSum(output, k) * S.Lanes));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization), SkipLocalsInit]
    private static void Tile3x8(float* d, nint dStep, float* s, nint sStep, int steps, float* sums, bool first)
    {
        int lanes = S.Lanes, panel = 2 * lanes;
        V a00 = default, a01 = default, a02 = default, a03 = default, a04 = default, a05 = default, a06 = default, a07 = default;
        V a10 = default, a11 = default, a12 = default, a13 = default, a14 = default, a15 = default, a16 = default, a17 = default;
        V a20 = default, a21 = default, a22 = default, a23 = default, a24 = default, a25 = default, a26 = default, a27 = default;
        if (!first)
        {
            a00 = S.Load(sums + 0 * lanes); a01 = S.Load(sums + 1 * lanes); a02 = S.Load(sums + 2 * lanes); a03 = S.Load(sums + 3 * lanes); a04 = S.Load(sums + 4 * lanes); a05 = S.Load(sums + 5 * lanes); a06 = S.Load(sums + 6 * lanes); a07 = S.Load(sums + 7 * lanes);
            a10 = S.Load(sums + 8 * lanes); a11 = S.Load(sums + 9 * lanes); a12 = S.Load(sums + 10 * lanes); a13 = S.Load(sums + 11 * lanes); a14 = S.Load(sums + 12 * lanes); a15 = S.Load(sums + 13 * lanes); a16 = S.Load(sums + 14 * lanes); a17 = S.Load(sums + 15 * lanes);
            a20 = S.Load(sums + 16 * lanes); a21 = S.Load(sums + 17 * lanes); a22 = S.Load(sums + 18 * lanes); a23 = S.Load(sums + 19 * lanes); a24 = S.Load(sums + 20 * lanes); a25 = S.Load(sums + 21 * lanes); a26 = S.Load(sums + 22 * lanes); a27 = S.Load(sums + 23 * lanes);
        }
        for (var t = 0; t < steps; t++, d += dStep - panel, s += sStep - panel)
            for (var vector = 0; vector < 2; vector++, d += lanes, s += lanes)
            {
                V d0 = S.Load(d + 0 * panel), d1 = S.Load(d + 1 * panel), d2 = S.Load(d + 2 * panel);
                var v = S.Load(s); a00 = S.MultiplyAdd(d0, v, a00); a10 = S.MultiplyAdd(d1, v, a10); a20 = S.MultiplyAdd(d2, v, a20);
                v = S.Load(s + 1 * panel); a01 = S.MultiplyAdd(d0, v, a01); a11 = S.MultiplyAdd(d1, v, a11); a21 = S.MultiplyAdd(d2, v, a21);
                v = S.Load(s + 2 * panel); a02 = S.MultiplyAdd(d0, v, a02); a12 = S.MultiplyAdd(d1, v, a12); a22 = S.MultiplyAdd(d2, v, a22);
                v = S.Load(s + 3 * panel); a03 = S.MultiplyAdd(d0, v, a03); a13 = S.MultiplyAdd(d1, v, a13); a23 = S.MultiplyAdd(d2, v, a23);
                v = S.Load(s + 4 * panel); a04 = S.MultiplyAdd(d0, v, a04); a14 = S.MultiplyAdd(d1, v, a14); a24 = S.MultiplyAdd(d2, v, a24);
                v = S.Load(s + 5 * panel); a05 = S.MultiplyAdd(d0, v, a05); a15 = S.MultiplyAdd(d1, v, a15); a25 = S.MultiplyAdd(d2, v, a25);
                v = S.Load(s + 6 * panel); a06 = S.MultiplyAdd(d0, v, a06); a16 = S.MultiplyAdd(d1, v, a16); a26 = S.MultiplyAdd(d2, v, a26);
                v = S.Load(s + 7 * panel); a07 = S.MultiplyAdd(d0, v, a07); a17 = S.MultiplyAdd(d1, v, a17); a27 = S.MultiplyAdd(d2, v, a27);
            }
        S.Store(sums + 0 * lanes, a00); S.Store(sums + 1 * lanes, a01); S.Store(sums + 2 * lanes, a02); S.Store(sums + 3 * lanes, a03); S.Store(sums + 4 * lanes, a04); S.Store(sums + 5 * lanes, a05); S.Store(sums + 6 * lanes, a06); S.Store(sums + 7 * lanes, a07);
        S.Store(sums + 8 * lanes, a10); S.Store(sums + 9 * lanes, a11); S.Store(sums + 10 * lanes, a12); S.Store(sums + 11 * lanes, a13); S.Store(sums + 12 * lanes, a14); S.Store(sums + 13 * lanes, a15); S.Store(sums + 14 * lanes, a16); S.Store(sums + 15 * lanes, a17);
        S.Store(sums + 16 * lanes, a20); S.Store(sums + 17 * lanes, a21); S.Store(sums + 18 * lanes, a22); S.Store(sums + 19 * lanes, a23); S.Store(sums + 20 * lanes, a24); S.Store(sums + 21 * lanes, a25); S.Store(sums + 22 * lanes, a26); S.Store(sums + 23 * lanes, a27);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization), SkipLocalsInit]
    private static void Tile4x6(float* d, nint dStep, float* s, nint sStep, int steps, float* sums, bool first)
    {
        int lanes = S.Lanes, panel = 2 * lanes;
        V a00 = default, a01 = default, a02 = default, a03 = default, a04 = default, a05 = default;
        V a10 = default, a11 = default, a12 = default, a13 = default, a14 = default, a15 = default;
        V a20 = default, a21 = default, a22 = default, a23 = default, a24 = default, a25 = default;
        V a30 = default, a31 = default, a32 = default, a33 = default, a34 = default, a35 = default;
        if (!first)
        {
            a00 = S.Load(sums + 0 * lanes); a01 = S.Load(sums + 1 * lanes); a02 = S.Load(sums + 2 * lanes); a03 = S.Load(sums + 3 * lanes); a04 = S.Load(sums + 4 * lanes); a05 = S.Load(sums + 5 * lanes);
            a10 = S.Load(sums + 6 * lanes); a11 = S.Load(sums + 7 * lanes); a12 = S.Load(sums + 8 * lanes); a13 = S.Load(sums + 9 * lanes); a14 = S.Load(sums + 10 * lanes); a15 = S.Load(sums + 11 * lanes);
            a20 = S.Load(sums + 12 * lanes); a21 = S.Load(sums + 13 * lanes); a22 = S.Load(sums + 14 * lanes); a23 = S.Load(sums + 15 * lanes); a24 = S.Load(sums + 16 * lanes); a25 = S.Load(sums + 17 * lanes);
            a30 = S.Load(sums + 18 * lanes); a31 = S.Load(sums + 19 * lanes); a32 = S.Load(sums + 20 * lanes); a33 = S.Load(sums + 21 * lanes); a34 = S.Load(sums + 22 * lanes); a35 = S.Load(sums + 23 * lanes);
        }
        for (var t = 0; t < steps; t++, d += dStep - panel, s += sStep - panel)
            for (var vector = 0; vector < 2; vector++, d += lanes, s += lanes)
            {
                V d0 = S.Load(d + 0 * panel), d1 = S.Load(d + 1 * panel), d2 = S.Load(d + 2 * panel), d3 = S.Load(d + 3 * panel);
                var v = S.Load(s); a00 = S.MultiplyAdd(d0, v, a00); a10 = S.MultiplyAdd(d1, v, a10); a20 = S.MultiplyAdd(d2, v, a20); a30 = S.MultiplyAdd(d3, v, a30);
                v = S.Load(s + 1 * panel); a01 = S.MultiplyAdd(d0, v, a01); a11 = S.MultiplyAdd(d1, v, a11); a21 = S.MultiplyAdd(d2, v, a21); a31 = S.MultiplyAdd(d3, v, a31);
                v = S.Load(s + 2 * panel); a02 = S.MultiplyAdd(d0, v, a02); a12 = S.MultiplyAdd(d1, v, a12); a22 = S.MultiplyAdd(d2, v, a22); a32 = S.MultiplyAdd(d3, v, a32);
                v = S.Load(s + 3 * panel); a03 = S.MultiplyAdd(d0, v, a03); a13 = S.MultiplyAdd(d1, v, a13); a23 = S.MultiplyAdd(d2, v, a23); a33 = S.MultiplyAdd(d3, v, a33);
                v = S.Load(s + 4 * panel); a04 = S.MultiplyAdd(d0, v, a04); a14 = S.MultiplyAdd(d1, v, a14); a24 = S.MultiplyAdd(d2, v, a24); a34 = S.MultiplyAdd(d3, v, a34);
                v = S.Load(s + 5 * panel); a05 = S.MultiplyAdd(d0, v, a05); a15 = S.MultiplyAdd(d1, v, a15); a25 = S.MultiplyAdd(d2, v, a25); a35 = S.MultiplyAdd(d3, v, a35);
            }
        S.Store(sums + 0 * lanes, a00); S.Store(sums + 1 * lanes, a01); S.Store(sums + 2 * lanes, a02); S.Store(sums + 3 * lanes, a03); S.Store(sums + 4 * lanes, a04); S.Store(sums + 5 * lanes, a05);
        S.Store(sums + 6 * lanes, a10); S.Store(sums + 7 * lanes, a11); S.Store(sums + 8 * lanes, a12); S.Store(sums + 9 * lanes, a13); S.Store(sums + 10 * lanes, a14); S.Store(sums + 11 * lanes, a15);
        S.Store(sums + 12 * lanes, a20); S.Store(sums + 13 * lanes, a21); S.Store(sums + 14 * lanes, a22); S.Store(sums + 15 * lanes, a23); S.Store(sums + 16 * lanes, a24); S.Store(sums + 17 * lanes, a25);
        S.Store(sums + 18 * lanes, a30); S.Store(sums + 19 * lanes, a31); S.Store(sums + 20 * lanes, a32); S.Store(sums + 21 * lanes, a33); S.Store(sums + 22 * lanes, a34); S.Store(sums + 23 * lanes, a35);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization), SkipLocalsInit]
    private static void Tile6x2(float* d, nint dStep, float* s, nint sStep, int steps, float* sums, bool first)
    {
        int lanes = S.Lanes, panel = 2 * lanes;
        V a00 = default, a01 = default;
        V a10 = default, a11 = default;
        V a20 = default, a21 = default;
        V a30 = default, a31 = default;
        V a40 = default, a41 = default;
        V a50 = default, a51 = default;
        if (!first)
        {
            a00 = S.Load(sums + 0 * lanes); a01 = S.Load(sums + 1 * lanes);
            a10 = S.Load(sums + 2 * lanes); a11 = S.Load(sums + 3 * lanes);
            a20 = S.Load(sums + 4 * lanes); a21 = S.Load(sums + 5 * lanes);
            a30 = S.Load(sums + 6 * lanes); a31 = S.Load(sums + 7 * lanes);
            a40 = S.Load(sums + 8 * lanes); a41 = S.Load(sums + 9 * lanes);
            a50 = S.Load(sums + 10 * lanes); a51 = S.Load(sums + 11 * lanes);
        }
        for (var t = 0; t < steps; t++, d += dStep - panel, s += sStep - panel)
            for (var vector = 0; vector < 2; vector++, d += lanes, s += lanes)
            {
                V s0 = S.Load(s), s1 = S.Load(s + panel);
                var d0 = S.Load(d + 0 * panel); a00 = S.MultiplyAdd(d0, s0, a00); a01 = S.MultiplyAdd(d0, s1, a01);
                var d1 = S.Load(d + 1 * panel); a10 = S.MultiplyAdd(d1, s0, a10); a11 = S.MultiplyAdd(d1, s1, a11);
                var d2 = S.Load(d + 2 * panel); a20 = S.MultiplyAdd(d2, s0, a20); a21 = S.MultiplyAdd(d2, s1, a21);
                var d3 = S.Load(d + 3 * panel); a30 = S.MultiplyAdd(d3, s0, a30); a31 = S.MultiplyAdd(d3, s1, a31);
                var d4 = S.Load(d + 4 * panel); a40 = S.MultiplyAdd(d4, s0, a40); a41 = S.MultiplyAdd(d4, s1, a41);
                var d5 = S.Load(d + 5 * panel); a50 = S.MultiplyAdd(d5, s0, a50); a51 = S.MultiplyAdd(d5, s1, a51);
            }
        S.Store(sums + 0 * lanes, a00); S.Store(sums + 1 * lanes, a01);
        S.Store(sums + 2 * lanes, a10); S.Store(sums + 3 * lanes, a11);
        S.Store(sums + 4 * lanes, a20); S.Store(sums + 5 * lanes, a21);
        S.Store(sums + 6 * lanes, a30); S.Store(sums + 7 * lanes, a31);
        S.Store(sums + 8 * lanes, a40); S.Store(sums + 9 * lanes, a41);
        S.Store(sums + 10 * lanes, a50); S.Store(sums + 11 * lanes, a51);
    }
}
