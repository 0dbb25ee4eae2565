using System.Runtime.CompilerServices;

namespace Dashboard.Engine.Training.Cells.Lstm;

/// <summary>c_t = f ⊙ c_{t−1} + i ⊙ g, h_t = o ⊙ tanh c_t; gates in the order i, f, g, o.</summary>
internal sealed class LstmTrace(TaskShape shape, int hidden, int steps, int lanes) : LayerTrace(shape, hidden, steps, lanes)
{
    private const int Gates = 4;
    private readonly float[] gates = new float[steps * Gates * hidden * lanes];
    private readonly float[] cells = new float[(steps + 1) * hidden * lanes];
    private readonly float[] cellGradient = new float[hidden * lanes], total = new float[hidden * lanes], d = new float[Gates * hidden * lanes];

    public override Span<float> C(int t, int unit) => cells.AsSpan(((t + 1) * Hidden + unit) * Lanes, Lanes);

    private Span<float> Gate(int t, int gate, int unit) => gates.AsSpan(((t * Gates + gate) * Hidden + unit) * Lanes, Lanes);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void Step(int t, ReadOnlySpan<float> x)
    {
        for (var gate = 0; gate < Gates; gate++)
            for (var k = 0; k < Hidden; k++)
            {
                var a = Gate(t, gate, k);
                FromInput(gate * Hidden + k, x, a);
                AddHidden(t, gate * Hidden + k, a);
                if (gate == 2) LaneMath.Tanh(a, a);
                else LaneMath.Sigmoid(a, a);
            }
        for (var k = 0; k < Hidden; k++)
        {
            Span<float> c = C(t, k), h = H(t, k);
            LaneMath.Multiply(Gate(t, 1, k), C(t - 1, k), c);
            LaneMath.MultiplyAdd(Gate(t, 0, k), Gate(t, 2, k), c, c);
            LaneMath.Tanh(c, h);
            LaneMath.Multiply(h, Gate(t, 3, k), h);
        }
    }

    protected override void Start() => cellGradient.AsSpan().Clear();

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void StepBack(int t, Span<float> gradient, Span<float> cellNorms)
    {
        for (var k = 0; k < Hidden; k++)
        {
            ReadOnlySpan<float> i = Gate(t, 0, k), f = Gate(t, 1, k), g = Gate(t, 2, k), o = Gate(t, 3, k), c = C(t, k), before = C(t - 1, k);
            ReadOnlySpan<float> dh = gradient.Slice(k * Lanes, Lanes);
            var dc = cellGradient.AsSpan(k * Lanes, Lanes);
            Span<float> sum = total.AsSpan(k * Lanes, Lanes), di = D(0, k), df = D(1, k), dg = D(2, k), dO = D(3, k);
            LaneMath.Tanh(c, sum);
            for (var n = 0; n < sum.Length; n++)
            {
                var tanh = sum[n];
                dO[n] = dh[n] * tanh * o[n] * (1 - o[n]);
                var dCell = dc[n] + dh[n] * o[n] * (1 - tanh * tanh);
                sum[n] = dCell;
                di[n] = dCell * g[n] * i[n] * (1 - i[n]);
                df[n] = dCell * before[n] * f[n] * (1 - f[n]);
                dg[n] = dCell * i[n] * (1 - g[n] * g[n]);
                dc[n] = dCell * f[n];
            }
        }
        if (!cellNorms.IsEmpty) Norms(total, cellNorms);
        gradient.Clear();
        for (var row = 0; row < Gates * Hidden; row++) AddBack(row, d.AsSpan(row * Lanes, Lanes), gradient);
    }

    private Span<float> D(int gate, int unit) => d.AsSpan((gate * Hidden + unit) * Lanes, Lanes);
}
