using System.Runtime.InteropServices;
using Dashboard.Engine.Metrics;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Dashboard.Engine.Training.Torch;

/// <summary>
/// A network of libtorch's modules with its Adam. Bound to the thread that made it: dispose scopes and the number of
/// threads are libtorch's settings for a thread.
/// </summary>
internal sealed class TorchModel : IDisposable
{
    private readonly DisposeScope scope;
    private readonly nn.Module recurrent;
    private readonly Linear output;
    private readonly TorchAdam adam;
    private readonly KeyValuePair<string, Parameter>[] parameters;
    private readonly int recurrentCount;
    private readonly double? clipNorm;

    public TorchModel(NetworkSpec network, TrainingSpec training, InitialWeights weights)
    {
        // More threads make these small networks slower, and results would depend on the number of cores.
        set_num_threads(1);
        Network = network;
        clipNorm = training.ClipNorm;
        scope = NewDisposeScope();
        recurrent = network.Cell.TorchModule(network.Shape.Inputs, network.HiddenSize, network.Layers);
        output = nn.Linear(network.HiddenSize, network.Shape.Outputs);
        parameters =
        [
            .. recurrent.named_parameters().Select(p => KeyValuePair.Create($"recurrent.{p.name}", p.parameter)),
            .. output.named_parameters().Select(p => KeyValuePair.Create($"output.{p.name}", p.parameter)),
        ];
        recurrentCount = parameters.Length - 2;
        var byName = weights.Named().ToDictionary();
        foreach (var (name, parameter) in parameters) byName[name].CopyTo(Floats(parameter));
        adam = new(parameters.Select(p => p.Value), training.LearningRate);
    }

    public NetworkSpec Network { get; }

    /// <summary>A parameter by PyTorch's name.</summary>
    public Tensor Parameter(string name) => parameters.First(p => p.Key == name).Value;

    /// <summary>The memory of a float32 tensor.</summary>
    public static Span<float> Floats(Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes);

    /// <summary>[read-outs, outputs]. To be called in a dispose scope.</summary>
    public Tensor Predict(TorchBatch batch)
    {
        var (states, last) = Network.Cell.TorchForward(recurrent, batch.Inputs);
        return output.forward(batch.ReadOut(() => states, last));
    }

    /// <summary>
    /// Sum of the loss's terms over a validation batch (<see cref="LossSum"/>), and the predictions. Predicted with gradients,
    /// though nobody asks for any: without them libtorch's LSTM takes oneDNN's inference kernel, which is wrong on CPUs with
    /// AVX-512 where hidden size mod 32 is 1 to 16 (PyTorch issue 173922). So this is the kernel that trains. To be called in
    /// a dispose scope.
    /// </summary>
    public (double LossSum, float[] Predictions) Evaluate(TorchBatch batch)
    {
        using var gradients = enable_grad();
        var predictions = Floats(Predict(batch)).ToArray();
        return (LossSum.Of(Network.Shape, predictions, batch.TargetValues), predictions);
    }

    /// <summary>Loss and predictions of a batch; leaves its gradients in the parameters. To be called in a dispose scope.</summary>
    public (double Loss, Tensor Predictions) Backward(TorchBatch batch)
    {
        adam.ZeroGradients();
        var predictions = Predict(batch);
        var loss = batch.Loss(predictions);
        loss.backward();
        return (loss.item<float>(), predictions);
    }

    /// <summary>The gradient mean of the gradients that <see cref="Backward"/> left.</summary>
    public double ReadGradientMean()
    {
        double sum = 0;
        foreach (var (_, parameter) in parameters.AsSpan(0, recurrentCount))
            sum += GradientMean.MeanAbsolute(Floats(parameter.grad!));
        return sum / recurrentCount;
    }

    /// <summary>Clips (if the spec says so) and takes an Adam step. To be called in a dispose scope.</summary>
    public void Update()
    {
        if (clipNorm is { } norm) nn.utils.clip_grad_norm_(parameters.Select(p => p.Value), norm);
        adam.Step();
    }

    /// <summary>Copies of the parameters, or of their gradients.</summary>
    public IReadOnlyDictionary<string, float[]> Copy(bool gradients) =>
        parameters.ToDictionary(p => p.Key, p => Floats(gradients ? p.Value.grad! : p.Value).ToArray());

    public void Dispose()
    {
        output.Dispose();
        recurrent.Dispose();
        scope.Dispose();
    }
}
