using System.Runtime.CompilerServices;

namespace Dashboard.Engine.Training.Fused;

/// <inheritdoc/>
internal sealed unsafe class FusedNetwork<S, V, C> : FusedNetwork
    where S : struct, ISimd<V> where V : struct where C : struct, ICellKernel
{
    /// <summary>Gradients of a state below this are nothing: added to a weight's gradient of 1e-22 they change no bit of it
    /// (docs/decisions/0005-cells-and-tasks.md says what that leaves out).</summary>
    private const float Vanished = 1e-30f;

    /// <summary>Timesteps between two looks whether the gradient has vanished.</summary>
    private const int LookEvery = 4;

    private readonly Adam<S, V> adam;
    private readonly bool[] readOuts;
    private bool outputsPacked;

    public FusedNetwork(NetworkSpec network, TrainingSpec training, int length, InitialWeights initial)
        : base(network, length, (SimdWidth)S.Lanes, initial)
    {
        adam = new(training.LearningRate, training.ClipNorm);
        readOuts = new bool[length];
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override double Step(SampleSet set, ReadOnlySpan<int> batch, Span<float> flow, Span<float> predictions)
    {
        double loss = 0;
        var terms = Terms(set, batch);
        var everywhere = ReadsEverywhere(set);
        new Span<float>(Work.Gradients + Layout.OutputStart, Layout.Shape.Outputs * (Layout.Hidden + 1)).Clear();
        flow.Clear();
        for (var start = 0; start < batch.Length; start += Layout.Panel)
        {
            var panel = batch.Slice(start, Math.Min(Layout.Panel, batch.Length - start));
            loss += Forward(set, panel, 1f / terms, everywhere, backward: true, ref predictions, out var steps);
            Backward(first: start == 0, steps, everywhere, flow);
        }
        for (var t = 0; t < flow.Length; t++) flow[t] = MathF.Sqrt(flow[t]);
        if (!double.IsFinite(loss)) return loss;
        WeightGradients<S, V>.Reduce(Layout, Work);
        if (everywhere) WeightGradients<S, V>.ReduceOutputs(Layout, Work);
        GradientMean = adam.Step(Layout, Work);
        Packing.Run(Work);
        if (outputsPacked) Packing.RunOutputs(Work);
        return loss;
    }

    /// <summary>Numbers that the loss of a batch is the mean of.</summary>
    private int Terms(SampleSet set, ReadOnlySpan<int> batch)
    {
        var shape = Layout.Shape;
        // At the deck's shortest lengths a step takes 2 µs, of which asking 32 sequences one by one would be a tenth.
        if (set.OneLength) return batch.Length * shape.ReadOuts(set.Steps) * shape.TargetSize;
        var terms = 0;
        foreach (var k in batch) terms += shape.ReadOuts(set.StepsOf(k)) * shape.TargetSize;
        return terms;
    }

    /// <inheritdoc/>
    public override double Evaluate(SampleSet set, Span<float> predictions)
    {
        double loss = 0;
        var everywhere = ReadsEverywhere(set);
        Span<int> panel = stackalloc int[Layout.Panel];
        for (var start = 0; start < set.Count; start += Layout.Panel)
        {
            var count = Math.Min(Layout.Panel, set.Count - start);
            for (var i = 0; i < count; i++) panel[i] = start + i;
            loss += Forward(set, panel[..count], 1, everywhere, backward: false, ref predictions, out _);
        }
        return loss / (set.ReadOuts * Layout.Shape.TargetSize);
    }

    /// <summary>Whether a set needs <see cref="ReadOuts{S,V}"/>, whose weights are packed from the first time on.</summary>
    private bool ReadsEverywhere(SampleSet set)
    {
        var shape = Layout.Shape;
        if (shape is { Outputs: 1, ReadOut: ReadOut.Last, Loss: not LossKind.CrossEntropy } && set.OneLength) return false;
        if (!outputsPacked) Packing.RunOutputs(Work);
        return outputsPacked = true;
    }

    /// <summary>One panel's part of the loss, everything ready for <see cref="Backward"/>.</summary>
    private double Forward(
        SampleSet set, scoped ReadOnlySpan<int> panel, float share, bool everywhere, bool backward, ref Span<float> predictions, out int steps)
    {
        steps = Gather.Inputs(Layout, Work, set, panel);
        C.Forward(Layout, Work, steps);
        if (!everywhere)
        {
            Gather.LastTargets(Layout, Work, set, panel, share);
            var loss = OutputLayer<S, V>.Run(Layout, Work, steps, backward);
            if (!predictions.IsEmpty) predictions = CopyPredictions(set, panel, everywhere, predictions);
            return loss;
        }
        var read = readOuts.AsSpan(0, steps);
        Gather.AllTargets(Layout, Work, set, panel, share, steps, read);
        ReadOuts<S, V>.Predict(Layout, Work, read);
        if (!predictions.IsEmpty) predictions = CopyPredictions(set, panel, everywhere, predictions);
        return ReadOuts<S, V>.Loss(Layout, Work, read, backward);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Backward(bool first, int steps, bool everywhere, Span<float> flow)
    {
        if (Layout.Rows.KeepsCell) new Span<float>(Work.CellGradients, Layout.Units * Layout.Panel).Clear();
        if (everywhere)
        {
            ReadOuts<S, V>.Accumulate(Layout, Work, readOuts.AsSpan(0, steps), first);
            if (!flow.IsEmpty && Layout.Shape.ReadOut == ReadOut.Last) HoldEnded(steps, flow);
            ReadOuts<S, V>.Inject(Layout, Work, steps - 1, add: false);
        }
        int end = steps, block = Layout.Block, rows = Layout.Hidden * Layout.Rows.Full, tile = Layout.ProductTile;
        nint gateStep = Layout.GateRows * Layout.Panel;
        var firstRead = everywhere ? Array.IndexOf(readOuts, true) : steps - 1;
        for (var t = steps - 1; t >= 0; t--)
        {
            if (!flow.IsEmpty) flow[t] += HiddenGradientSquares();
            C.Backward(Layout, Work, t);
            if (t > 0)
            {
                var add = C.Carries;
                if (everywhere && readOuts[t - 1])
                {
                    ReadOuts<S, V>.Inject(Layout, Work, t - 1, add);
                    add = true;
                }
                Product<S, V>.Run(
                    Work.BackwardWeights, Work.Gates + t * gateStep, rows, Work.HiddenGradients, Layout.Hidden, tile, add, rows * tile);
            }
            var ends = flow.IsEmpty && (steps - t) % LookEvery == 0 && t <= firstRead + 1 && HasVanished();
            if (t > 0 && end - t < block && !ends) continue;
            WeightGradients<S, V>.Accumulate(Layout, Work, t, end, first);
            first = false;
            end = t;
            if (ends) break;
        }
        StepsBack += steps - end;
    }

    /// <summary>
    /// Whether nothing is left of ∂L/∂h and ∂L/∂c in any lane. Sets what has vanished to 0 in the lanes where it has, so that
    /// they do not decay into subnormal numbers, which some processors compute with a hundred times slower.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool HasVanished()
    {
        V left = default, limit = S.All(Vanished);
        int count = Layout.Hidden * Layout.Panel;
        var gradients = Work.HiddenGradients;
        for (var states = Layout.Rows.KeepsCell ? 2 : 1; states > 0; states--, gradients = Work.CellGradients)
            for (var i = 0; i < count; i += S.Lanes)
            {
                var gradient = S.ZeroBelow(S.Load(gradients + i), limit);
                S.Store(gradients + i, gradient);
                left = S.Add(left, S.Absolute(gradient));
            }
        return S.Sum(left) == 0;
    }

    /// <summary>A sequence that has ended holds its last state, and with it the gradient, to the end of the longest: it counts
    /// at every timestep after its own last one.</summary>
    private void HoldEnded(int steps, Span<float> flow)
    {
        float ended = 0;
        for (var t = 0; t < flow.Length - 1; t++)
        {
            if (t < steps && readOuts[t])
            {
                ReadOuts<S, V>.Inject(Layout, Work, t, add: false);
                ended += HiddenGradientSquares();
            }
            flow[t + 1] += ended;
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
