using System.Runtime.CompilerServices;

namespace Dashboard.Engine.Training.Cells;

/// <summary>
/// One recurrent layer run over a block of sequences with everything in view: states at every step, and the gradients of the
/// answer back through time. Plain formulas (PyTorch's), a sequence a lane; apart from the engines, so that what a page shows
/// of a network is not computed by the code that trained it.
/// </summary>
/// <param name="hidden">Units.</param>
/// <param name="steps">Timesteps.</param>
/// <param name="lanes">Most sequences of a block.</param>
internal abstract class LayerTrace(int hidden, int steps, int lanes)
{
    /// <summary>[steps + 1, hidden, lanes]: h before the first step (zero), then after each.</summary>
    private readonly float[] states = new float[(steps + 1) * hidden * lanes];

    protected int Hidden { get; } = hidden;
    protected int Lanes { get; } = lanes;

    /// <summary>W_ih [rows], W_hh [rows, hidden], b_ih and b_hh [rows], one input a step.</summary>
    protected float[][] Layer { get; private set; } = [];

    /// <summary>h of a unit after step <paramref name="t"/> (from 0; −1 before the first), [lanes].</summary>
    public Span<float> H(int t, int unit) => states.AsSpan(((t + 1) * Hidden + unit) * Lanes, Lanes);

    /// <summary>The cell state of a unit after step <paramref name="t"/>, [lanes]; empty for a model without one.</summary>
    public virtual Span<float> C(int t, int unit) => [];

    /// <summary>Fills states for inputs [steps, lanes].</summary>
    public void Forward(InitialWeights weights, ReadOnlySpan<float> inputs)
    {
        Layer = weights.Recurrent[0];
        for (var t = 0; t < steps; t++) Step(t, inputs.Slice(t * Lanes, Lanes));
    }

    /// <summary>The answers, [lanes].</summary>
    public void Predict(InitialWeights weights, Span<float> answers)
    {
        answers.Fill(weights.OutputBias[0]);
        for (var k = 0; k < Hidden; k++) LaneMath.MultiplyAdd(H(steps - 1, k), weights.OutputWeight[k], answers, answers);
    }

    /// <summary>‖∂ŷ/∂h_t‖ and (where there is a cell) ‖∂ŷ/∂c_t‖ of every sequence, [steps, lanes].</summary>
    public void Backward(InitialWeights weights, Span<float> hiddenNorms, Span<float> cellNorms)
    {
        var gradient = new float[Hidden * Lanes];
        for (var k = 0; k < Hidden; k++) gradient.AsSpan(k * Lanes, Lanes).Fill(weights.OutputWeight[k]);
        Start();
        for (var t = steps - 1; t >= 0; t--)
        {
            Norms(gradient, hiddenNorms.Slice(t * Lanes, Lanes));
            StepBack(t, gradient, cellNorms.IsEmpty ? [] : cellNorms.Slice(t * Lanes, Lanes));
        }
    }

    /// <summary>One step forward: sets H(t, ·).</summary>
    protected abstract void Step(int t, ReadOnlySpan<float> x);

    /// <summary>Nothing flows back yet.</summary>
    protected virtual void Start()
    {
    }

    /// <summary>Turns ∂ŷ/∂h_t [hidden, lanes] into ∂ŷ/∂h_{t−1}.</summary>
    protected abstract void StepBack(int t, Span<float> gradient, Span<float> cellNorms);

    /// <summary>W x + b of a row of the inputs' side, without W_hh.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected void FromInput(int row, ReadOnlySpan<float> x, Span<float> sum)
    {
        sum.Fill(Layer[2][row]);
        LaneMath.MultiplyAdd(x, Layer[0][row], sum, sum);
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
