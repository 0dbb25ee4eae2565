namespace Dashboard.Engine.Training;

/// <summary>What one batch gave.</summary>
/// <param name="Loss">Loss before the step.</param>
/// <param name="GradientMean">Gradient mean (docs/protocol.md), before clipping.</param>
internal readonly record struct BatchReading(double Loss, double GradientMean);

/// <summary>One network on its data, as <see cref="TrialLoop"/> drives it; what an engine has to bring.</summary>
internal interface ITrainableNetwork : IDisposable
{
    /// <summary>Forward, backward and one Adam step on a batch. Where the loss is not finite no step is needed.</summary>
    /// <param name="sequences">Indices of the batch's training sequences, [batch].</param>
    /// <param name="flow">Empty, or [steps] to be filled with the batch's ‖∂L/∂h_t‖ before the step.</param>
    BatchReading Step(ReadOnlySpan<int> sequences, Span<float> flow);

    /// <summary>A copy of the weights as they are now.</summary>
    InitialWeights Weights();

    /// <summary>Loss on the whole validation set.</summary>
    /// <param name="predictions">Empty, or [<see cref="SampleSet.PredictionSize"/>] to be filled.</param>
    double Validate(Span<float> predictions);
}
