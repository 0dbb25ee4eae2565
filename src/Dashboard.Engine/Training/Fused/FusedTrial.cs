namespace Dashboard.Engine.Training.Fused;

/// <summary>A network on a trial's data.</summary>
internal sealed class FusedTrial(FusedNetwork network, TrainingData data) : ITrainableNetwork
{
    public BatchReading Step(ReadOnlySpan<int> sequences, Span<float> flow)
    {
        var loss = network.Step(data.Training, sequences, flow, predictions: []);
        return new(loss, network.GradientMean);
    }

    public InitialWeights Weights() => network.Weights();

    public double Validate(Span<float> predictions) => network.Evaluate(data.Validation, predictions);

    public void Dispose() => network.Dispose();
}
