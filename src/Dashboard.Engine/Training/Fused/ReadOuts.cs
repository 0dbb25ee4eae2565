using System.Runtime.CompilerServices;

namespace Dashboard.Engine.Training.Fused;

/// <summary>
/// The linear layer and the loss for any shape: several outputs, read out at every step or at the last steps of sequences that
/// end at different ones. <see cref="OutputLayer{S,V}"/> is the short way for one output at a last step common to all.
/// </summary>
internal static unsafe class ReadOuts<S, V> where S : struct, ISimd<V> where V : struct
{
    private const float Log2E = 1.44269504088896341f;

    /// <summary>Predictions of the timesteps that are read out.</summary>
    public static void Predict(FusedLayout layout, Workspace work, ReadOnlySpan<bool> readOuts)
    {
        int panel = layout.Panel, outputs = layout.Shape.Outputs, tile = layout.OutputTile, stride = (1 + layout.Hidden) * tile;
        for (var t = 0; t < readOuts.Length; t++)
        {
            if (!readOuts[t]) continue;
            var state = work.States + (nint)(t + 1) * layout.Columns * panel;
            var y = work.Outputs + (nint)t * layout.OutputRows * panel;
            Product<S, V>.Run(work.OutputForwardWeights, state + FusedLayout.BiasColumn * panel, 1, y, outputs, tile, add: false, stride);
            Product<S, V>.Run(work.OutputForwardWeights + tile, state + layout.HiddenColumn * panel, layout.Hidden, y, outputs, tile, add: true, stride);
        }
    }

    /// <summary>The panel's part of the batch's mean loss; with <paramref name="backward"/> also replaces predictions by their
    /// gradients.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization), SkipLocalsInit]
    public static float Loss(FusedLayout layout, Workspace work, ReadOnlySpan<bool> readOuts, bool backward)
    {
        int lanes = S.Lanes, panel = 2 * lanes, outputs = layout.Shape.Outputs, size = layout.Shape.TargetSize;
        var kind = layout.Shape.Loss;
        V loss = default;
        for (var t = 0; t < readOuts.Length; t++)
        {
            if (!readOuts[t]) continue;
            for (var vector = 0; vector < panel; vector += lanes)
            {
                float* y = work.Outputs + (nint)t * layout.OutputRows * panel + vector, target = work.Targets + (nint)t * size * panel + vector;
                var share = S.Load(work.Shares + t * panel + vector);
                loss = kind == LossKind.CrossEntropy
                    ? CrossEntropy(y, S.Load(target), share, outputs, panel, backward, loss)
                    : Distance(y, target, share, outputs, panel, kind == LossKind.L1, backward, loss);
            }
        }
        return S.Sum(loss);
    }

    /// <summary>∂L/∂h of timestep <paramref name="t"/> by way of its own read-out; added to what is there, or instead of it.</summary>
    public static void Inject(FusedLayout layout, Workspace work, int t, bool add) => Product<S, V>.Run(
        work.OutputBackwardWeights, work.Outputs + (nint)t * layout.OutputRows * layout.Panel, layout.Shape.Outputs,
        work.HiddenGradients, layout.Hidden, layout.ProductTile, add, layout.Shape.Outputs * layout.ProductTile);

    /// <summary>Adds up the layer's gradients over the timesteps that are read out, a block at a time.</summary>
    public static void Accumulate(FusedLayout layout, Workspace work, ReadOnlySpan<bool> readOuts, bool first)
    {
        for (var from = 0; from < readOuts.Length; from++)
        {
            var to = from;
            while (to < readOuts.Length && to - from < layout.Block && readOuts[to]) to++;
            if (to == from) continue;
            WeightGradients<S, V>.AccumulateOutputs(layout, work, from, to, first);
            first = false;
            from = to - 1;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Distance(float* y, float* target, V share, int outputs, int panel, bool absolute, bool backward, V loss)
    {
        for (var o = 0; o < outputs; o++, y += panel, target += panel)
        {
            var error = S.Subtract(S.Load(y), S.Load(target));
            var weighted = S.Multiply(error, share);
            loss = absolute ? S.MultiplyAdd(S.Absolute(error), share, loss) : S.MultiplyAdd(weighted, error, loss);
            if (backward) S.Store(y, absolute ? S.Multiply(S.Sign(error), share) : S.Add(weighted, weighted));
        }
        return loss;
    }

    /// <summary>−ln softmax(y)[target] = ln Σ e^(y_o − max) + max − y_target; its gradient is softmax(y) − one-hot.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V CrossEntropy(float* y, V target, V share, int outputs, int panel, bool backward, V loss)
    {
        var max = S.Load(y);
        for (var o = 1; o < outputs; o++) max = S.Max(max, S.Load(y + o * panel));
        V sum = default, chosen = default;
        for (var o = 0; o < outputs; o++)
        {
            var above = S.Subtract(S.Load(y + o * panel), max);
            chosen = S.MultiplyAdd(above, S.OneWhereEqual(target, S.All(o)), chosen);
            var e = S.Exp2(S.Multiply(above, S.All(Log2E)));
            sum = S.Add(sum, e);
            if (backward) S.Store(y + o * panel, e);
        }
        loss = S.MultiplyAdd(S.Subtract(S.Log(sum), chosen), share, loss);
        if (!backward) return loss;
        var scale = S.Divide(share, sum);
        for (var o = 0; o < outputs; o++)
            S.Store(y + o * panel, S.SubtractProduct(
                S.Multiply(S.Load(y + o * panel), scale), share, S.OneWhereEqual(target, S.All(o))));
        return loss;
    }
}
