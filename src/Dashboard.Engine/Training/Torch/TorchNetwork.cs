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
        var (x, y) = Gather(data.Training, sequences);
        if (!flow.IsEmpty) HiddenGradients.Norms(model, x, y, flow);
        var (loss, _) = model.Backward(x, y);
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

    public double Validate()
    {
        var indices = Enumerable.Range(0, data.Validation.Count).ToArray();
        var most = Math.Clamp(ValidationSteps / data.Validation.Steps, 1, 1000);
        double sum = 0;
        for (var start = 0; start < indices.Length; start += most)
        {
            using var scope = NewDisposeScope();
            var batch = indices.AsSpan(start, Math.Min(most, indices.Length - start));
            var (x, y) = Gather(data.Validation, batch);
            sum += model.Evaluate(x, y).DeviationSum;
        }
        return sum / indices.Length;
    }

    /// <summary>[batch, length, 1] and [batch].</summary>
    public static (Tensor Inputs, Tensor Targets) Gather(SampleSet set, ReadOnlySpan<int> sequences)
    {
        Tensor x = empty(sequences.Length, set.Steps, 1), y = empty(sequences.Length);
        Span<float> xs = TorchModel.Floats(x), ys = TorchModel.Floats(y);
        for (var i = 0; i < sequences.Length; i++)
        {
            set.Inputs(sequences[i]).CopyTo(xs[(i * set.Steps)..]);
            ys[i] = set.Targets(sequences[i])[0];
        }
        return (x, y);
    }

    public void Dispose() => model.Dispose();
}
