using System.Runtime.CompilerServices;

namespace Dashboard.Engine.Training.Fused;

/// <inheritdoc/>
internal sealed unsafe class FusedNetwork<S, V> : FusedNetwork where S : struct, ISimd<V> where V : struct
{
    private readonly Adam<S, V> adam;
    private readonly WeightPacking packing;
    private readonly bool lstm;

    public FusedNetwork(NetworkSpec network, TrainingSpec training, int length, InitialWeights initial)
        : base(network, length, (SimdWidth)S.Lanes, initial)
    {
        adam = new(training.LearningRate, training.ClipNorm);
        packing = new(Layout);
        packing.Run(Work);
        lstm = network.Model == ModelKind.Lstm;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override double Step(SampleSet set, ReadOnlySpan<int> batch, Span<float> flow, Span<float> predictions)
    {
        double loss = 0;
        new Span<float>(Work.Gradients + Layout.OutputStart, Layout.Hidden + 1).Clear();
        flow.Clear();
        for (var start = 0; start < batch.Length; start += Layout.Panel)
        {
            var panel = batch.Slice(start, Math.Min(Layout.Panel, batch.Length - start));
            Gather.Run(Layout, Work, set, panel, 1f / batch.Length);
            Forward();
            loss += OutputLayer<S, V>.Run(Layout, Work, backward: true);
            if (!predictions.IsEmpty) new Span<float>(Work.Predictions, panel.Length).CopyTo(predictions[start..]);
            Backward(first: start == 0, flow);
        }
        for (var t = 0; t < flow.Length; t++) flow[t] = MathF.Sqrt(flow[t]);
        if (!double.IsFinite(loss)) return loss;
        WeightGradients<S, V>.Reduce(Layout, Work);
        GradientMean = adam.Step(Layout, Work);
        packing.Run(Work);
        return loss;
    }

    /// <inheritdoc/>
    public override double Evaluate(SampleSet set, Span<float> predictions)
    {
        double loss = 0;
        Span<int> panel = stackalloc int[Layout.Panel];
        for (var start = 0; start < set.Count; start += Layout.Panel)
        {
            var count = Math.Min(Layout.Panel, set.Count - start);
            for (var i = 0; i < count; i++) panel[i] = start + i;
            Gather.Run(Layout, Work, set, panel[..count], 1);
            Forward();
            loss += OutputLayer<S, V>.Run(Layout, Work, backward: false);
            if (!predictions.IsEmpty) new Span<float>(Work.Predictions, count).CopyTo(predictions[start..]);
        }
        return loss / set.Count;
    }

    private void Forward()
    {
        if (lstm) LstmKernel<S, V>.Forward(Layout, Work);
        else RnnKernel<S, V>.Forward(Layout, Work);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Backward(bool first, Span<float> flow)
    {
        if (lstm) new Span<float>(Work.CellGradients, Layout.Units * Layout.Panel).Clear();
        int end = Layout.Length, block = Layout.Block;
        for (var t = Layout.Length - 1; t >= 0; t--)
        {
            if (!flow.IsEmpty) flow[t] += HiddenGradientSquares();
            if (lstm) LstmKernel<S, V>.Backward(Layout, Work, t);
            else RnnKernel<S, V>.Backward(Layout, Work, t);
            if (t > 0) BackwardProduct<S, V>.Run(Layout, Work, t);
            if (t > 0 && end - t < block) continue;
            WeightGradients<S, V>.Accumulate(Layout, Work, t, end, first);
            first = false;
            end = t;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private float HiddenGradientSquares()
    {
        V squares = default;
        for (var i = 0; i < Layout.Hidden * Layout.Panel; i += S.Lanes)
        {
            var gradient = S.Load(Work.HiddenGradients + i);
            squares = S.MultiplyAdd(gradient, gradient, squares);
        }
        return S.Sum(squares);
    }
}
