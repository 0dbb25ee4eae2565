using Dashboard.Engine.Experiments;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Training;

namespace Dashboard.Engine.Runs;

/// <summary>The self-check at the start of a run: three batches of it trained in both engines, gradients compared.</summary>
internal static class EngineComparison
{
    private const int Batches = 3;

    /// <summary>Compares the engines on a run's first batches, at its middle length.</summary>
    /// <returns>What was found, or a note why the engines could not be compared; never an exception.</returns>
    public static SelfCheck Make(RunSpec spec, IReadOnlyList<ITrainer> trainers, SequenceCache sequences)
    {
        var length = spec.Lengths.Order().ElementAt(spec.Lengths.Count / 2);
        double largest = 0;
        try
        {
            foreach (var model in spec.Models)
            {
                var network = spec.Network(model);
                if (trainers.FirstOrDefault(t => !t.Covers(network, spec.Training())) is { } uncovered)
                    return new(null, uncovered.Name == "torch"
                        ? "libtorch is not available here, so there is nothing to compare with; see Status."
                        : $"The fused engine does not cover this network ({model}, {spec.Layers} layers), so there is nothing to compare.");
                var stepping = trainers.OfType<ISteppingTrainer>().ToArray();
                if (stepping.Length < 2) return new(null, "There is only one engine here.");
                largest = Math.Max(largest, Compare(stepping, spec, model, sequences.Get(spec.Data(length, spec.Seeds[0]).Training)));
            }
            return new(largest, null);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return new(null, $"The engines could not be compared: {e.Message}");
        }
    }

    private static double Compare(ISteppingTrainer[] trainers, RunSpec spec, ModelKind model, SequenceSet set)
    {
        var weights = InitialWeights.Draw(spec.Network(model), spec.Seeds[0]);
        using var first = trainers[0].Open(spec.Network(model), spec.Training(), weights, set.Length);
        using var second = trainers[1].Open(spec.Network(model), spec.Training(), weights, set.Length);
        var (mean, std) = spec.Standardize ? set.InputMoments() : (0, 1);
        var batch = Math.Min(spec.BatchSize, set.Count);
        var inputs = new float[batch * set.Length];
        double largest = 0;
        for (var b = 0; b < Batches && (b + 1) * batch <= set.Count; b++)
        {
            for (var k = 0; k < batch; k++)
                for (var t = 0; t < set.Length; t++)
                    inputs[k * set.Length + t] = (float)((set.Inputs(b * batch + k)[t] - mean) / std);
            var targets = set.FloatOutputs.AsSpan(b * batch, batch);
            StepResult ours = first.Step(inputs, targets), theirs = second.Step(inputs, targets);
            foreach (var (name, gradient) in ours.Gradients) largest = Math.Max(largest, Difference(gradient, theirs.Gradients[name]));
        }
        return largest;
    }

    /// <summary>‖a − b‖ / ‖b‖, or the absolute difference where b vanishes.</summary>
    private static double Difference(float[] a, float[] b)
    {
        double difference = 0, norm = 0;
        for (var i = 0; i < a.Length; i++)
        {
            difference += ((double)a[i] - b[i]) * ((double)a[i] - b[i]);
            norm += (double)b[i] * b[i];
        }
        return norm == 0 ? Math.Sqrt(difference) : Math.Sqrt(difference / norm);
    }
}
