using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Web.Live;
using Dashboard.Web.People;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Dashboard.Web.Api;

/// <summary>/api/studies: several runs launched together.</summary>
internal static class Studies
{
    public static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("/studies").WithTags("Studies");
        group.MapPost("", Launch).Accepts<StudyRequest>("application/json").WithSummary("Launch the deck's 16 panels, or a phase map, as one study").Does(Deed.Launch)
            .ProducesValidationProblem().ProducesProblem(429).ProducesProblem(503);
        group.MapGet("", (RunService runs) => TypedResults.Ok(runs.Studies().Select(s => StudyHead.From(s)).ToArray())).WithSummary("All studies, newest first");
        group.MapGet("/{id}", Read).WithSummary("A study and its runs").ProducesProblem(404);
        Maps.Map(group);
    }

    private static async Task<Created<StudyMessage>> Launch(HttpRequest http, RunService runs, LabActions lab)
    {
        var errors = new FieldErrors();
        var request = await JsonBody.ReadAsync<StudyRequest>(http, errors);
        var isMap = request.Map is not null || Study.Map.Equals(request.Preset, StringComparison.OrdinalIgnoreCase);
        if (request.Preset is { } preset && !preset.Equals(isMap ? Study.Map : "deck", StringComparison.OrdinalIgnoreCase))
            errors.Add("preset", isMap ? "Must be map where there is a map." : "Must be deck or map.");
        var study = isMap ? LaunchMap(request, lab, errors) : LaunchDeck(request, lab, errors);
        return TypedResults.Created($"{http.PathBase}/api/studies/{study.Id}", StudyMessage.From(runs.FindStudy(study.Id)!.Value, runs));
    }

    private static Study LaunchDeck(StudyRequest request, LabActions lab, FieldErrors errors)
    {
        // A panel's run is checked like any other, so that a study allows what a run allows.
        var (spec, invalid) = RunRequestValidator.Validate(new()
        {
            Name = request.Name, Protocol = request.Protocol, Seeds = request.Seeds, Engine = request.Engine, Models = request.Models,
        });
        errors.AddMissing(invalid);
        ProblemException.ThrowIfAny(errors);
        return lab.LaunchDeck(spec!.Protocol, spec.Seeds, request.Name, spec.Engine, spec.Models);
    }

    private static Study LaunchMap(StudyRequest request, LabActions lab, FieldErrors errors)
    {
        var (map, run) = (request.Map ?? new(), request.Map?.Run ?? new());
        Once("protocol", request.Protocol, run.Protocol);
        Once("seeds", request.Seeds, run.Seeds);
        Once("engine", request.Engine, run.Engine);
        if (request.Models is not null) errors.Add("models", "Stands in map.run where there is a map.");
        var (spec, invalid) = MapRequestValidator.Validate(map with
        {
            Run = run with { Name = null, Tags = null, Protocol = run.Protocol ?? request.Protocol, Seeds = run.Seeds ?? request.Seeds, Engine = run.Engine ?? request.Engine },
        });
        RunText.Name(request.Name, errors);
        errors.AddMissing(invalid.ToDictionary(e => InMap(e.Key), e => e.Value));
        ProblemException.ThrowIfAny(errors);
        return lab.LaunchMap(spec!, request.Name);

        void Once(string field, object? outside, object? inside)
        {
            if (outside is not null && inside is not null) errors.Add(field, "Also stands in map.run; give it once.");
        }

        string InMap(string field) => field is "setting" or "values" ? $"map.{field}"
            : (field == "protocol" && request.Protocol is not null) || (field == "seeds" && request.Seeds is not null) || (field == "engine" && request.Engine is not null) ? field
            : $"map.run.{field}";
    }

    private static Ok<StudyMessage> Read(string id, RunService runs) =>
        TypedResults.Ok(StudyMessage.From(runs.FindStudy(id) ?? throw new ProblemException(404, $"There is no study '{id}'."), runs));
}

/// <summary>A study without its runs.</summary>
/// <param name="Preset">deck, map or custom.</param>
/// <param name="Setting">What the rows of a phase map differ in; null for other studies.</param>
/// <param name="LaunchedBy">The name of who launched it; null where nobody was named.</param>
public sealed record StudyHead(string Id, string Name, DateTime CreatedAt, string? LaunchedBy, string Preset, string? Setting, Protocol Protocol, IReadOnlyList<string> RunIds)
{
    public static StudyHead From(Study study) => new(study.Id, study.Name, study.CreatedAt, study.LaunchedBy?.Name, study.Preset, study.Setting, study.Protocol, study.RunIds);
}

/// <summary>A study and its runs.</summary>
/// <param name="Setting">What the rows of a phase map differ in; null for other studies.</param>
/// <param name="Status">Running while one of its runs trains; else the status its runs share, or that of the first that is not done.</param>
/// <param name="Progress">Summed over its runs.</param>
/// <param name="Runs">In the order they are shown, deleted ones left out.</param>
/// <param name="LaunchedBy">The name of who launched it; null where nobody was named.</param>
public sealed record StudyMessage(
    string Id, string Name, DateTime CreatedAt, string? LaunchedBy, string Preset, string? Setting, Protocol Protocol, RunStatus Status, ProgressMessage Progress,
        IReadOnlyList<RunSummaryMessage> Runs)
{
    public static StudyMessage From((Study Study, IReadOnlyList<Run> Runs) found, RunService service)
    {
        var (study, runs) = found;
        var progress = StudyProgress.Of(runs);
        return new(study.Id, study.Name, study.CreatedAt, study.LaunchedBy?.Name, study.Preset, study.Setting, study.Protocol, progress.Status,
            new(progress.TrialsDone, progress.TrialsTotal, progress.TrialsDiverged, progress.TrialsFailed, service.EtaSeconds(runs)),
            [.. runs.Select(RunSummaryMessage.From)]);
    }
}
