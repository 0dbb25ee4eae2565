using System.Runtime.CompilerServices;

namespace Dashboard.Engine.Training.Fused;

/// <summary>LSTM of one layer over one panel (PyTorch's equations: c = f·c' + i·g, h = o·tanh c).</summary>
internal static unsafe class LstmKernel<S, V> where S : struct, ISimd<V> where V : struct
{
    /// <summary>All timesteps, two units at a time: their eight gates of both vectors are sixteen registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization), SkipLocalsInit]
    public static void Forward(FusedLayout layout, Workspace work)
    {
        int lanes = S.Lanes, panel = 2 * lanes;
        int hidden = layout.Hidden, pairs = layout.Units / 2, length = layout.Length;
        nint cellStep = layout.Units * panel, stateStep = layout.Columns * panel;
        float* state = work.States, gates = work.Gates, cells = work.Cells, tanhs = work.CellTanhs;
        for (var t = 0; t < length; t++)
        {
            var w = work.ForwardWeights;
            var output = state + stateStep + 2 * panel;
            // Before the first timestep the hidden state is zero.
            var terms = t == 0 ? 0 : hidden;
            var gate = gates;
            var cell = cells;
            for (var pair = 0; pair < pairs; pair++)
            {
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
                var h = state + 2 * panel;
                var wh = w + 16;
                for (var k = 0; k < terms; k++, h += panel, wh += 8)
                {
                    V h0 = S.Load(h), h1 = S.Load(h + lanes);
                    weight = S.All(wh[0]); a0 = S.MultiplyAdd(h0, weight, a0); b0 = S.MultiplyAdd(h1, weight, b0);
                    weight = S.All(wh[1]); a1 = S.MultiplyAdd(h0, weight, a1); b1 = S.MultiplyAdd(h1, weight, b1);
                    weight = S.All(wh[2]); a2 = S.MultiplyAdd(h0, weight, a2); b2 = S.MultiplyAdd(h1, weight, b2);
                    weight = S.All(wh[3]); a3 = S.MultiplyAdd(h0, weight, a3); b3 = S.MultiplyAdd(h1, weight, b3);
                    weight = S.All(wh[4]); a4 = S.MultiplyAdd(h0, weight, a4); b4 = S.MultiplyAdd(h1, weight, b4);
                    weight = S.All(wh[5]); a5 = S.MultiplyAdd(h0, weight, a5); b5 = S.MultiplyAdd(h1, weight, b5);
                    weight = S.All(wh[6]); a6 = S.MultiplyAdd(h0, weight, a6); b6 = S.MultiplyAdd(h1, weight, b6);
                    weight = S.All(wh[7]); a7 = S.MultiplyAdd(h0, weight, a7); b7 = S.MultiplyAdd(h1, weight, b7);
                }
                Cell(a0, a1, a2, a3, gate, cell, cellStep, tanhs, output);
                Cell(b0, b1, b2, b3, gate + lanes, cell + lanes, cellStep, tanhs + lanes, output + lanes);
                gate += 4 * panel; cell += panel; tanhs += panel; output += panel;
                Cell(a4, a5, a6, a7, gate, cell, cellStep, tanhs, output);
                Cell(b4, b5, b6, b7, gate + lanes, cell + lanes, cellStep, tanhs + lanes, output + lanes);
                gate += 4 * panel; cell += panel; tanhs += panel; output += panel;
                w += 8 * (2 + hidden);
            }
            gates += layout.GateRows * panel;
            cells += cellStep;
            state += stateStep;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Cell(V i, V f, V g, V o, float* gates, float* cell, nint cellStep, float* tanh, float* hidden)
    {
        var panel = 2 * S.Lanes;
        i = Activations<S, V>.Sigmoid(i);
        f = Activations<S, V>.Sigmoid(f);
        g = Activations<S, V>.Tanh(g);
        o = Activations<S, V>.Sigmoid(o);
        S.Store(gates, i);
        S.Store(gates + panel, f);
        S.Store(gates + 2 * panel, g);
        S.Store(gates + 3 * panel, o);
        var c = S.MultiplyAdd(f, S.Load(cell), S.Multiply(i, g));
        S.Store(cell + cellStep, c);
        var tc = Activations<S, V>.Tanh(S.Multiply(c, S.All(Activations<S, V>.TanhScale)));
        S.Store(tanh, tc);
        S.Store(hidden, S.Multiply(o, tc));
    }

    /// <summary>Turns timestep <paramref name="t"/>'s gates into their gradients, and ∂L/∂c_t into ∂L/∂c_{t−1}.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization), SkipLocalsInit]
    public static void Backward(FusedLayout layout, Workspace work, int t)
    {
        int lanes = S.Lanes, panel = 2 * lanes;
        var cellRow = (nint)layout.Units * panel;
        var gate = work.Gates + (nint)t * layout.GateRows * panel;
        float* cell = work.Cells + t * cellRow, tanh = work.CellTanhs + t * cellRow;
        float* dh = work.HiddenGradients, dc = work.CellGradients;
        var one = S.All(1);
        for (var unit = 0; unit < layout.Hidden; unit++, gate += 3 * panel)
            for (var vector = 0; vector < 2; vector++, gate += lanes, cell += lanes, tanh += lanes, dh += lanes, dc += lanes)
            {
                V i = S.Load(gate), f = S.Load(gate + panel), g = S.Load(gate + 2 * panel), o = S.Load(gate + 3 * panel);
                V tc = S.Load(tanh), dHidden = S.Load(dh);
                S.Store(gate + 3 * panel, S.Multiply(S.Multiply(dHidden, tc), S.SubtractProduct(o, o, o)));
                var dCell = S.MultiplyAdd(S.Multiply(dHidden, o), S.SubtractProduct(one, tc, tc), S.Load(dc));
                S.Store(gate, S.Multiply(S.Multiply(dCell, g), S.SubtractProduct(i, i, i)));
                S.Store(gate + panel, S.Multiply(S.Multiply(dCell, S.Load(cell)), S.SubtractProduct(f, f, f)));
                S.Store(gate + 2 * panel, S.Multiply(S.Multiply(dCell, i), S.SubtractProduct(one, g, g)));
                S.Store(dc, S.Multiply(dCell, f));
            }
    }
}
