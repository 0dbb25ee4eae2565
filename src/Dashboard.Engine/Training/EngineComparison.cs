namespace Dashboard.Engine.Training;

/// <summary>How far two engines, or one engine's training and validation, lie apart.</summary>
/// <param name="Gradients">Largest ‖engine − reference‖ / ‖reference‖ of the gradients of a batch, all taken as one vector.</param>
/// <param name="Validation">Largest relative difference of a loss as a validation computes it.</param>
public readonly record struct EngineDifference(double Gradients, double Validation)
{
    /// <summary>The larger of both, number by number.</summary>
    public EngineDifference Max(EngineDifference other) =>
        new(Larger(Gradients, other.Gradients), Larger(Validation, other.Validation));

    // NaN counts as worst: a comparison that gave no number has not shown that engines agree.
    private static double Larger(double a, double b) => double.IsNaN(a) || double.IsNaN(b) ? double.PositiveInfinity : Math.Max(a, b);
}

/// <summary>Two engines trained side by side on the same batches from the same weights.</summary>
public static class EngineComparison
{
    /// <summary>
    /// Trains the first batches of a trial in both engines. Each batch's loss is also computed as a validation computes it,
    /// before the step: it must be the loss the step reports, in the same engine and in the other.
    /// </summary>
    /// <returns>The largest differences over the batches; infinite where a number is not finite.</returns>
    /// <exception cref="NotSupportedException">An engine does not cover the network here.</exception>
    public static EngineDifference Compare(
        ISteppingTrainer engine, ISteppingTrainer reference,
        TrainingData data, NetworkSpec network, TrainingSpec training, long seed, int batches = 3)
    {
        // Weights are drawn twice: an engine may train in the arrays it was given.
        using var one = engine.Open(network, training, InitialWeights.Draw(network, seed), data.Training.Steps);
        using var other = reference.Open(network, training, InitialWeights.Draw(network, seed), data.Training.Steps);
        var largest = default(EngineDifference);
        var order = new Shuffle(data.Training.Count, seed).NextEpoch().ToArray();
        foreach (var batch in order.Chunk(training.BatchSize).Take(batches).Select(k => data.Training.Take(k)))
        {
            var validation = Math.Max(Validation(one, batch, out var a), Validation(other, batch, out var b));
            largest = largest.Max(new(Relative(a.Gradients, b.Gradients), validation));
        }
        return largest;

        // What a validation makes of the batch, against the loss of the step.
        static double Validation(ITrainingSession session, SampleSet batch, out StepResult step)
        {
            var loss = session.Evaluate(batch).Loss;
            step = session.Step(batch);
            return step.Loss == loss ? 0 : Math.Abs(loss - step.Loss) / Math.Abs(step.Loss);
        }
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
