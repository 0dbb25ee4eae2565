using System.Runtime.CompilerServices;

namespace Dashboard.Engine.Training.Cells.Rnn;

/// <summary>h_t = tanh(W_ih x_t + b_ih + W_hh h_{t−1} + b_hh).</summary>
internal sealed class RnnTrace(TaskShape shape, int hidden, int steps, int lanes) : LayerTrace(shape, hidden, steps, lanes)
{
    private readonly float[] d = new float[hidden * lanes];

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void Step(int t, ReadOnlySpan<float> x)
    {
        for (var k = 0; k < Hidden; k++)
        {
            var h = H(t, k);
            FromInput(k, x, h);
            AddHidden(t, k, h);
            LaneMath.Tanh(h, h);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void StepBack(int t, Span<float> gradient, Span<float> cellNorms)
    {
        for (var k = 0; k < Hidden; k++)
        {
            ReadOnlySpan<float> h = H(t, k), g = gradient.Slice(k * Lanes, Lanes);
            var dk = d.AsSpan(k * Lanes, Lanes);
            for (var i = 0; i < dk.Length; i++) dk[i] = g[i] * (1 - h[i] * h[i]);
        }
        gradient.Clear();
        for (var k = 0; k < Hidden; k++) AddBack(k, d.AsSpan(k * Lanes, Lanes), gradient);
    }
}
