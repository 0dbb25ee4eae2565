using Dashboard.Engine.Experiments;
using Dashboard.Engine.Training;

namespace Dashboard.Engine.Inside;

/// <summary>One moment of a network's training.</summary>
/// <param name="Epoch">0: before training; within the first epoch 1.</param>
/// <param name="Batches">Batches into the first epoch; 0 at the end of an epoch.</param>
public readonly record struct Frame(int Epoch, int Batches);

/// <summary>A network trained again with everything kept.</summary>
/// <param name="Key">The trial.</param>
/// <param name="Hidden">Units.</param>
/// <param name="Frames">The moments kept, in order.</param>
/// <param name="Weights">[frames]: the weights at each.</param>
/// <param name="Facts">[frames]: what they do with the validation set.</param>
/// <param name="Losses">[frames]: validation loss.</param>
/// <param name="Epochs">Every epoch, past the early stop up to the budget.</param>
/// <param name="Stop">The epoch early stopping ended the trial after; null where it did not.</param>
/// <param name="Best">The epoch of the lowest validation loss up to there.</param>
/// <param name="Diverged">The epoch in which the loss was lost; null where it was not.</param>
/// <param name="Difference">The first epoch that is not the saved one to the bit; null where all are.</param>
public sealed record NetworkRecording(
    TrialKey Key, int Hidden, IReadOnlyList<Frame> Frames, IReadOnlyList<InitialWeights> Weights, IReadOnlyList<NetworkFacts> Facts,
    IReadOnlyList<double> Losses, IReadOnlyList<EpochResult> Epochs, int? Stop, int? Best, int? Diverged, RecordingDifference? Difference);

/// <summary>An epoch that came out otherwise than it was saved.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="Saved">The validation loss the run saved.</param>
/// <param name="Now">The one of training again.</param>
public sealed record RecordingDifference(int Epoch, double Saved, double Now);
