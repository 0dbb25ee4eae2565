using Dashboard.Engine.Sequences;

namespace Dashboard.Engine.Training;

/// <summary>The data of a trial.</summary>
/// <param name="Training">Training set.</param>
/// <param name="Validation">Validation set, of the same length.</param>
/// <param name="Standardize">Inputs are shifted and scaled by the training inputs' mean and population std.</param>
public sealed record TrainingData(SequenceSet Training, SequenceSet Validation, bool Standardize)
{
    /// <summary>What both sets' inputs are shifted and scaled by, for <see cref="SequenceSet.FloatInputs"/>; (0, 1) for raw
    /// inputs. Inputs that are all the same number are shifted only.</summary>
    public (double Mean, double Std) InputScale
    {
        get
        {
            if (!Standardize) return (0, 1);
            var (mean, std) = Training.InputMoments();
            return (mean, std > 0 ? std : 1);
        }
    }
}

/// <summary>Hears of every epoch as it ends, on the training thread; must not block or throw.</summary>
public interface IEpochObserver
{
    /// <summary>An epoch ended.</summary>
    void OnEpoch(EpochResult epoch);
}

/// <summary>An engine that trains one network on one sequence set. Thread-safe: trials train side by side.</summary>
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
