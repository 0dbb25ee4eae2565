using System.Runtime.CompilerServices;
using Dashboard.Engine.Training.Fused;

namespace Dashboard.Engine.Training.Cells.Gru;

/// <summary>
/// GRU of one layer over one panel. Kept of a unit's gates: r, z, m = W_hn h' + b_hn (times <see cref="Scale"/>), n. Backward
/// replaces them by the gradients of the sums inside r and z, of m, and of n's sum.
/// </summary>
internal readonly unsafe struct GruKernel<S, V> : ICellKernel where S : struct, ISimd<V> where V : struct
{
    private const float Scale = Activations<SimdScalar, float>.TanhScale;

    public static bool Carries => true;

    /// <summary>All timesteps, two units of one vector at a time. To keep the multipliers busy while activations wait for their
    /// long chains, the vectors take turns, and n of two units is taken after the next two's products.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization), SkipLocalsInit]
    public static void Forward(FusedLayout layout, Workspace work, int steps)
    {
        int lanes = S.Lanes, panel = 2 * lanes;
        int hidden = layout.Hidden, moreInputs = layout.Shape.Inputs - 1, pairs = layout.Units / 2, outputColumn = layout.HiddenColumn * panel;
        nint stateStep = layout.Columns * panel, gateStep = layout.GateRows * panel, candidateRow = layout.FullRows * panel;
        float* state = work.States, gates = work.Gates;
        // What is left to do of the last pair; at first it writes where the first pair will write again.
        V sum0 = default, z0 = default, sum1 = default, z1 = default;
        float* lastCandidate = gates + candidateRow, lastOutput = state + stateStep + outputColumn;
        for (var t = 0; t < steps; t++)
        {
            // Before the first timestep the hidden state is zero.
            var terms = t == 0 ? 0 : hidden;
            for (nint vector = 0; vector < panel; vector += lanes)
            {
                var w = work.ForwardWeights;
                float* gate = gates + vector, candidate = gate + candidateRow, output = state + stateStep + outputColumn + vector;
                for (var pair = 0; pair < pairs; pair++)
                {
                    var h = state + vector;
                    var v = S.Load(h);
                    var r0 = S.MultiplyAdd(v, S.All(w[8]), S.All(w[0]));
                    var u0 = S.MultiplyAdd(v, S.All(w[9]), S.All(w[1]));
                    var m0 = S.All(w[2]);
                    var n0 = S.MultiplyAdd(v, S.All(w[10]), S.All(w[3]));
                    var r1 = S.MultiplyAdd(v, S.All(w[11]), S.All(w[4]));
                    var u1 = S.MultiplyAdd(v, S.All(w[12]), S.All(w[5]));
                    var m1 = S.All(w[6]);
                    var n1 = S.MultiplyAdd(v, S.All(w[13]), S.All(w[7]));
                    h += 2 * panel;
                    w += 14;
                    for (var i = 0; i < moreInputs; i++, h += panel, w += 6)
                    {
                        v = S.Load(h);
                        r0 = S.MultiplyAdd(v, S.All(w[0]), r0);
                        u0 = S.MultiplyAdd(v, S.All(w[1]), u0);
                        n0 = S.MultiplyAdd(v, S.All(w[2]), n0);
                        r1 = S.MultiplyAdd(v, S.All(w[3]), r1);
                        u1 = S.MultiplyAdd(v, S.All(w[4]), u1);
                        n1 = S.MultiplyAdd(v, S.All(w[5]), n1);
                    }
                    for (var k = 0; k < terms; k++, h += panel, w += 6)
                    {
                        v = S.Load(h);
                        r0 = S.MultiplyAdd(v, S.All(w[0]), r0);
                        u0 = S.MultiplyAdd(v, S.All(w[1]), u0);
                        m0 = S.MultiplyAdd(v, S.All(w[2]), m0);
                        r1 = S.MultiplyAdd(v, S.All(w[3]), r1);
                        u1 = S.MultiplyAdd(v, S.All(w[4]), u1);
                        m1 = S.MultiplyAdd(v, S.All(w[5]), m1);
                    }
                    w += 6 * (hidden - terms);
                    Finish(sum0, z0, lastCandidate, lastOutput, stateStep);
                    Finish(sum1, z1, lastCandidate + panel, lastOutput + panel, stateStep);
                    (sum0, z0) = Cell(r0, u0, m0, n0, gate);
                    (sum1, z1) = Cell(r1, u1, m1, n1, gate + 3 * panel);
                    lastCandidate = candidate;
                    lastOutput = output;
                    gate += 6 * panel; candidate += 2 * panel; output += 2 * panel;
                }
            }
            gates += gateStep;
            state += stateStep;
        }
        Finish(sum0, z0, lastCandidate, lastOutput, stateStep);
        Finish(sum1, z1, lastCandidate + panel, lastOutput + panel, stateStep);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (V Sum, V Z) Cell(V r, V z, V m, V n, float* gates)
    {
        var panel = 2 * S.Lanes;
        r = Activations<S, V>.Sigmoid(r);
        z = Activations<S, V>.Sigmoid(z);
        S.Store(gates, r);
        S.Store(gates + panel, z);
        S.Store(gates + 2 * panel, m);
        return (S.MultiplyAdd(r, m, n), z);
    }

    /// <summary>n = tanh of its sum, h = n + z (h' − n).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish(V sum, V z, float* candidate, float* hidden, nint stateStep)
    {
        var n = Activations<S, V>.Tanh(sum);
        S.Store(candidate, n);
        S.Store(hidden, S.MultiplyAdd(z, S.Subtract(S.Load(hidden - stateStep), n), n));
    }

    /// <summary>Turns timestep <paramref name="t"/>'s gates into their gradients and leaves ∂L/∂h_t · z, which goes past them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization), SkipLocalsInit]
    public static void Backward(FusedLayout layout, Workspace work, int t)
    {
        int lanes = S.Lanes, panel = 2 * lanes;
        var gate = work.Gates + (nint)t * layout.GateRows * panel;
        float* candidate = gate + layout.FullRows * panel, dh = work.HiddenGradients;
        var previous = work.States + ((nint)t * layout.Columns + layout.HiddenColumn) * panel;
        V one = S.All(1), unscale = S.All(1 / Scale);
        for (var unit = 0; unit < layout.Hidden; unit++, gate += 2 * panel)
            for (var vector = 0; vector < 2; vector++, gate += lanes, candidate += lanes, previous += lanes, dh += lanes)
            {
                V r = S.Load(gate), z = S.Load(gate + panel), m = S.Load(gate + 2 * panel), n = S.Load(candidate), dHidden = S.Load(dh);
                var past = S.Multiply(dHidden, z);
                S.Store(dh, past);
                var dSum = S.Multiply(S.Subtract(dHidden, past), S.SubtractProduct(one, n, n));
                S.Store(candidate, dSum);
                S.Store(gate + panel, S.Multiply(S.Multiply(dHidden, S.Subtract(S.Load(previous), n)), S.SubtractProduct(z, z, z)));
                var dm = S.Multiply(dSum, r);
                S.Store(gate + 2 * panel, dm);
                S.Store(gate, S.Multiply(S.Multiply(dm, m), S.SubtractProduct(unscale, unscale, r)));
            }
    }
}
