using System.Runtime.CompilerServices;

namespace Dashboard.Engine.Training.Fused;

/// <summary>Adam as PyTorch's (β 0.9 and 0.999, ε 1e-8, bias correction), and the readings taken of the gradient.</summary>
internal sealed unsafe class Adam<S, V>(double learningRate, double? clipNorm) where S : struct, ISimd<V> where V : struct
{
    private const double Beta1 = 0.9, Beta2 = 0.999, Epsilon = 1e-8;
    private double power1 = 1, power2 = 1;

    /// <summary>One step from the gradients in <paramref name="work"/>.</summary>
    /// <returns>The gradient mean, before clipping.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization), SkipLocalsInit]
    public double Step(FusedLayout layout, Workspace work)
    {
        power1 *= Beta1;
        power2 *= Beta2;
        var clip = S.All(clipNorm is { } limit ? ClipFactor(layout, work, limit) : 1);
        V rate = S.All((float)(learningRate / (1 - power1))), scale = S.All((float)(1 / Math.Sqrt(1 - power2)));
        V beta1 = S.All((float)(1 - Beta1)), beta2 = S.All((float)Beta2), rest2 = S.All((float)(1 - Beta2)), epsilon = S.All((float)Epsilon);
        V mean = default;
        for (var i = 0; i < layout.ParameterCount; i += S.Lanes)
        {
            var g = S.Load(work.Gradients + i);
            mean = S.MultiplyAdd(S.Absolute(g), S.Load(work.MeanWeights + i), mean);
            g = S.Multiply(g, clip);
            var first = S.Load(work.FirstMoments + i);
            first = S.MultiplyAdd(beta1, S.Subtract(g, first), first);
            var second = S.MultiplyAdd(beta2, S.Load(work.SecondMoments + i), S.Multiply(S.Multiply(rest2, g), g));
            S.Store(work.FirstMoments + i, first);
            S.Store(work.SecondMoments + i, second);
            var direction = S.Divide(first, S.MultiplyAdd(S.SquareRoot(second), scale, epsilon));
            var step = S.Multiply(rate, S.Load(work.Multiplicities + i));
            S.Store(work.Parameters + i, S.SubtractProduct(S.Load(work.Parameters + i), step, direction));
        }
        return S.Sum(mean);
    }

    /// <summary>PyTorch's clip_grad_norm_: limit / (norm + 1e-6), at most 1.</summary>
    private static float ClipFactor(FusedLayout layout, Workspace work, double limit)
    {
        double squares = 0;
        for (var i = 0; i < layout.ParameterCount; i++)
            squares += (double)work.Gradients[i] * work.Gradients[i] * work.Multiplicities[i];
        return (float)Math.Min(1, limit / (Math.Sqrt(squares) + 1e-6));
    }
}
