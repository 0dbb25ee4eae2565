namespace Dashboard.Engine.Training.Fused;

/// <summary>A network stepped by hand, for comparison with other engines and oracles.</summary>
internal sealed class FusedTrainingSession(FusedNetwork network, int length) : ITrainingSession
{
    public StepResult Step(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets)
    {
        var set = new FloatSet(inputs.ToArray(), length, targets.ToArray());
        var norms = new float[length];
        var loss = network.Step(set, [.. Enumerable.Range(0, targets.Length)], norms);
        return new(loss, network.Gradients().Named().ToDictionary(), network.GradientMean, norms);
    }

    public double Evaluate(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets) =>
        network.Evaluate(new FloatSet(inputs.ToArray(), length, targets.ToArray()));

    public IReadOnlyDictionary<string, float[]> Weights() => network.Weights().Named().ToDictionary();

    public void Dispose() => network.Dispose();
}
