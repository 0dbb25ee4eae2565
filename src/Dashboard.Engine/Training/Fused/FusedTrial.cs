namespace Dashboard.Engine.Training.Fused;

/// <summary>A network on a trial's data.</summary>
internal sealed class FusedTrial(FusedNetwork network, TrainingData data) : ITrainableNetwork
{
    private readonly (FloatSet Training, FloatSet Validation) sets = FloatSet.From(data);

    public BatchReading Step(ReadOnlySpan<int> sequences, Span<float> flow)
    {
        var loss = network.Step(sets.Training, sequences, flow);
        return new(loss, network.GradientMean);
    }

    public double Validate() => network.Evaluate(sets.Validation);

    public void Dispose() => network.Dispose();
}
