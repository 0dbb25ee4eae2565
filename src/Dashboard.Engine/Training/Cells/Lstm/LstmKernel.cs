using System.Runtime.CompilerServices;
using Dashboard.Engine.Training.Fused;

namespace Dashboard.Engine.Training.Cells.Lstm;

/// <summary>LSTM of one layer over one panel (PyTorch's equations: c = f·c' + i·g, h = o·tanh c).</summary>
internal readonly unsafe struct LstmKernel<S, V> : ICellKernel where S : struct, ISimd<V> where V : struct
{
    public static bool Carries => false;

    /// <summary>All timesteps, two units of one vector at a time. To keep the multipliers busy while activations wait for
    /// their long chains, the vectors take turns, and tanh c of two units is taken after the next two's products.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization), SkipLocalsInit]
    public static void Forward(FusedLayout layout, Workspace work, int steps)
    {
        int lanes = S.Lanes, panel = 2 * lanes;
        int columns = layout.Shape.Inputs - 1 + layout.Hidden, pairs = layout.Units / 2, outputColumn = layout.HiddenColumn * panel;
        nint cellStep = layout.Units * panel, stateStep = layout.Columns * panel, gateStep = layout.GateRows * panel;
        float* state = work.States, gates = work.Gates, cells = work.Cells, tanhs = work.CellTanhs;
        // What is left to do of the last pair; at first it writes where the first pair will write again.
        V c0 = default, o0 = default, c1 = default, o1 = default;
        float* lastTanh = tanhs, lastOutput = state + stateStep + outputColumn;
        for (var t = 0; t < steps; t++)
        {
            // Before the first timestep the hidden state is zero.
            var terms = t == 0 ? columns - layout.Hidden : columns;
            for (nint vector = 0; vector < panel; vector += lanes)
            {
                var w = work.ForwardWeights;
                float* gate = gates + vector, cell = cells + vector, tanh = tanhs + vector, output = state + stateStep + outputColumn + vector;
                for (var pair = 0; pair < pairs; pair++)
                {
                    var h = state + vector;
                    var x = S.Load(h);
                    var a0 = S.MultiplyAdd(x, S.All(w[8]), S.All(w[0]));
                    var a1 = S.MultiplyAdd(x, S.All(w[9]), S.All(w[1]));
                    var a2 = S.MultiplyAdd(x, S.All(w[10]), S.All(w[2]));
                    var a3 = S.MultiplyAdd(x, S.All(w[11]), S.All(w[3]));
                    var a4 = S.MultiplyAdd(x, S.All(w[12]), S.All(w[4]));
                    var a5 = S.MultiplyAdd(x, S.All(w[13]), S.All(w[5]));
                    var a6 = S.MultiplyAdd(x, S.All(w[14]), S.All(w[6]));
                    var a7 = S.MultiplyAdd(x, S.All(w[15]), S.All(w[7]));
                    h += 2 * panel;
                    w += 16;
                    for (var k = 0; k < terms; k++, h += panel, w += 8)
                    {
                        var v = S.Load(h);
                        a0 = S.MultiplyAdd(v, S.All(w[0]), a0);
                        a1 = S.MultiplyAdd(v, S.All(w[1]), a1);
                        a2 = S.MultiplyAdd(v, S.All(w[2]), a2);
                        a3 = S.MultiplyAdd(v, S.All(w[3]), a3);
                        a4 = S.MultiplyAdd(v, S.All(w[4]), a4);
                        a5 = S.MultiplyAdd(v, S.All(w[5]), a5);
                        a6 = S.MultiplyAdd(v, S.All(w[6]), a6);
                        a7 = S.MultiplyAdd(v, S.All(w[7]), a7);
                    }
                    w += 8 * (columns - terms);
                    Finish(c0, o0, lastTanh, lastOutput);
                    Finish(c1, o1, lastTanh + panel, lastOutput + panel);
                    (c0, o0) = Cell(a0, a1, a2, a3, gate, cell, cellStep);
                    (c1, o1) = Cell(a4, a5, a6, a7, gate + 4 * panel, cell + panel, cellStep);
                    lastTanh = tanh;
                    lastOutput = output;
                    gate += 8 * panel; cell += 2 * panel; tanh += 2 * panel; output += 2 * panel;
                }
            }
            gates += gateStep;
            cells += cellStep;
            tanhs += cellStep;
            state += stateStep;
        }
        Finish(c0, o0, lastTanh, lastOutput);
        Finish(c1, o1, lastTanh + panel, lastOutput + panel);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (V C, V O) Cell(V i, V f, V g, V o, float* gates, float* cell, nint cellStep)
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
        return (c, o);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish(V c, V o, float* tanh, float* hidden)
    {
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
