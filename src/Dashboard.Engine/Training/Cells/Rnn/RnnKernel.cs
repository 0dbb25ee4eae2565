using System.Runtime.CompilerServices;
using Dashboard.Engine.Training.Fused;

namespace Dashboard.Engine.Training.Cells.Rnn;

/// <summary>Elman RNN with tanh of one layer over one panel.</summary>
internal readonly unsafe struct RnnKernel<S, V> : ICellKernel where S : struct, ISimd<V> where V : struct
{
    public static bool Carries => false;

    /// <summary>All timesteps, six or eight units at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization), SkipLocalsInit]
    public static void Forward(FusedLayout layout, Workspace work, int steps)
    {
        var panel = 2 * S.Lanes;
        int tile = layout.ProductTile, tiles = layout.Units / tile;
        nint stateStep = layout.Columns * panel, weightStep = tile * (layout.HiddenColumn + layout.Hidden);
        var state = work.States;
        for (var t = 0; t < steps; t++, state += stateStep)
        {
            var w = work.ForwardWeights;
            var output = state + stateStep + layout.HiddenColumn * panel;
            // Before the first timestep the hidden state is zero.
            var terms = layout.Shape.Inputs - 1 + (t == 0 ? 0 : layout.Hidden);
            for (var n = 0; n < tiles; n++, w += weightStep, output += tile * panel)
                if (tile == 6) Tile6(state, w, terms, output);
                else Tile8(state, w, terms, output);
        }
    }

    /// <summary>Writes timestep <paramref name="t"/>'s gradients ∂L/∂(pre-activation) = ∂L/∂h · (1 − h²).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization), SkipLocalsInit]
    public static void Backward(FusedLayout layout, Workspace work, int t)
    {
        var panel = 2 * S.Lanes;
        var gate = work.Gates + (nint)t * layout.GateRows * panel;
        float* h = work.States + ((nint)(t + 1) * layout.Columns + layout.HiddenColumn) * panel, dh = work.HiddenGradients;
        var one = S.All(1);
        for (var i = 0; i < layout.Hidden * panel; i += S.Lanes)
        {
            var value = S.Load(h + i);
            S.Store(gate + i, S.Multiply(S.Load(dh + i), S.SubtractProduct(one, value, value)));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Tile6(float* state, float* w, int terms, float* output)
    {
        int lanes = S.Lanes, panel = 2 * lanes;
        V x0 = S.Load(state), x1 = S.Load(state + lanes);
        V bias = S.All(w[0]), weight = S.All(w[6]);
        V a0 = S.MultiplyAdd(x0, weight, bias), b0 = S.MultiplyAdd(x1, weight, bias);
        bias = S.All(w[1]); weight = S.All(w[7]);
        V a1 = S.MultiplyAdd(x0, weight, bias), b1 = S.MultiplyAdd(x1, weight, bias);
        bias = S.All(w[2]); weight = S.All(w[8]);
        V a2 = S.MultiplyAdd(x0, weight, bias), b2 = S.MultiplyAdd(x1, weight, bias);
        bias = S.All(w[3]); weight = S.All(w[9]);
        V a3 = S.MultiplyAdd(x0, weight, bias), b3 = S.MultiplyAdd(x1, weight, bias);
        bias = S.All(w[4]); weight = S.All(w[10]);
        V a4 = S.MultiplyAdd(x0, weight, bias), b4 = S.MultiplyAdd(x1, weight, bias);
        bias = S.All(w[5]); weight = S.All(w[11]);
        V a5 = S.MultiplyAdd(x0, weight, bias), b5 = S.MultiplyAdd(x1, weight, bias);
        state += 2 * panel;
        w += 12;
        for (var k = 0; k < terms; k++, state += panel, w += 6)
        {
            V h0 = S.Load(state), h1 = S.Load(state + lanes);
            weight = S.All(w[0]); a0 = S.MultiplyAdd(h0, weight, a0); b0 = S.MultiplyAdd(h1, weight, b0);
            weight = S.All(w[1]); a1 = S.MultiplyAdd(h0, weight, a1); b1 = S.MultiplyAdd(h1, weight, b1);
            weight = S.All(w[2]); a2 = S.MultiplyAdd(h0, weight, a2); b2 = S.MultiplyAdd(h1, weight, b2);
            weight = S.All(w[3]); a3 = S.MultiplyAdd(h0, weight, a3); b3 = S.MultiplyAdd(h1, weight, b3);
            weight = S.All(w[4]); a4 = S.MultiplyAdd(h0, weight, a4); b4 = S.MultiplyAdd(h1, weight, b4);
            weight = S.All(w[5]); a5 = S.MultiplyAdd(h0, weight, a5); b5 = S.MultiplyAdd(h1, weight, b5);
        }
        S.Store(output + 0 * panel, Activations<S, V>.Tanh(a0));
        S.Store(output + 0 * panel + lanes, Activations<S, V>.Tanh(b0));
        S.Store(output + 1 * panel, Activations<S, V>.Tanh(a1));
        S.Store(output + 1 * panel + lanes, Activations<S, V>.Tanh(b1));
        S.Store(output + 2 * panel, Activations<S, V>.Tanh(a2));
        S.Store(output + 2 * panel + lanes, Activations<S, V>.Tanh(b2));
        S.Store(output + 3 * panel, Activations<S, V>.Tanh(a3));
        S.Store(output + 3 * panel + lanes, Activations<S, V>.Tanh(b3));
        S.Store(output + 4 * panel, Activations<S, V>.Tanh(a4));
        S.Store(output + 4 * panel + lanes, Activations<S, V>.Tanh(b4));
        S.Store(output + 5 * panel, Activations<S, V>.Tanh(a5));
        S.Store(output + 5 * panel + lanes, Activations<S, V>.Tanh(b5));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Tile8(float* state, float* w, int terms, float* output)
    {
        int lanes = S.Lanes, panel = 2 * lanes;
        V x0 = S.Load(state), x1 = S.Load(state + lanes);
        V bias = S.All(w[0]), weight = S.All(w[8]);
        V a0 = S.MultiplyAdd(x0, weight, bias), b0 = S.MultiplyAdd(x1, weight, bias);
        bias = S.All(w[1]); weight = S.All(w[9]);
        V a1 = S.MultiplyAdd(x0, weight, bias), b1 = S.MultiplyAdd(x1, weight, bias);
        bias = S.All(w[2]); weight = S.All(w[10]);
        V a2 = S.MultiplyAdd(x0, weight, bias), b2 = S.MultiplyAdd(x1, weight, bias);
        bias = S.All(w[3]); weight = S.All(w[11]);
        V a3 = S.MultiplyAdd(x0, weight, bias), b3 = S.MultiplyAdd(x1, weight, bias);
        bias = S.All(w[4]); weight = S.All(w[12]);
        V a4 = S.MultiplyAdd(x0, weight, bias), b4 = S.MultiplyAdd(x1, weight, bias);
        bias = S.All(w[5]); weight = S.All(w[13]);
        V a5 = S.MultiplyAdd(x0, weight, bias), b5 = S.MultiplyAdd(x1, weight, bias);
        bias = S.All(w[6]); weight = S.All(w[14]);
        V a6 = S.MultiplyAdd(x0, weight, bias), b6 = S.MultiplyAdd(x1, weight, bias);
        bias = S.All(w[7]); weight = S.All(w[15]);
        V a7 = S.MultiplyAdd(x0, weight, bias), b7 = S.MultiplyAdd(x1, weight, bias);
        state += 2 * panel;
        w += 16;
        for (var k = 0; k < terms; k++, state += panel, w += 8)
        {
            V h0 = S.Load(state), h1 = S.Load(state + lanes);
            weight = S.All(w[0]); a0 = S.MultiplyAdd(h0, weight, a0); b0 = S.MultiplyAdd(h1, weight, b0);
            weight = S.All(w[1]); a1 = S.MultiplyAdd(h0, weight, a1); b1 = S.MultiplyAdd(h1, weight, b1);
            weight = S.All(w[2]); a2 = S.MultiplyAdd(h0, weight, a2); b2 = S.MultiplyAdd(h1, weight, b2);
            weight = S.All(w[3]); a3 = S.MultiplyAdd(h0, weight, a3); b3 = S.MultiplyAdd(h1, weight, b3);
            weight = S.All(w[4]); a4 = S.MultiplyAdd(h0, weight, a4); b4 = S.MultiplyAdd(h1, weight, b4);
            weight = S.All(w[5]); a5 = S.MultiplyAdd(h0, weight, a5); b5 = S.MultiplyAdd(h1, weight, b5);
            weight = S.All(w[6]); a6 = S.MultiplyAdd(h0, weight, a6); b6 = S.MultiplyAdd(h1, weight, b6);
            weight = S.All(w[7]); a7 = S.MultiplyAdd(h0, weight, a7); b7 = S.MultiplyAdd(h1, weight, b7);
        }
        S.Store(output + 0 * panel, Activations<S, V>.Tanh(a0));
        S.Store(output + 0 * panel + lanes, Activations<S, V>.Tanh(b0));
        S.Store(output + 1 * panel, Activations<S, V>.Tanh(a1));
        S.Store(output + 1 * panel + lanes, Activations<S, V>.Tanh(b1));
        S.Store(output + 2 * panel, Activations<S, V>.Tanh(a2));
        S.Store(output + 2 * panel + lanes, Activations<S, V>.Tanh(b2));
        S.Store(output + 3 * panel, Activations<S, V>.Tanh(a3));
        S.Store(output + 3 * panel + lanes, Activations<S, V>.Tanh(b3));
        S.Store(output + 4 * panel, Activations<S, V>.Tanh(a4));
        S.Store(output + 4 * panel + lanes, Activations<S, V>.Tanh(b4));
        S.Store(output + 5 * panel, Activations<S, V>.Tanh(a5));
        S.Store(output + 5 * panel + lanes, Activations<S, V>.Tanh(b5));
        S.Store(output + 6 * panel, Activations<S, V>.Tanh(a6));
        S.Store(output + 6 * panel + lanes, Activations<S, V>.Tanh(b6));
        S.Store(output + 7 * panel, Activations<S, V>.Tanh(a7));
        S.Store(output + 7 * panel + lanes, Activations<S, V>.Tanh(b7));
    }
}
