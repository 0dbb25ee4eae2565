namespace Dashboard.Engine.Training;

/// <summary>A loss over sets that are predicted piece by piece: its terms, added up in float64.</summary>
public static class LossSum
{
    /// <summary>
    /// Sum of a loss's terms; divided by how many there are (read-outs × <see cref="TaskShape.TargetSize"/>) it is the loss.
    /// </summary>
    /// <param name="shape">What is predicted, and how that is measured.</param>
    /// <param name="predictions">[read-outs, outputs]; logits with cross-entropy.</param>
    /// <param name="targets">[read-outs, target size].</param>
    /// <exception cref="ArgumentException">Predictions and targets do not fit.</exception>
    public static double Of(TaskShape shape, ReadOnlySpan<float> predictions, ReadOnlySpan<float> targets)
    {
        if ((long)predictions.Length * shape.TargetSize != (long)targets.Length * shape.Outputs)
            throw new ArgumentException($"{predictions.Length} predictions for {targets.Length} targets", nameof(predictions));
        double sum = 0;
        for (var i = 0; i < targets.Length; i++)
        {
            if (shape.Loss == LossKind.CrossEntropy)
            {
                sum += CrossEntropy(predictions.Slice(i * shape.Outputs, shape.Outputs), (int)targets[i]);
                continue;
            }
            var difference = (double)predictions[i] - targets[i];
            sum += shape.Loss == LossKind.L1 ? Math.Abs(difference) : difference * difference;
        }
        return sum;
    }

    /// <summary>−ln softmax(logits)[target], with the largest logit taken out so that no exponential overflows.</summary>
    private static double CrossEntropy(ReadOnlySpan<float> logits, int target)
    {
        double largest = double.NegativeInfinity, sum = 0;
        foreach (var logit in logits) largest = Math.Max(largest, logit);
        foreach (var logit in logits) sum += Math.Exp(logit - largest);
        return Math.Log(sum) + largest - logits[target];
    }
}
