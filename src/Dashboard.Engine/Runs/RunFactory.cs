using Dashboard.Engine.Experiments;
using Dashboard.Engine.Tasks;
using Dashboard.Engine.Training;

namespace Dashboard.Engine.Runs;

/// <summary>Makes new runs and studies; nothing is saved or queued.</summary>
internal sealed class RunFactory(TimeProvider time)
{
    /// <summary>A run that waits.</summary>
    /// <param name="spec">What it trains.</param>
    /// <param name="name">Its name; the panel's where empty.</param>
    /// <param name="by">Who launches it.</param>
    public Run Run(RunSpec spec, string? name, Launcher? by) => new()
    {
        Id = NewId(),
        Name = string.IsNullOrWhiteSpace(name) ? spec.Title : name.Trim(),
        Spec = spec,
        CreatedAt = Now,
        LaunchedBy = by,
        UnsureTrials = 0,
        Summary = [.. spec.Models.Select(m => new ModelSummary(m, new double?[spec.Lengths.Count], new double?[spec.Lengths.Count]))],
    };

    /// <summary>The deck's 16 panels as one study.</summary>
    public (Study Study, IReadOnlyList<Run> Runs) Deck(
        Protocol protocol, IReadOnlyList<long> seeds, string? name, EngineChoice engine, IReadOnlyList<ModelKind> models, Launcher? by)
    {
        var id = NewId();
        var runs = Presets.Panels.Select(p => Run(Presets.Run(p, protocol, seeds) with { Engine = engine, Models = models }, p.Name, by) with { StudyId = id, Tags = ["deck"] }).ToArray();
        return (new()
        {
            Id = id,
            Name = string.IsNullOrWhiteSpace(name) ? $"The whole deck, {Numbers.Of(seeds.Count, "seed")}" : name.Trim(),
            CreatedAt = Now,
            LaunchedBy = by,
            RunIds = [.. runs.Select(r => r.Id)],
            Protocol = protocol,
        }, runs);
    }

    /// <summary>The runs of a study again with other seeds.</summary>
    public (Study Study, IReadOnlyList<Run> Runs) More(Study of, IReadOnlyList<Run> old, IReadOnlyList<long> seeds, Launcher? by)
    {
        var id = NewId();
        var runs = old.Select(r => Run(r.Spec with { Seeds = seeds }, r.Name, by) with { StudyId = id, Tags = r.Tags }).ToArray();
        return (of with
        {
            Id = id,
            Name = $"{(of.Preset == "deck" ? "The whole deck" : of.Name)}, {(seeds.Count == 1 ? $"seed {seeds[0]}" : $"seeds {seeds[0]}–{seeds[^1]}")}",
            CreatedAt = Now,
            LaunchedBy = by,
            RunIds = [.. runs.Select(r => r.Id)],
        }, runs);
    }

    /// <summary>A phase map.</summary>
    public (Study Study, IReadOnlyList<Run> Runs) Map(MapSpec map, string? name, Launcher? by)
    {
        var id = NewId();
        var runs = map.Rows.Select(r => Run(r, $"{r.Title}, {map.Setting.Words(map.Setting.Of(r))}", by) with { StudyId = id, Tags = ["map"] }).ToArray();
        var first = map.Rows[0];
        return (new()
        {
            Id = id,
            Name = string.IsNullOrWhiteSpace(name) ? $"Length × {map.Setting.Name.ToLowerInvariant()}, {first.Task.Name.ToLowerInvariant()}" : name.Trim(),
            CreatedAt = Now,
            LaunchedBy = by,
            RunIds = [.. runs.Select(r => r.Id)],
            Protocol = first.Protocol,
            Preset = Study.Map,
            Setting = map.Setting.Id,
        }, runs);
    }

    /// <summary>More seeds of one cell of a phase map.</summary>
    public Run Cell(Study map, RunSpec spec, IReadOnlyList<string> tags, Launcher? by)
    {
        var row = map.MapSetting is { } setting ? $", {setting.Words(setting.Of(spec))}" : "";
        return Run(spec, $"{spec.Title}{row}, length {spec.Lengths[0]}, {(spec.Seeds.Count == 1 ? $"seed {spec.Seeds[0]}" : $"seeds {spec.Seeds[0]}–{spec.Seeds[^1]}")}", by) with { StudyId = map.Id, Tags = tags };
    }

    private string NewId() => Guid.CreateVersion7(time.GetUtcNow()).ToString("N");

    private DateTime Now => time.GetUtcNow().UtcDateTime;
}
