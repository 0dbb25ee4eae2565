namespace Dashboard.Engine.Training;

/// <summary>Two engines trained side by side on the same batches from the same weights.</summary>
public static class EngineComparison
{
    /// <summary>
    /// Trains the first batches of a trial in both engines and compares all their gradients, taken as one vector a batch.
    /// </summary>
    /// <returns>The largest ‖engine − reference‖ / ‖reference‖ of the batches; infinite where one of them is not finite.</returns>
    /// <exception cref="NotSupportedException">An engine does not cover the network here.</exception>
    public static double LargestGradientDifference(
        ISteppingTrainer engine, ISteppingTrainer reference,
        TrainingData data, NetworkSpec network, TrainingSpec training, long seed, int batches = 3)
    {
        var length = data.Training.Length;
        // Weights are drawn twice: an engine may train in the arrays it was given.
        using var one = engine.Open(network, training, InitialWeights.Draw(network, seed), length);
        using var other = reference.Open(network, training, InitialWeights.Draw(network, seed), length);
        var (mean, std) = data.InputScale;
        float[] inputs = data.Training.FloatInputs(mean, std), outputs = data.Training.FloatOutputs;
        double largest = 0;
        var order = new Shuffle(data.Training.Count, seed).NextEpoch().ToArray();
        foreach (var batch in order.Chunk(training.BatchSize).Take(batches))
        {
            float[] x = [.. batch.SelectMany(k => inputs.AsSpan(k * data.Training.Stride, length).ToArray())];
            float[] y = [.. batch.Select(k => outputs[k])];
            var difference = Relative(one.Step(x, y).Gradients, other.Step(x, y).Gradients);
            largest = double.IsFinite(difference) ? Math.Max(largest, difference) : double.PositiveInfinity;
        }
        return largest;
    }

    private static double Relative(IReadOnlyDictionary<string, float[]> actual, IReadOnlyDictionary<string, float[]> expected)
    {
        double difference = 0, norm = 0;
        foreach (var (name, values) in expected)
            foreach (var (e, a) in values.Zip(actual[name]))
            {
                difference += ((double)a - e) * ((double)a - e);
                norm += (double)e * e;
            }
        return difference == 0 ? 0 : Math.Sqrt(difference / norm);
    }
}
