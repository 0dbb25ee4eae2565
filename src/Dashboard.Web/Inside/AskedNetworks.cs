using Dashboard.Engine.Experiments;
using Dashboard.Engine.Inside;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Training;

namespace Dashboard.Web.Inside;

/// <summary>Finds the networks an address asks for, or says why there are none and what can be done.</summary>
internal sealed class AskedNetworks(RunService runs)
{
    private const int DeckUnits = 6;

    /// <summary>A run's trials at a length and seed, one a model, trained or not; what is not given is chosen.</summary>
    /// <exception cref="RunNotFoundException"/>
    /// <exception cref="NothingInsideException">The run has no such networks, or none that can be shown.</exception>
    public (Run Run, IReadOnlyList<Trial> Trials) Find(string id, InsideAsked asked)
    {
        var run = runs.Find(id) ?? throw new RunNotFoundException(id);
        var spec = run.Spec;
        var at = asked.Length ?? spec.Lengths.Order().MinBy(l => Math.Abs(l - 12));
        if (!spec.Lengths.Contains(at)) throw new NothingInsideException("refused", "No such length", $"This run has no length {at}; it has {NumberList.Format(spec.Lengths)}.");
        var with = asked.Seed ?? spec.Seeds.Min();
        if (!spec.Seeds.Contains(with)) throw new NothingInsideException("refused", "No such seed", $"This run has no seed {with}; it has {NumberList.Format(spec.Seeds)}.");
        if (spec.Brought is not null) throw new NothingInsideException("refused", "Nothing to look inside at", NetworkRecorder.Refusal(spec, at)!, new WayOn("Back to the result", $"runs/{id}"));
        if (NetworkRecorder.Refusal(spec, at) is { } why) throw new NothingInsideException("refused", "Too large to look inside", why,
            [.. new[] { Shorter(run, at, with) }.OfType<WayOn>(), new WayOn("Gradient flow of this run", $"runs/{id}?tab=flow&length={at}"), .. Smaller(run, at)]);
        return (run, [.. runs.Trials(id).Where(t => t.Key.Length == at && t.Key.Seed == with).OrderBy(t => t.Key.Model)]);
    }

    /// <summary>The same, all of them trained.</summary>
    /// <exception cref="RunNotFoundException"/>
    /// <exception cref="NothingInsideException">They cannot be shown, or not yet.</exception>
    public (Run Run, IReadOnlyList<Trial> Trials) Trained(string id, InsideAsked asked)
    {
        var (run, trials) = Find(id, asked);
        if (trials.FirstOrDefault(t => !t.IsFinished) is { } open) throw NotYet(run, open);
        if (trials.FirstOrDefault(t => t.Status == TrialStatus.Failed) is { } failed)
            throw new NothingInsideException("refused", "This trial failed", $"{failed.Result?.Error} There is no network to look into.");
        return (run, trials);
    }

    private NothingInsideException NotYet(Run run, Trial open)
    {
        var (trials, key) = (runs.Trials(run.Id), open.Key);
        var before = trials.Count(t => !t.IsFinished && t.Index < open.Index);
        // The nearest length of the same seed that has been trained.
        var meanwhile = trials.Where(t => t.Key.Seed == key.Seed).GroupBy(t => t.Key.Length).Where(g => g.All(t => t.Status == TrialStatus.Done))
            .MinBy(g => Math.Abs(g.Key - key.Length)) is { } there ? new WayOn($"Look at length {there.Key} meanwhile", Length: there.Key, Seed: key.Seed) : null;
        if (run.Status.GoesOn())
        {
            var place = $"Length {key.Length}, seed {key.Seed} is number {before + 1:N0} in the run's queue.";
            return new("waiting", "Not trained yet", $"{place} This page fills in by itself.", [.. new[] { meanwhile }.OfType<WayOn>()])
            {
                ForStrangers = $"{place} Once it is trained, whoever shared this link opens Inside, and this page fills in by itself.",
            };
        }
        var stopped = $"The run is {run.Status.ToString().ToLowerInvariant()} and has not trained length {key.Length}, seed {key.Seed}.";
        return new("refused", "Not trained", $"{stopped} Resume it on its page, or train them as a run of their own.", [.. new[] { WayOn.Train, meanwhile }.OfType<WayOn>()])
        {
            ForStrangers = $"{stopped} Only whoever shared this link can have it trained.",
        };
    }

    // The longest of the run's lengths that can be shown, where one asked for cannot.
    private static WayOn? Shorter(Run run, int length, long seed) =>
        run.Spec.Lengths.Where(l => l < length && NetworkRecorder.Refusal(run.Spec, l) is null).OrderDescending().Take(1).ToArray() is [var there]
            ? new WayOn($"Look at length {there}", Length: there, Seed: seed) : null;

    // The same run with networks that can be shown; where its lengths are too long as well, that would lead to another refusal.
    private static IEnumerable<WayOn> Smaller(Run run, int length)
    {
        var fitting = run.Spec with { HiddenSize = Math.Min(run.Spec.HiddenSize, NetworkRecorder.MostUnits), Layers = 1 };
        if (NetworkRecorder.Refusal(fitting, length) is not null) yield break;
        var (units, layers) = (run.Spec.HiddenSize > NetworkRecorder.MostUnits, run.Spec.Layers > 1);
        var changes = (units ? $"&hiddenSize={DeckUnits}" : "") + (layers ? "&layers=1" : "");
        var word = (units, layers) switch
        {
            (true, true) => $"Relaunch with {DeckUnits} units in one layer",
            (true, false) => $"Relaunch with {DeckUnits} units",
            _ => "Relaunch with one layer",
        };
        yield return new(word, $"new?from={run.Id}{changes}");
    }
}
