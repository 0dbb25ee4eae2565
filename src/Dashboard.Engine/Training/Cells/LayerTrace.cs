using System.Runtime.CompilerServices;

namespace Dashboard.Engine.Training.Cells;

/// <summary>
/// One recurrent layer run over a block of sequences with everything in view: states at every step, and the gradients of the
/// answer back through time. Plain formulas (PyTorch's), a sequence a lane; apart from the engines, so that what a page shows
/// of a network is not computed by the code that trained it.
/// </summary>
/// <param name="shape">What goes in and out.</param>
/// <param name="hidden">Units.</param>
/// <param name="steps">Timesteps.</param>
/// <param name="lanes">Most sequences of a block.</param>
internal abstract class LayerTrace(TaskShape shape, int hidden, int steps, int lanes)
{
    /// <summary>[steps + 1, hidden, lanes]: h before the first step (zero), then after each.</summary>
    private readonly float[] states = new float[(steps + 1) * hidden * lanes];

    protected int Hidden { get; } = hidden;
    protected int Lanes { get; } = lanes;

    /// <summary>W_ih [rows, inputs], W_hh [rows, hidden], b_ih and b_hh [rows].</summary>
    protected float[][] Layer { get; private set; } = [];

    /// <summary>h of a unit after step <paramref name="t"/> (from 0; −1 before the first), [lanes].</summary>
    public Span<float> H(int t, int unit) => states.AsSpan(((t + 1) * Hidden + unit) * Lanes, Lanes);

    /// <summary>The cell state of a unit after step <paramref name="t"/>, [lanes]; empty for a model without one.</summary>
    public virtual Span<float> C(int t, int unit) => [];

    /// <summary>Fills states for inputs [steps, inputs, lanes].</summary>
    public void Forward(InitialWeights weights, ReadOnlySpan<float> inputs)
    {
        Layer = weights.Recurrent[0];
        for (var t = 0; t < steps; t++) Step(t, inputs.Slice(t * shape.Inputs * Lanes, shape.Inputs * Lanes));
    }

    /// <summary>The outputs after step <paramref name="t"/>, [outputs, lanes].</summary>
    public void Predict(InitialWeights weights, int t, Span<float> outputs)
    {
        for (var o = 0; o < shape.Outputs; o++)
        {
            var output = outputs.Slice(o * Lanes, Lanes);
            output.Fill(weights.OutputBias[o]);
            for (var k = 0; k < Hidden; k++) LaneMath.MultiplyAdd(H(t, k), weights.OutputWeight[o * Hidden + k], output, output);
        }
    }

    /// <summary>‖∂L/∂h_t‖ and (where there is a cell) ‖∂L/∂c_t‖ of every sequence, [steps, lanes].</summary>
    /// <param name="weights">As for <see cref="Forward"/>.</param>
    /// <param name="seeds">The loss's derivative by the outputs, [steps, outputs, lanes]; zeros where a sequence is not read out.</param>
    /// <param name="isRead">[steps]: whether any sequence is read out after a step.</param>
    /// <param name="hiddenNorms">Filled.</param>
    /// <param name="cellNorms">Filled; empty where nobody asks for them.</param>
    public void Backward(InitialWeights weights, ReadOnlySpan<float> seeds, ReadOnlySpan<bool> isRead, Span<float> hiddenNorms, Span<float> cellNorms)
    {
        var gradient = new float[Hidden * Lanes];
        Start();
        for (var t = steps - 1; t >= 0; t--)
        {
            if (isRead[t]) AddSeeds(weights, seeds.Slice(t * shape.Outputs * Lanes, shape.Outputs * Lanes), gradient);
            Norms(gradient, hiddenNorms.Slice(t * Lanes, Lanes));
            StepBack(t, gradient, cellNorms.IsEmpty ? [] : cellNorms.Slice(t * Lanes, Lanes));
        }
    }

    private void AddSeeds(InitialWeights weights, ReadOnlySpan<float> seeds, Span<float> gradient)
    {
        for (var o = 0; o < shape.Outputs; o++)
            for (var k = 0; k < Hidden; k++)
            {
                var unit = gradient.Slice(k * Lanes, Lanes);
                LaneMath.MultiplyAdd(seeds.Slice(o * Lanes, Lanes), weights.OutputWeight[o * Hidden + k], unit, unit);
            }
    }

    /// <summary>One step forward: sets H(t, ·).</summary>
    /// <param name="t">From 0.</param>
    /// <param name="x">[inputs, lanes].</param>
    protected abstract void Step(int t, ReadOnlySpan<float> x);

    /// <summary>Nothing flows back yet.</summary>
    protected virtual void Start()
    {
    }

    /// <summary>Turns ∂L/∂h_t [hidden, lanes] into what of it reaches h_{t−1}.</summary>
    protected abstract void StepBack(int t, Span<float> gradient, Span<float> cellNorms);

    /// <summary>W x + b of a row of the inputs' side, without W_hh.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected void FromInput(int row, ReadOnlySpan<float> x, Span<float> sum)
    {
        sum.Fill(Layer[2][row]);
        for (var i = 0; i < shape.Inputs; i++) LaneMath.MultiplyAdd(x.Slice(i * Lanes, Lanes), Layer[0][row * shape.Inputs + i], sum, sum);
    }

    /// <summary>Adds W_hh h_{t−1} + b_hh of a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected void AddHidden(int t, int row, Span<float> sum)
    {
        LaneMath.Add(sum, Layer[3][row], sum);
        for (var k = 0; k < Hidden; k++) LaneMath.MultiplyAdd(H(t - 1, k), Layer[1][row * Hidden + k], sum, sum);
    }

    /// <summary>Adds W_hhᵀ d to a gradient, for the <paramref name="row"/>'s pre-activation gradient d.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected void AddBack(int row, ReadOnlySpan<float> d, Span<float> gradient)
    {
        for (var k = 0; k < Hidden; k++)
        {
            var target = gradient.Slice(k * Lanes, Lanes);
            LaneMath.MultiplyAdd(d, Layer[1][row * Hidden + k], target, target);
        }
    }

    /// <summary>Euclidean norms over units.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected void Norms(ReadOnlySpan<float> gradient, Span<float> norms)
    {
        norms.Clear();
        for (var k = 0; k < Hidden; k++)
        {
            var unit = gradient.Slice(k * Lanes, Lanes);
            LaneMath.MultiplyAdd(unit, unit, norms, norms);
        }
        LaneMath.Sqrt(norms, norms);
    }
}
