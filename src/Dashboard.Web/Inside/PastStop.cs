using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Training;
using Dashboard.Web.Charts;

namespace Dashboard.Web.Inside;

/// <summary>
/// What a run's networks come to where nothing stops them early: known of lengths that were trained on (What it learnt) and where
/// another run differs in its patience alone. The same seed trains the same network, so epochs past a stop are those of the very
/// network that stopped; where another processor trained another one, that counts as not known.
/// </summary>
public sealed class PastStop(RunService runs, TrainedOnShelf shelf)
{
    // Of the newest runs that went on.
    private const int MostRuns = 5;

    /// <summary>How far the networks are from knowing all at the best of all epochs, as <see cref="ChartSeries.Misses"/>: at the
    /// lengths of a model where that is known of every seed. None where nothing is known that the run does not say itself.</summary>
    /// <param name="run">The run.</param>
    /// <param name="trials">Its trials.</param>
    /// <exception cref="StorageUnavailableException"/>
    public IReadOnlyList<ChartSeries> Of(Run run, IReadOnlyList<Trial> trials)
    {
        if (!trials.Any(t => t.Result is { StoppedEarly: true })) return [];
        var others = Others(run);
        var on = trials.Where(t => t.IsFinished).Select(t => (Trial: t, On: On(run, t, others))).ToArray();
        var known = on.GroupBy(t => (t.Trial.Key.Model, t.Trial.Key.Length)).Where(place => place.All(t => t.On is not null)).SelectMany(p => p).ToArray();
        return known.Any(t => t.Trial.Result is { StoppedEarly: true }) ? ChartSeries.Misses(run.Spec, known.Select(t => t.On!)) : [];
    }

    /// <summary>Trials of runs that trained the same networks to the last epoch.</summary>
    private ILookup<TrialKey, Trial> Others(Run run) => runs
        .List(new() { Protocol = run.Spec.Protocol, Sequence = run.Spec.Sequence, Noise = run.Spec.Noise, Standardize = run.Spec.Standardize, Take = int.MaxValue })
        .Items.Where(r => r.Id != run.Id && r.Spec.Patience >= r.Spec.Epochs && Common(r.Spec).Equals(Common(run.Spec))).Take(MostRuns)
        .SelectMany(r => runs.Trials(r.Id)).Where(t => t.IsFinished).ToLookup(t => t.Key);

    // What may differ: patience, and what no network's numbers depend on.
    private static RunSpec Common(RunSpec spec) => spec with
    {
        Patience = 0, Lengths = [], Models = [], Seeds = [], TestLengths = [], Engine = 0, TrialTimeLimit = null,
    };

    /// <summary>A trial as it would have ended; null where that is not known.</summary>
    private Trial? On(Run run, Trial trial, ILookup<TrialKey, Trial> others)
    {
        if (trial.Result is not { StoppedEarly: true } own) return trial;
        if (others[trial.Key].FirstOrDefault(t => GoesOn(own, t.Result?.Epochs)) is { } other) return trial with { Status = other.Status, Result = other.Result };
        if (shelf.Known(run.Id, trial.Key.Length)?.GetValueOrDefault(trial.Key) is not { } epochs || !GoesOn(own, epochs)) return null;
        var status = double.IsFinite(epochs[^1].ValidationLoss) ? TrialStatus.Done : TrialStatus.Diverged;
        return trial with { Status = status, Result = own with { Status = status, Epochs = epochs, StoppedEarly = false } };
    }

    private static bool GoesOn(TrialResult own, IReadOnlyList<EpochResult>? epochs) =>
        epochs?.Count >= own.Epochs.Count && own.Epochs.Zip(epochs).All(e => e.First.ValidationLoss.Equals(e.Second.ValidationLoss));
}
