using Dashboard.Engine.Experiments;
using Dashboard.Engine.Metrics;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Tasks;
using Dashboard.Engine.Training;

namespace Dashboard.Web.Live;

/// <summary>A trial as clients see it; numbers are finite or null.</summary>
/// <param name="Index">Place in the run's order of training.</param>
/// <param name="Mad">Lowest validation score over its epochs, for the deck the MAD; null until it ends.</param>
/// <param name="MadEpoch">The epoch of that score, from 1.</param>
/// <param name="Solved">Whether its network learnt the task, by the task's own threshold: for the deck a MAD under 5. False where it
/// diverged; null until it ends and where it failed.</param>
/// <param name="GradientMean">The protocol's gradient mean; null until it ends.</param>
/// <param name="GradientMeanAllBatches">Every batch, averaged over the epochs that ran.</param>
/// <param name="GradientMeanLastBatch">The last batch of each epoch, averaged over the epochs that ran.</param>
/// <param name="EpochsRun">How many; null where that is not known of what was brought in.</param>
/// <param name="StoppedEarly">Null of what was brought in.</param>
/// <param name="Seconds">Wall seconds of its training; null where not known.</param>
/// <param name="Error">Why it failed or diverged.</param>
/// <param name="Epochs">The epochs so far.</param>
/// <param name="Origin">What trained it; null while queued, and in trials saved before this was kept.</param>
/// <param name="Tests">Its network of the best epoch at the run's test lengths.</param>
/// <param name="Machine">Where it was trained, by name; null where only the server trained.</param>
/// <param name="ValidationMayBeWrong">An earlier version's torch engine validated it with a kernel that is wrong on some
/// CPUs (PyTorch issue 173922).</param>
public sealed record TrialMessage(
    int Index, ModelKind Model, int Length, long Seed, TrialStatus Status, string? Engine,
    double? Mad, int? MadEpoch, bool? Solved, double? GradientMean, double? GradientMeanAllBatches, double? GradientMeanLastBatch,
    int? EpochsRun, bool? StoppedEarly, double? Seconds, string? Error, IReadOnlyList<EpochMessage> Epochs, TrialOrigin? Origin, bool ValidationMayBeWrong,
    IReadOnlyList<TestMessage> Tests, string? Machine)
{
    public static TrialMessage From(Trial trial, RunSpec spec)
    {
        // While it trains, its numbers are not yet what they will mean: only its epochs are told.
        var ended = trial.IsFinished ? trial.Result : null;
        var epochs = spec.KnowsEpochs ? trial.Result?.Epochs ?? [] : [];
        return new(
            trial.Index, trial.Key.Model, trial.Key.Length, trial.Key.Seed, trial.Status, trial.Engine,
            ended?.Mad, spec.KnowsEpochs ? ended?.Best?.Epoch : null, ended is null ? null : spec.Task.Score.Solved.Of(ended), ended is null ? null : spec.Protocol.GradientMean(ended, spec.Epochs),
            ended?.GradientMeanAllBatches, ended?.GradientMeanLastBatch,
            spec.KnowsEpochs ? epochs.Count : null, spec.Brought is null ? ended?.StoppedEarly ?? false : null, Finite(ended?.Seconds), trial.Result?.Error, [.. epochs.Select(EpochMessage.From)],
            trial.Origin, RunWarnings.MayBeWrong(trial, spec.HiddenSize),
            [.. (ended?.Tests ?? []).Select(t => TestMessage.From(t, spec))], trial.Machine);
    }

    private static double? Finite(double? value) => value is { } v && double.IsFinite(v) ? v : null;
}

/// <summary>A trained network at another length than its own.</summary>
/// <param name="Length">Nominal length of the sequences.</param>
/// <param name="Score">Loss on them; null where not finite.</param>
/// <param name="Solved">Whether it solves the task there; null where not known.</param>
public sealed record TestMessage(int Length, double? Score, bool? Solved)
{
    public static TestMessage From(TestResult test, RunSpec spec) =>
        new(test.Length, double.IsFinite(test.Score) ? test.Score : null, spec.Task.Score.Solved.Of(test));
}

/// <summary>One epoch of a trial.</summary>
/// <param name="TrainMad">Loss over the training set while training, for the deck L1.</param>
/// <param name="ValidationMad">Loss over the validation set after it.</param>
/// <param name="GradientMean">Gradient mean of every batch.</param>
/// <param name="GradientLastBatch">Gradient mean of the last batch.</param>
/// <param name="Readings">What the task read from the predictions of the validation set: for the deck the weights of the first
/// and of the last input, null where not determined. Empty in trials saved before it was kept.</param>
public sealed record EpochMessage(
    int Epoch, double? TrainMad, double? ValidationMad, double? GradientMean, double? GradientLastBatch, IReadOnlyList<float?> Readings)
{
    public static EpochMessage From(EpochResult e) => new(e.Epoch, Finite(e.TrainLoss), Finite(e.ValidationLoss), Finite(e.GradientMean), Finite(e.GradientLastBatch),
        [.. e.Readings.Select(r => float.IsFinite(r) ? r : (float?)null)]);

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}

/// <summary>A trial with its gradient flow.</summary>
/// <param name="FirstFlow">‖∂L/∂h_t‖ by timestep, first epoch; null where it was not kept.</param>
/// <param name="BestFlow">The same in the epoch of the lowest MAD.</param>
public sealed record TrialDetailMessage(TrialMessage Trial, GradientFlow? FirstFlow, GradientFlow? BestFlow);
