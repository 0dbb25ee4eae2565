using Dashboard.Engine.Native;
using Dashboard.Engine.Training.Torch;

namespace Dashboard.Engine.Training;

/// <summary>
/// The general engine: libtorch's modules and autograd, any cell, any number of layers, any task's shape. Also the reference
/// other engines are checked against.
/// </summary>
public sealed class TorchTrainer : ISteppingTrainer
{
    /// <summary>Whether this engine can be used here: whether its native library loads. The first call loads it.</summary>
    public static bool IsAvailable => LibTorch.IsAvailable;

    /// <inheritdoc/>
    public string Name => "torch";

    /// <inheritdoc/>
    public bool Covers(NetworkSpec network, TrainingSpec training) => LibTorch.IsAvailable;

    /// <inheritdoc/>
    public TrialResult Train(
        TrainingData data, NetworkSpec network, TrainingSpec training, long seed,
        IEpochObserver? observer, CancellationToken cancellation) => LibTorch.IsAvailable
        ? TrialLoop.Run(() => new TorchNetwork(data, network, training, seed), data, training, seed, observer, cancellation)
        : new(TrialStatus.Failed, [], StoppedEarly: false, Seconds: 0, FirstFlow: null, BestFlow: null, Error: Missing());

    /// <inheritdoc/>
    public ITrainingSession Open(NetworkSpec network, TrainingSpec training, InitialWeights weights, int steps) => LibTorch.IsAvailable
        ? new TorchSession(network, training, weights)
        : throw new NotSupportedException(Missing());

    private static string Missing() =>
        $"The torch engine needs libtorch, which cannot be loaded here: {LibTorch.Error} Choose the fused engine, which needs no native library.";
}
