using System.Runtime.CompilerServices;

namespace Dashboard.Engine.Training.Cells.Gru;

/// <summary>n = tanh(W_in x + b_in + r ⊙ (W_hn h + b_hn)), h_t = (1 − z) ⊙ n + z ⊙ h_{t−1}; gates in the order r, z, n.</summary>
internal sealed class GruTrace(TaskShape shape, int hidden, int steps, int lanes) : LayerTrace(shape, hidden, steps, lanes)
{
    private const int Gates = 3;

    // The fourth row is W_hn h + b_hn, which r is multiplied with.
    private readonly float[] gates = new float[steps * (Gates + 1) * hidden * lanes];
    private readonly float[] d = new float[Gates * hidden * lanes];

    private Span<float> Gate(int t, int gate, int unit) => gates.AsSpan(((t * (Gates + 1) + gate) * Hidden + unit) * Lanes, Lanes);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void Step(int t, ReadOnlySpan<float> x)
    {
        for (var k = 0; k < Hidden; k++)
        {
            Span<float> r = Gate(t, 0, k), z = Gate(t, 1, k), n = Gate(t, 2, k), q = Gate(t, 3, k), h = H(t, k);
            FromInput(k, x, r);
            AddHidden(t, k, r);
            LaneMath.Sigmoid(r, r);
            FromInput(Hidden + k, x, z);
            AddHidden(t, Hidden + k, z);
            LaneMath.Sigmoid(z, z);
            q.Clear();
            AddHidden(t, 2 * Hidden + k, q);
            FromInput(2 * Hidden + k, x, n);
            LaneMath.MultiplyAdd(r, q, n, n);
            LaneMath.Tanh(n, n);
            // n + z (h' − n)
            LaneMath.Subtract(H(t - 1, k), n, h);
            LaneMath.MultiplyAdd(z, h, n, h);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void StepBack(int t, Span<float> gradient, Span<float> cellNorms)
    {
        for (var k = 0; k < Hidden; k++)
        {
            ReadOnlySpan<float> r = Gate(t, 0, k), z = Gate(t, 1, k), n = Gate(t, 2, k), q = Gate(t, 3, k), before = H(t - 1, k);
            Span<float> dh = gradient.Slice(k * Lanes, Lanes), dr = D(0, k), dz = D(1, k), dn = D(2, k);
            for (var i = 0; i < dh.Length; i++)
            {
                var candidate = dh[i] * (1 - z[i]) * (1 - n[i] * n[i]);
                dr[i] = candidate * q[i] * r[i] * (1 - r[i]);
                dz[i] = dh[i] * (before[i] - n[i]) * z[i] * (1 - z[i]);
                dn[i] = candidate * r[i];
                dh[i] *= z[i];
            }
        }
        for (var row = 0; row < Gates * Hidden; row++) AddBack(row, d.AsSpan(row * Lanes, Lanes), gradient);
    }

    private Span<float> D(int gate, int unit) => d.AsSpan((gate * Hidden + unit) * Lanes, Lanes);
}
