namespace Dashboard.Engine.Training.Fused;

/// <summary>A network stepped by hand, for comparison with other engines and oracles.</summary>
internal sealed class FusedTrainingSession(FusedNetwork network) : ITrainingSession
{
    public StepResult Step(SampleSet batch)
    {
        var norms = new float[batch.Steps];
        var predictions = new float[batch.PredictionSize];
        var loss = network.Step(batch, [.. Enumerable.Range(0, batch.Count)], norms, predictions);
        return new(loss, predictions, network.Gradients().Named().ToDictionary(), network.GradientMean, norms);
    }

    public Evaluation Evaluate(SampleSet batch)
    {
        var predictions = new float[batch.PredictionSize];
        return new(network.Evaluate(batch, predictions), predictions);
    }

    public IReadOnlyDictionary<string, float[]> Weights() => network.Weights().Named().ToDictionary();

    public void Dispose() => network.Dispose();
}
