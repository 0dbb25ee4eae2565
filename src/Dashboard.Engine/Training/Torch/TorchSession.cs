using static TorchSharp.torch;

namespace Dashboard.Engine.Training.Torch;

/// <summary>Single steps of the torch engine, every number in view.</summary>
internal sealed class TorchSession(NetworkSpec network, TrainingSpec training, InitialWeights weights, int length) : ITrainingSession
{
    private readonly TorchModel model = new(network, training, weights);

    public StepResult Step(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets)
    {
        using var scope = NewDisposeScope();
        var x = tensor(inputs.ToArray(), targets.Length, length, 1);
        var y = tensor(targets.ToArray());
        var norms = new float[length];
        HiddenGradients.Norms(model, x, y, norms);
        var loss = model.Backward(x, y);
        var result = new StepResult(loss, model.Copy(gradients: true), model.ReadGradientMean(), norms);
        model.Update();
        return result;
    }

    public double Evaluate(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets)
    {
        using var scope = NewDisposeScope();
        return model.DeviationSum(tensor(inputs.ToArray(), targets.Length, length, 1), tensor(targets.ToArray())) / targets.Length;
    }

    public IReadOnlyDictionary<string, float[]> Weights() => model.Copy(gradients: false);

    public void Dispose() => model.Dispose();
}
