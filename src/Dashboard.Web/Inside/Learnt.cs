using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Tasks.Deck;
using Dashboard.Engine.Training;

namespace Dashboard.Web.Inside;

/// <summary>What one network knew after each epoch.</summary>
/// <param name="Seed">Its seed.</param>
/// <param name="Epochs">Every epoch known, from the first.</param>
/// <param name="Stop">The last epoch of its result; epochs after it are not part of the run.</param>
public sealed record LearntPath(long Seed, IReadOnlyList<EpochResult> Epochs, int Stop)
{
    /// <summary>Weight of the first input after an epoch (from 1); NaN where it was not read.</summary>
    public double First(int epoch) => Reading(epoch, 0);

    /// <summary>Weight of the last input.</summary>
    public double Last(int epoch) => Reading(epoch, 1);

    private double Reading(int epoch, int at) => Epochs[epoch - 1].Readings is { Count: > 1 } r ? r[at] : double.NaN;
}

/// <summary>All seeds of one model at one length.</summary>
/// <param name="Model">The model.</param>
/// <param name="Paths">One a seed, rising.</param>
/// <param name="TrueFirst">The weight the task gives to the first input.</param>
/// <param name="TrueLast">The weight of the last.</param>
public sealed record Learnt(ModelKind Model, IReadOnlyList<LearntPath> Paths, double TrueFirst, double TrueLast)
{
    /// <summary>From a run's trials.</summary>
    /// <param name="run">The run.</param>
    /// <param name="trials">Its trials; those without readings are left out.</param>
    /// <param name="length">The length.</param>
    /// <param name="trainedOn">Epochs past the stop, by trial; none where it was not trained on.</param>
    public static IReadOnlyList<Learnt> Of(Run run, IEnumerable<Trial> trials, int length, IReadOnlyDictionary<TrialKey, IReadOnlyList<EpochResult>>? trainedOn = null)
    {
        var rule = run.Spec.Protocol.Rule(run.Spec.Sequence);
        return
        [
            .. trials.Where(t => t.Key.Length == length && t.IsFinished && t.Result is { Epochs.Count: > 0 } r && (r.Epochs[0].Readings.Count > 0 || trainedOn?.ContainsKey(t.Key) == true))
                .GroupBy(t => t.Key.Model).OrderBy(g => g.Key)
                .Select(g => new Learnt(g.Key, [.. g.OrderBy(t => t.Key.Seed).Select(t => new LearntPath(t.Key.Seed, trainedOn?.GetValueOrDefault(t.Key) ?? t.Result!.Epochs, t.Result!.Epochs.Count))],
                    rule.EffectiveFirst, rule.EffectiveLast)),
        ];
    }

    /// <summary>Whether a weight counts as having found the first input: half of the true one or more.</summary>
    public bool Found(double weight) => weight / TrueFirst >= 0.5;

    /// <summary>The first epoch from which the weight stays above half of the true one to the end; null for never.</summary>
    /// <param name="path">The network.</param>
    /// <param name="to">The last epoch looked at.</param>
    public int? FoundForGood(LearntPath path, int to)
    {
        int? since = null;
        for (var e = 1; e <= Math.Min(to, path.Epochs.Count); e++)
            if (Found(path.First(e))) since ??= e;
            else since = null;
        return since;
    }

    /// <summary>Whether it was found in any epoch up to <paramref name="to"/>.</summary>
    public bool FoundEver(LearntPath path, int to) => Enumerable.Range(1, Math.Min(to, path.Epochs.Count)).Any(e => Found(path.First(e)));

    /// <summary>Whether half of the first input's weight came before two thirds of the last one's.</summary>
    public bool FirstBeforeLast(LearntPath path)
    {
        for (var e = 1; e <= path.Epochs.Count; e++)
        {
            var last = path.Last(e) / TrueLast >= 2.0 / 3;
            if (Found(path.First(e))) return !last;
            if (last) return false;
        }
        return false;
    }
}
