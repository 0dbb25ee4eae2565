namespace Dashboard.Engine.Metrics;

/// <summary>The MAD (docs/protocol.md): the L1 loss over a whole set.</summary>
public static class MeanAbsoluteDeviation
{
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
