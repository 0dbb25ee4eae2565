using Dashboard.Engine.Metrics;

namespace Dashboard.Engine.Training;

/// <summary>How a trial ended or where it is.</summary>
public enum TrialStatus
{
    Queued,
    Running,
    Done,

    /// <summary>The loss became NaN or infinite: a result, not an error.</summary>
    Diverged,
    Failed,
    Cancelled,
}

/// <summary>One pass over the training set and the validation after it.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="TrainLoss">Loss over the training set while training: the mean over sequences of each batch's loss before its step.</param>
/// <param name="ValidationLoss">Loss over the validation set after the epoch.</param>
/// <param name="GradientMean">Gradient mean (docs/protocol.md) averaged over every batch of the epoch.</param>
/// <param name="GradientLastBatch">Gradient mean of the epoch's last batch.</param>
public sealed record EpochResult(
    int Epoch, double TrainLoss, double ValidationLoss, double GradientMean, double GradientLastBatch)
{
    /// <summary>What the task read from the predictions of the validation set (<see cref="IPredictionReader"/>): for the deck the
    /// weights of the first and of the last input. Empty where nothing was read, and in trials saved before it was.</summary>
    public IReadOnlyList<float> Readings { get; init; } = [];

    // A list compares by reference in a record; equal epochs must compare equal.
    /// <inheritdoc/>
    public bool Equals(EpochResult? other) => other is not null
        && (Epoch, TrainLoss, ValidationLoss, GradientMean, GradientLastBatch).Equals((other.Epoch, other.TrainLoss, other.ValidationLoss, other.GradientMean, other.GradientLastBatch))
        && Readings.SequenceEqual(other.Readings);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Epoch, TrainLoss, ValidationLoss, GradientMean, GradientLastBatch);
}

/// <summary>What a trained network scores at another length than its own.</summary>
/// <param name="Length">Nominal length of the sequences.</param>
/// <param name="Score">Loss on them.</param>
/// <param name="Readings">As <see cref="EpochResult.Readings"/>, of these sequences.</param>
public sealed record TestResult(int Length, double Score, IReadOnlyList<float> Readings)
{
    /// <inheritdoc/>
    public bool Equals(TestResult? other) => other is not null && (Length, Score).Equals((other.Length, other.Score)) && Readings.SequenceEqual(other.Readings);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Length, Score);
}

/// <summary>What training one network gave.</summary>
/// <param name="Status">Done, diverged, failed or cancelled.</param>
/// <param name="Epochs">Every epoch that ran, in order. A diverged trial keeps the epochs before, and the one it diverged in.</param>
/// <param name="StoppedEarly">Early stopping ended it before the epoch budget.</param>
/// <param name="Seconds">Wall time of the training.</param>
/// <param name="FirstFlow">Gradient flow of the first epoch's last batch.</param>
/// <param name="BestFlow">Gradient flow of the last batch of the epoch with the lowest validation loss.</param>
/// <param name="Error">Why it failed or diverged, in words for people.</param>
public sealed record TrialResult(
    TrialStatus Status, IReadOnlyList<EpochResult> Epochs, bool StoppedEarly, double Seconds,
    GradientFlow? FirstFlow, GradientFlow? BestFlow, string? Error = null)
{
    /// <summary>The network of the best epoch at the run's test lengths; empty where it has none.</summary>
    public IReadOnlyList<TestResult> Tests { get; init; } = [];

    /// <summary>The epoch with the lowest finite validation loss, or null.</summary>
    public EpochResult? Best => Epochs.Where(e => double.IsFinite(e.ValidationLoss)).MinBy(e => e.ValidationLoss);

    /// <summary>A trial's score (the MAD, where the loss is L1): the lowest validation loss over its epochs; null where none is finite.</summary>
    public double? Mad => Best?.ValidationLoss;

    /// <summary>Gradient mean read on every batch, averaged over the epochs that ran; null where not finite.</summary>
    public double? GradientMeanAllBatches => Average(Epochs.Select(e => e.GradientMean), Epochs.Count);

    /// <summary>Gradient mean of the last batch of each epoch, averaged over the epochs that ran; null where not finite.</summary>
    public double? GradientMeanLastBatch => Average(Epochs.Select(e => e.GradientLastBatch), Epochs.Count);

    /// <summary>Sum of <paramref name="values"/> over <paramref name="count"/>; null where empty or not finite.</summary>
    public static double? Average(IEnumerable<double> values, int count)
    {
        if (count == 0) return null;
        var mean = values.Sum() / count;
        return double.IsFinite(mean) ? mean : null;
    }
}
