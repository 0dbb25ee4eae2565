using System.Collections.Concurrent;
using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Tasks;
using Dashboard.Engine.Training;

namespace Dashboard.Engine.Findings;

/// <summary>
/// Makes phase maps of studies. What a run's trials say is kept by (run, finished trials, threshold), so that a live map reads
/// again only the runs that went on. Thread-safe.
/// </summary>
public sealed class MapService(RunService runs)
{
    // A trial takes about 100 bytes.
    private const int KeptRuns = 2_000;

    private readonly ConcurrentDictionary<string, (int Done, double Threshold, IReadOnlyList<(TrialKey Key, CellSeed Seed)> Trials)> kept = new();

    /// <summary>The map of a study as its runs now are.</summary>
    /// <param name="study">A phase map.</param>
    /// <param name="of">Its runs.</param>
    /// <param name="threshold">What counts as solved; null for the task's own.</param>
    /// <returns>Null where the study is no map, or none of its runs is left.</returns>
    /// <exception cref="StorageUnavailableException">The trials cannot be read now.</exception>
    public PhaseMap? Of(Study study, IReadOnlyList<Run> of, double? threshold = null)
    {
        if (study.MapSetting is not { } setting || of.Count == 0) return null;
        var limit = threshold ?? of[0].Spec.Task.Score.Solved.Threshold;
        return Of(setting, limit, [.. of.Select(r => (r.Spec, Trials(r, limit)))]);
    }

    /// <summary>Pools runs that differ in one setting, lengths, models and seeds.</summary>
    internal static PhaseMap Of(MapSetting setting, double threshold, IReadOnlyList<(RunSpec Spec, IReadOnlyList<(TrialKey Key, CellSeed Seed)> Trials)> runs)
    {
        double?[] values = [.. runs.Select(r => setting.Of(r.Spec)).Distinct().OrderBy(v => v ?? double.NegativeInfinity)];
        int[] lengths = [.. runs.SelectMany(r => r.Spec.Lengths).Distinct().Order()];
        ModelKind[] models = [.. runs.SelectMany(r => r.Spec.Models).Distinct().Order()];
        var ended = runs.SelectMany(r => r.Trials.Select(t => (Cell: new MapCell(t.Key.Model, t.Key.Length, setting.Of(r.Spec)), t.Seed))).ToLookup(t => t.Cell, t => t.Seed);
        var expected = new Dictionary<MapCell, HashSet<long>>();
        foreach (var (spec, _) in runs)
            foreach (var model in spec.Models)
                foreach (var length in spec.Lengths)
                {
                    var cell = new MapCell(model, length, setting.Of(spec));
                    if (!expected.TryGetValue(cell, out var seeds)) expected.Add(cell, seeds = []);
                    seeds.UnionWith(spec.Seeds);
                }
        return new(setting.Id, runs[0].Spec, values, lengths, models,
        [
            .. from model in models
               from value in values
               from length in lengths
               let cell = new MapCell(model, length, value)
               select new PhaseCell(model, length, value, Pooled(ended[cell]), expected.GetValueOrDefault(cell)?.Count ?? 0),
        ], threshold);
    }

    // A failed trial says nothing; the same seed of another run may.
    private static IReadOnlyList<CellSeed> Pooled(IEnumerable<CellSeed> seeds) =>
        [.. seeds.OrderBy(s => s.Status == TrialStatus.Failed).DistinctBy(s => s.Seed).OrderBy(s => s.Seed)];

    private IReadOnlyList<(TrialKey, CellSeed)> Trials(Run run, double threshold)
    {
        if (kept.TryGetValue(run.Id, out var known) && (known.Done, known.Threshold) == (run.TrialsDone, threshold)) return known.Trials;
        var trials = Ended(run, runs.Trials(run.Id), threshold);
        if (kept.Count > KeptRuns) kept.Clear();
        // A run that is deleted now has no trials: that is not kept, it may be restored.
        if (trials.Count > 0 || run.TrialsDone == 0) kept[run.Id] = (run.TrialsDone, threshold, trials);
        return trials;
    }

    /// <summary>What the ended trials of a run say.</summary>
    internal static IReadOnlyList<(TrialKey Key, CellSeed Seed)> Ended(Run run, IReadOnlyList<Trial> trials, double threshold)
    {
        var rule = run.Spec.Task.Score.Solved;
        return [.. trials.Where(t => t.IsFinished && t.Result is not null).Select(t => (t.Key, Seed(t, t.Result!)))];

        CellSeed Seed(Trial trial, TrialResult result)
        {
            var done = trial.Status == TrialStatus.Done;
            return new(run.Id, trial.Index, trial.Key.Seed, trial.Status, done ? result.Mad : null,
                rule.Of(result, threshold), done ? result.Best?.Epoch : null, result.Epochs.Count);
        }
    }
}
