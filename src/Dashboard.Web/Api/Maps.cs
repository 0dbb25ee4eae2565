using Dashboard.Engine.Experiments;
using Dashboard.Engine.Findings;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Tasks;
using Dashboard.Web.Addresses;
using Dashboard.Web.Charts;
using Dashboard.Web.Exports;
using Dashboard.Web.Live;
using Dashboard.Web.People;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Dashboard.Web.Api;

/// <summary>/api/studies/{id}/map, /seeds and /export: studies that are phase maps.</summary>
internal static class Maps
{
    /// <summary>Seeds of one request: those of a run.</summary>
    private static readonly Limit Count = RunLimits.Seeds;

    private static readonly Choices<MapFormat> Formats = new();

    private enum MapFormat
    {
        Csv,
        Svg,
    }

    public static void Map(RouteGroupBuilder studies)
    {
        studies.MapGet("/{id}/map", Read).WithSummary("A phase map's cells with their seeds").ProducesProblem(404).ProducesProblem(409).ProducesValidationProblem()
            .WithDescription("Query: under, what counts as solved instead of the task's own threshold.");
        studies.MapGet("/{id}/export", Export).WithSummary("A phase map as a file").ProducesProblem(404).ProducesProblem(409).ProducesValidationProblem()
            .WithDescription($"Query: format ({Formats}) [csv], and what the page's own address holds: {string.Join(", ", MapView.Parameters)}.");
        studies.MapPost("/{id}/seeds", More).Accepts<SeedsRequest>("application/json").WithSummary("Train the next seeds of a phase map's cell").Does(Deed.AddSeeds)
            .ProducesValidationProblem().ProducesProblem(404).ProducesProblem(409).ProducesProblem(429).ProducesProblem(503);
    }

    private static Ok<MapMessage> Read(string id, HttpRequest http, RunService runs, MapService maps)
    {
        var address = new AddressFields(http.Query);
        return TypedResults.Ok(MapMessage.From(Found(id, address, runs, maps).Map));
    }

    private static FileContentHttpResult Export(string id, HttpRequest http, RunService runs, MapService maps)
    {
        var address = new AddressFields(http.Query);
        var format = address.Choice("format", Formats) ?? MapFormat.Csv;
        var (study, members, map, view) = Found(id, address, runs, maps);
        if (view.Only is { } only && !map.Models.Contains(only)) throw ProblemException.BadField("model", "The map has no such model.");
        var file = format == MapFormat.Csv ? MapFiles.Csv(study.Name, map, view.Only) : MapFiles.Svg(study.Name, map, view, SourceLine.Of(study, members));
        return TypedResults.Bytes(file.Content, file.ContentType, file.Name);
    }

    private static async Task<Created<RunMessage>> More(string id, HttpRequest http, LabActions lab)
    {
        var errors = new FieldErrors();
        var request = await JsonBody.ReadAsync<SeedsRequest>(http, errors);
        var model = errors.Choice("model", request.Model, RunLimits.Models);
        if (request.Model is null && !errors.Has("model")) errors.Add("model", $"Must be {RunLimits.Models}.");
        var length = errors.Number("length", request.Length, RunLimits.Length, 0);
        if (request.Length is null && !errors.Has("length")) errors.Add("length", $"Must be {RunLimits.Length}.");
        var count = errors.Number("count", request.Count, Count, 10);
        ProblemException.ThrowIfAny(errors);
        try
        {
            var run = lab.LaunchSeeds(id, new(model, length, request.Value), count);
            return TypedResults.Created($"{http.PathBase}/api/runs/{run.Id}", RunMessage.From(run));
        }
        catch (KeyNotFoundException e)
        {
            throw new ProblemException(404, e.Message);
        }
        catch (MapFullException e)
        {
            throw new ProblemException(409, e.Message);
        }
    }

    private static (Study Study, IReadOnlyList<Run> Runs, PhaseMap Map, MapView View) Found(string id, AddressFields address, RunService runs, MapService maps)
    {
        var (study, members) = runs.FindStudy(id) ?? throw new ProblemException(404, $"There is no study '{id}'.");
        if (study.MapSetting is null) throw new ProblemException(409, "This study is no phase map.");
        if (members.Count == 0) throw new ProblemException(409, "None of this map's runs is left.");
        var view = MapView.Parse(address, members[0].Spec.Task.Score.Solved);
        ProblemException.ThrowIfAny(address.Errors);
        return (study, members, maps.Of(study, members, view.Under)!, view);
    }
}
