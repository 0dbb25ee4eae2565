using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Web.Live;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Dashboard.Web.Api;

/// <summary>/api/studies: several runs launched together.</summary>
internal static class Studies
{
    public static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("/studies").WithTags("Studies");
        group.MapPost("", Launch).Accepts<StudyRequest>("application/json").WithSummary("Launch the deck's 16 panels as one study")
            .ProducesValidationProblem().ProducesProblem(429).ProducesProblem(503);
        group.MapGet("", (RunService runs) => TypedResults.Ok(runs.Studies().Select(s => StudyHead.From(s)).ToArray())).WithSummary("All studies, newest first");
        group.MapGet("/{id}", Read).WithSummary("A study and its runs").ProducesProblem(404);
    }

    private static async Task<Created<StudyMessage>> Launch(HttpRequest http, RunService runs)
    {
        var errors = new FieldErrors();
        var request = await JsonBody.ReadAsync<StudyRequest>(http, errors);
        if (request.Preset is { } preset && !preset.Equals("deck", StringComparison.OrdinalIgnoreCase)) errors.Add("preset", "Must be deck.");
        // A panel's run is checked like any other, so that a study allows what a run allows.
        var (spec, invalid) = RunRequestValidator.Validate(new()
        {
            Name = request.Name, Protocol = request.Protocol, Seeds = request.Seeds, Engine = request.Engine,
        });
        errors.AddMissing(invalid);
        ProblemException.ThrowIfAny(errors);
        var study = runs.LaunchDeck(spec!.Protocol, spec.Seeds, request.Name, spec.Engine);
        return TypedResults.Created($"{http.PathBase}/api/studies/{study.Id}", StudyMessage.From(runs.FindStudy(study.Id)!.Value, runs));
    }

    private static Ok<StudyMessage> Read(string id, RunService runs) =>
        TypedResults.Ok(StudyMessage.From(runs.FindStudy(id) ?? throw new ProblemException(404, $"There is no study '{id}'."), runs));
}

/// <summary>A study without its runs.</summary>
public sealed record StudyHead(string Id, string Name, DateTime CreatedAt, string Preset, Protocol Protocol, IReadOnlyList<string> RunIds)
{
    public static StudyHead From(Study study) => new(study.Id, study.Name, study.CreatedAt, study.Preset, study.Protocol, study.RunIds);
}

/// <summary>A study and its runs.</summary>
/// <param name="Status">Running while one of its runs trains; else the status its runs share, or that of the first that is not done.</param>
/// <param name="Progress">Summed over its runs.</param>
/// <param name="Runs">In the order they are shown, deleted ones left out.</param>
public sealed record StudyMessage(
    string Id, string Name, DateTime CreatedAt, string Preset, Protocol Protocol, RunStatus Status, ProgressMessage Progress, IReadOnlyList<RunSummaryMessage> Runs)
{
    public static StudyMessage From((Study Study, IReadOnlyList<Run> Runs) found, RunService service)
    {
        var (study, runs) = found;
        var progress = StudyProgress.Of(runs);
        return new(study.Id, study.Name, study.CreatedAt, study.Preset, study.Protocol, progress.Status,
            new(progress.TrialsDone, progress.TrialsTotal, progress.TrialsDiverged, progress.TrialsFailed, service.EtaSeconds(runs)),
            [.. runs.Select(RunSummaryMessage.From)]);
    }
}
