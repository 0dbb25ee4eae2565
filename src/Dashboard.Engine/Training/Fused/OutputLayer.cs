using System.Runtime.CompilerServices;

namespace Dashboard.Engine.Training.Fused;

/// <summary>The linear layer to one output at the last step, the same for all sequences, and its L1 or squared loss.</summary>
internal static unsafe class OutputLayer<S, V> where S : struct, ISimd<V> where V : struct
{
    /// <summary>The panel's part of the batch's mean loss; with <paramref name="backward"/> also adds the layer's gradients
    /// and sets ∂L/∂h of the last timestep.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization), SkipLocalsInit]
    public static float Run(FusedLayout layout, Workspace work, int steps, bool backward)
    {
        int lanes = S.Lanes, panel = 2 * lanes, hidden = layout.Hidden;
        var state = work.States + ((nint)steps * layout.Columns + layout.HiddenColumn) * panel;
        var absolute = layout.Shape.Loss == LossKind.L1;
        var weights = work.Parameters + layout.OutputStart;
        V y0 = S.All(weights[hidden]), y1 = y0;
        for (var k = 0; k < hidden; k++)
        {
            var weight = S.All(weights[k]);
            y0 = S.MultiplyAdd(S.Load(state + k * panel), weight, y0);
            y1 = S.MultiplyAdd(S.Load(state + k * panel + lanes), weight, y1);
        }
        S.Store(work.Predictions, y0);
        S.Store(work.Predictions + lanes, y1);
        y0 = S.Subtract(y0, S.Load(work.Targets));
        y1 = S.Subtract(y1, S.Load(work.Targets + lanes));
        V share0 = S.Load(work.Shares), share1 = S.Load(work.Shares + lanes);
        V d0 = S.Multiply(y0, share0), d1 = S.Multiply(y1, share1);
        var loss = S.Sum(absolute
            ? S.MultiplyAdd(S.Absolute(y0), share0, S.Multiply(S.Absolute(y1), share1))
            : S.MultiplyAdd(d0, y0, S.Multiply(d1, y1)));
        if (!backward) return loss;
        (d0, d1) = absolute ? (S.Multiply(S.Sign(y0), share0), S.Multiply(S.Sign(y1), share1)) : (S.Add(d0, d0), S.Add(d1, d1));
        var gradients = work.Gradients + layout.OutputStart;
        for (var k = 0; k < hidden; k++)
        {
            var weight = S.All(weights[k]);
            S.Store(work.HiddenGradients + k * panel, S.Multiply(d0, weight));
            S.Store(work.HiddenGradients + k * panel + lanes, S.Multiply(d1, weight));
            gradients[k] += S.Sum(S.MultiplyAdd(d0, S.Load(state + k * panel), S.Multiply(d1, S.Load(state + k * panel + lanes))));
        }
        gradients[hidden] += S.Sum(S.Add(d0, d1));
        return loss;
    }
}
