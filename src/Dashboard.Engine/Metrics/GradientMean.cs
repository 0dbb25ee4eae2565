namespace Dashboard.Engine.Metrics;

/// <summary>The gradient mean (docs/protocol.md): the mean over the recurrent layers' parameter tensors of each tensor's mean
/// absolute gradient. The output layer has no part in it.</summary>
public static class GradientMean
{
    /// <summary>One tensor's share: the mean of |g| over its elements.</summary>
    public static double MeanAbsolute(ReadOnlySpan<float> gradient)
    {
        double sum = 0;
        foreach (var g in gradient) sum += Math.Abs(g);
        return sum / gradient.Length;
    }
}
