using static TorchSharp.torch;

namespace Dashboard.Engine.Training.Torch;

/// <summary>Single steps of the torch engine, every number in view.</summary>
internal sealed class TorchSession(NetworkSpec network, TrainingSpec training, InitialWeights weights) : ITrainingSession
{
    private readonly TorchModel model = new(network, training, weights);

    public StepResult Step(SampleSet batch)
    {
        using var scope = NewDisposeScope();
        var (x, y) = TorchNetwork.Gather(batch, [.. Enumerable.Range(0, batch.Count)]);
        var norms = new float[batch.Steps];
        HiddenGradients.Norms(model, x, y, norms);
        var (loss, predictions) = model.Backward(x, y);
        var result = new StepResult(loss, TorchModel.Floats(predictions).ToArray(), model.Copy(gradients: true), model.ReadGradientMean(), norms);
        model.Update();
        return result;
    }

    public Evaluation Evaluate(SampleSet batch)
    {
        using var scope = NewDisposeScope();
        var (x, y) = TorchNetwork.Gather(batch, [.. Enumerable.Range(0, batch.Count)]);
        var (sum, predictions) = model.Evaluate(x, y);
        return new(sum / batch.Count, TorchModel.Floats(predictions).ToArray());
    }

    public IReadOnlyDictionary<string, float[]> Weights() => model.Copy(gradients: false);

    public void Dispose() => model.Dispose();
}
