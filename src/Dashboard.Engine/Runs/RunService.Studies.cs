using Dashboard.Engine.Experiments;
using Dashboard.Engine.Training;

namespace Dashboard.Engine.Runs;

// Runs that are launched together.
public sealed partial class RunService
{
    // Between reading a study and writing it with one run more.
    private readonly Lock growing = new();

    /// <summary>All studies, newest first.</summary>
    public IReadOnlyList<Study> Studies() => store.Studies();

    /// <summary>The study and its runs as they now are, or null.</summary>
    public (Study Study, IReadOnlyList<Run> Runs)? FindStudy(string id) =>
        store.FindStudy(id) is { } study ? (study, store.FindMany(study.RunIds)) : null;

    /// <summary>The deck's 16 panels as one study.</summary>
    /// <param name="protocol">The deck's slides or notebook.</param>
    /// <param name="seeds">Of every panel.</param>
    /// <param name="name">Null for one made of the seeds.</param>
    /// <param name="engine">What trains it.</param>
    /// <param name="models">Null for the two that the deck compares.</param>
    /// <param name="by">Who launches it.</param>
    /// <exception cref="QueueFullException">Too many runs wait.</exception>
    public Study LaunchDeck(
        Protocol protocol, IReadOnlyList<long> seeds, string? name = null, EngineChoice engine = EngineChoice.Auto, IReadOnlyList<ModelKind>? models = null,
        Launcher? by = null)
    {
        var (study, runs) = factory.Deck(protocol, seeds, name, engine, models ?? Presets.Models, by);
        return Launch(runs, study)!;
    }

    /// <summary>The runs of a study again with other seeds, as a study of its own: what a run trains never changes.</summary>
    /// <exception cref="KeyNotFoundException">There is no such study.</exception>
    /// <exception cref="QueueFullException">Too many runs wait.</exception>
    public Study LaunchMore(string studyId, IReadOnlyList<long> seeds, Launcher? by = null)
    {
        var (of, old) = FindStudy(studyId) ?? throw new KeyNotFoundException($"There is no study '{studyId}'.");
        var (study, runs) = factory.More(of, old, seeds, by);
        return Launch(runs, study)!;
    }

    /// <summary>A phase map: a run a row, as one study.</summary>
    /// <exception cref="QueueFullException">Too many runs wait.</exception>
    public Study LaunchMap(MapSpec map, string? name = null, Launcher? by = null)
    {
        var (study, runs) = factory.Map(map, name, by);
        return Launch(runs, study)!;
    }

    /// <summary>The next seeds of one cell of a phase map, as one more run of its study: what a run trains never changes.</summary>
    /// <param name="studyId">The map.</param>
    /// <param name="cell">Which of its cells.</param>
    /// <param name="count">How many seeds, at least 1; they follow the highest that the cell has.</param>
    /// <param name="by">Who launches them.</param>
    /// <exception cref="KeyNotFoundException">There is no such map, or it has no such cell.</exception>
    /// <exception cref="MapFullException">The cell or the map would have more than is allowed.</exception>
    /// <exception cref="QueueFullException">Too many runs wait.</exception>
    public Run LaunchSeeds(string studyId, MapCell cell, int count, Launcher? by = null)
    {
        lock (growing)
        {
            var (study, runs) = FindStudy(studyId) ?? throw new KeyNotFoundException($"There is no study '{studyId}'.");
            var spec = NextSeeds(study, runs, cell, count);
            var run = factory.Cell(study, spec, runs[0].Tags, by);
            Launch([run], study with { RunIds = [.. study.RunIds, run.Id] });
            return run;
        }
    }

    /// <summary>What <see cref="LaunchSeeds"/> would train.</summary>
    /// <exception cref="KeyNotFoundException">It is no map, or has no such cell.</exception>
    /// <exception cref="MapFullException">The cell or the map would have more than is allowed.</exception>
    public static RunSpec NextSeeds(Study study, IReadOnlyList<Run> runs, MapCell cell, int count)
    {
        if (study.MapSetting is not { } setting) throw new KeyNotFoundException($"The study '{study.Id}' is no phase map.");
        var there = runs.Select(r => r.Spec).Where(s => setting.Of(s) == cell.Value && s.Models.Contains(cell.Model) && s.Lengths.Contains(cell.Length)).ToArray();
        if (there.Length == 0) throw new KeyNotFoundException("The map has no such cell.");
        var seeds = there.SelectMany(s => s.Seeds).Distinct().ToArray();
        if (seeds.Length + count > RunLimits.Seeds.Max) throw new MapFullException($"A cell has at most {RunLimits.Seeds.Max:N0} seeds; this one has {seeds.Length:N0}.");
        if (!RunLimits.Seed.Allows(seeds.Max() + count)) throw new MapFullException($"A seed is at most {RunLimits.Seed.Max:N0}.");
        if (runs.Sum(r => r.TrialsTotal) + count > RunLimits.MapTrials) throw new MapFullException($"A map has at most {RunLimits.MapTrials:N0} trials.");
        return there[0] with { Models = [cell.Model], Lengths = [cell.Length], Seeds = [.. Enumerable.Range(1, count).Select(i => seeds.Max() + i)] };
    }
}
