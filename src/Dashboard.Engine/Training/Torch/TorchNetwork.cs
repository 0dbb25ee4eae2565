using static TorchSharp.torch;

namespace Dashboard.Engine.Training.Torch;

/// <summary>A libtorch network on a trial's data.</summary>
internal sealed class TorchNetwork(TrainingData data, NetworkSpec network, TrainingSpec training, long seed) : ITrainableNetwork
{
    /// <summary>Timesteps validated at once: bounds the memory of the graph that <see cref="TorchModel.Evaluate"/> makes.</summary>
    private const int ValidationSteps = 45_000;

    private readonly TorchModel model = new(network, training, InitialWeights.Draw(network, seed));

    public BatchReading Step(ReadOnlySpan<int> sequences, Span<float> flow)
    {
        // One scope a batch: every tensor of the step, the graph included, is gone when it ends.
        using var scope = NewDisposeScope();
        var batch = new TorchBatch(data.Training, sequences);
        if (!flow.IsEmpty) HiddenGradients.Norms(model, batch, flow);
        var (loss, _) = model.Backward(batch);
        var reading = new BatchReading(loss, model.ReadGradientMean());
        if (double.IsFinite(loss)) model.Update();
        return reading;
    }

    public InitialWeights Weights()
    {
        var named = model.Copy(gradients: false);
        string[] names = ["weight_ih", "weight_hh", "bias_ih", "bias_hh"];
        return new([.. Enumerable.Range(0, network.Layers).Select(l => names.Select(n => named[$"recurrent.{n}_l{l}"]).ToArray())],
            named["output.weight"], named["output.bias"]);
    }

    public double Validate(Span<float> predictions)
    {
        var indices = Enumerable.Range(0, data.Validation.Count).ToArray();
        var most = Math.Clamp(ValidationSteps / data.Validation.Steps, 1, 1000);
        double sum = 0;
        var at = 0;
        for (var start = 0; start < indices.Length; start += most)
        {
            using var scope = NewDisposeScope();
            var batch = new TorchBatch(data.Validation, indices.AsSpan(start, Math.Min(most, indices.Length - start)));
            var (lossSum, found) = model.Evaluate(batch);
            sum += lossSum;
            if (predictions.IsEmpty) continue;
            found.CopyTo(predictions[at..]);
            at += found.Length;
        }
        return sum / (data.Validation.ReadOuts * data.Validation.Shape.TargetSize);
    }

    public void Dispose() => model.Dispose();
}
