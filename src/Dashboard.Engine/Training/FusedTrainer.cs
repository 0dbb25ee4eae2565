using Dashboard.Engine.Training.Fused;

namespace Dashboard.Engine.Training;

/// <summary>
/// Forward, backward through time and Adam for one recurrent layer, in SIMD with the batch in the lanes. See
/// docs/decisions/0003-fused-trainer.md.
/// </summary>
public sealed class FusedTrainer : ISteppingTrainer
{
    /// <summary>Most hidden units of a layer this engine takes.</summary>
    public const int MaxHiddenSize = 128;

    /// <summary>Longest sequences this engine takes.</summary>
    public const int MaxLength = 1000;

    private readonly SimdWidth width;

    /// <summary>A trainer on the widest vectors this machine has.</summary>
    public FusedTrainer() : this(SimdWidths.Best)
    {
    }

    internal FusedTrainer(SimdWidth width) => this.width = width;

    /// <summary>Single-precision numbers one vector instruction handles here: 1, 4, 8 or 16.</summary>
    public int Lanes => (int)width;

    /// <inheritdoc/>
    public string Name => "fused";

    /// <inheritdoc/>
    public int VectorBits => 32 * Lanes;

    /// <inheritdoc/>
    public bool Covers(NetworkSpec network, TrainingSpec training) => Covers(network);

    /// <summary>Whether such a network is covered, on any machine.</summary>
    public static bool Covers(NetworkSpec network) =>
        network is { Layers: 1, HiddenSize: >= 1 and <= MaxHiddenSize };

    /// <inheritdoc/>
    public TrialResult Train(
        TrainingData data, NetworkSpec network, TrainingSpec training, long seed,
        IEpochObserver? observer, CancellationToken cancellation)
    {
        return TrialLoop.Run(Open, data, training, seed, observer, cancellation);

        ITrainableNetwork Open()
        {
            Check(network, training, data.Steps);
            if (data.Training.Shape != network.Shape || data.Validation.Shape != network.Shape)
                throw new ArgumentException($"the network is of shape {network.Shape}, its data of {data.Training.Shape} and {data.Validation.Shape}");
            var weights = InitialWeights.Draw(network, seed);
            return new FusedTrial(FusedNetwork.Create(network, training, data.Steps, weights, width), data);
        }
    }

    /// <inheritdoc/>
    public ITrainingSession Open(NetworkSpec network, TrainingSpec training, InitialWeights weights, int steps)
    {
        Check(network, training, steps);
        return new FusedTrainingSession(FusedNetwork.Create(network, training, steps, weights, width));
    }

    private void Check(NetworkSpec network, TrainingSpec training, int length)
    {
        if (!Covers(network, training))
            throw new NotSupportedException(
                $"the fused engine trains one layer of 1 to {MaxHiddenSize} units; choose the torch engine for this network");
        if (length is < 1 or > MaxLength)
            throw new NotSupportedException(
                $"the fused engine takes sequences of 1 to {MaxLength} elements, not {length}; choose the torch engine");
    }
}
