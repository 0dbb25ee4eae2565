using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Tasks;
using Dashboard.Engine.Training;

namespace Dashboard.Web.Inside;

/// <summary>What one network knew after each epoch.</summary>
/// <param name="Seed">Its seed.</param>
/// <param name="Epochs">Every epoch known, from the first.</param>
/// <param name="Stop">The last epoch of its result; epochs after it are not part of the run.</param>
/// <param name="From">The place of the first weight among an epoch's readings.</param>
public sealed record LearntPath(long Seed, IReadOnlyList<EpochResult> Epochs, int Stop, int From = 0)
{
    /// <summary>Weight of the first item after an epoch (from 1); NaN where it was not read.</summary>
    public double First(int epoch) => Reading(epoch, From);

    /// <summary>Weight of the second.</summary>
    public double Second(int epoch) => Reading(epoch, From + 1);

    private double Reading(int epoch, int at) => Epochs[epoch - 1].Readings is var r && at < r.Count ? r[at] : double.NaN;
}

/// <summary>All seeds of one model at one length.</summary>
/// <param name="Model">The model.</param>
/// <param name="Paths">One a seed, rising.</param>
/// <param name="Items">What they are to remember.</param>
public sealed record Learnt(ModelKind Model, IReadOnlyList<LearntPath> Paths, LearntItems Items)
{
    /// <summary>The weight of the first item in a network that knows it.</summary>
    public double TrueFirst => Items.First.Weight;

    /// <summary>The second one's; NaN where there is none.</summary>
    public double TrueSecond => Items.Second?.Weight ?? double.NaN;

    /// <summary>From a run's trials.</summary>
    /// <param name="run">The run.</param>
    /// <param name="trials">Its trials; those without readings are left out.</param>
    /// <param name="length">The length.</param>
    /// <param name="trainedOn">Epochs past the stop, by trial; none where it was not trained on.</param>
    public static IReadOnlyList<Learnt> Of(Run run, IEnumerable<Trial> trials, int length, IReadOnlyDictionary<TrialKey, IReadOnlyList<EpochResult>>? trainedOn = null)
    {
        var items = run.Spec.Task.Learnt(run.Spec);
        return
        [
            .. trials.Where(t => t.Key.Length == length && t.IsFinished && t.Result is { Epochs.Count: > 0 } r && (r.Epochs[0].Readings.Count > items.Reading || trainedOn?.ContainsKey(t.Key) == true))
                .GroupBy(t => t.Key.Model).OrderBy(g => g.Key)
                .Select(g => new Learnt(g.Key, [.. g.OrderBy(t => t.Key.Seed).Select(t => new LearntPath(t.Key.Seed, trainedOn?.GetValueOrDefault(t.Key) ?? t.Result!.Epochs, t.Result!.Epochs.Count, items.Reading))], items)),
        ];
    }

    /// <summary>Whether a weight counts as having found the first item: half of the true one or more.</summary>
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

    /// <summary>Whether half of the first item's weight came before two thirds of the second one's.</summary>
    public bool FirstBeforeSecond(LearntPath path)
    {
        if (Items.Second is null) return false;
        for (var e = 1; e <= path.Epochs.Count; e++)
        {
            var second = path.Second(e) / TrueSecond >= 2.0 / 3;
            if (Found(path.First(e))) return !second;
            if (second) return false;
        }
        return false;
    }
}
