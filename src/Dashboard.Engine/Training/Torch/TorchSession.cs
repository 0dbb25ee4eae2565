using static TorchSharp.torch;

namespace Dashboard.Engine.Training.Torch;

/// <summary>Single steps of the torch engine, every number in view.</summary>
internal sealed class TorchSession(NetworkSpec network, TrainingSpec training, InitialWeights weights) : ITrainingSession
{
    private readonly TorchModel model = new(network, training, weights);

    public StepResult Step(SampleSet batch)
    {
        using var scope = NewDisposeScope();
        var tensors = new TorchBatch(batch);
        var norms = new float[batch.Steps];
        HiddenGradients.Norms(model, tensors, norms);
        var (loss, predictions) = model.Backward(tensors);
        var result = new StepResult(
            loss, TorchModel.Floats(predictions).ToArray(), model.Copy(gradients: true), model.ReadGradientMean(), norms);
        model.Update();
        return result;
    }

    public Evaluation Evaluate(SampleSet batch)
    {
        using var scope = NewDisposeScope();
        var (sum, predictions) = model.Evaluate(new(batch));
        return new(sum / (batch.ReadOuts * batch.Shape.TargetSize), predictions);
    }

    public IReadOnlyDictionary<string, float[]> Weights() => model.Copy(gradients: false);

    public void Dispose() => model.Dispose();
}
