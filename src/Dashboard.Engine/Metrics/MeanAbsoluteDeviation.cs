namespace Dashboard.Engine.Metrics;

/// <summary>The MAD (protocol.md): the L1 loss over a whole set.</summary>
public static class MeanAbsoluteDeviation
{
    /// <summary>Mean of |prediction − target|, summed in float64.</summary>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static double Of(ReadOnlySpan<float> predictions, ReadOnlySpan<float> targets) => Sum(predictions, targets) / targets.Length;

    /// <summary>Sum of |prediction − target| in float64, for sets predicted piece by piece.</summary>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static double Sum(ReadOnlySpan<float> predictions, ReadOnlySpan<float> targets)
    {
        if (predictions.Length != targets.Length)
            throw new ArgumentException($"{predictions.Length} predictions for {targets.Length} targets");
        double sum = 0;
        for (var i = 0; i < targets.Length; i++) sum += Math.Abs((double)predictions[i] - targets[i]);
        return sum;
    }
}
