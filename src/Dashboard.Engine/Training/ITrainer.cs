namespace Dashboard.Engine.Training;

/// <summary>Hears of every epoch as it ends, on the training thread; must not block or throw.</summary>
public interface IEpochObserver
{
    /// <summary>An epoch ended.</summary>
    void OnEpoch(EpochResult epoch);
}

/// <summary>An engine that trains one network on one set of sequences. Thread-safe: trials train side by side.</summary>
public interface ITrainer
{
    /// <summary>Name stored with the trial: "fused" or "torch".</summary>
    string Name { get; }

    /// <summary>Width of the vectors it computes with, which decides the bits of its results; 0 where it chooses for itself.</summary>
    int VectorBits => 0;

    /// <summary>Whether this engine can train such a network here (native library included).</summary>
    bool Covers(NetworkSpec network, TrainingSpec training);

    /// <summary>
    /// Trains to the end, synchronously, on the calling thread. Initial weights and shuffles come from
    /// <see cref="InitialWeights"/> and <see cref="Shuffle"/> with <paramref name="seed"/>, so every engine starts from the
    /// same weights and sees the same batches.
    /// </summary>
    /// <returns>Always a result: cancellation and failure are statuses, not exceptions.</returns>
    TrialResult Train(
        TrainingData data, NetworkSpec network, TrainingSpec training, long seed,
        IEpochObserver? observer, CancellationToken cancellation);
}
