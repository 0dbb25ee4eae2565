using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Tasks;
using Dashboard.Web.Addresses;
using Dashboard.Web.Comparisons;
using Dashboard.Web.Live;
using Dashboard.Web.People;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Dashboard.Web.Api;

/// <summary>/api/runs: launch, list, read, edit, steer, delete.</summary>
internal static class Runs
{
    /// <summary>Most runs of one page.</summary>
    public const int MostTaken = 500;

    private static readonly Choices<RunStatus> Statuses = new();
    private static readonly Choices<RunSort> Sorts = new();

    public static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("/runs").WithTags("Runs");
        group.MapPost("", Launch).Accepts<RunRequest>("application/json").WithSummary("Launch a run").Does(Deed.Launch)
            .ProducesValidationProblem().ProducesProblem(429).ProducesProblem(503);
        group.MapGet("", List).WithSummary("List runs, newest first").ProducesValidationProblem()
            .WithDescription($"Query: skip, take (1 to {MostTaken}), status (one or more of {Statuses}), tag, launchedBy (a name), q (in name, notes or tags), "
                + $"protocol, sequence, noise, standardize, brought (true: brought in from a file; false: trained here), sort ({Sorts}), descending. statusCounts, tags and launchers leave the status filter out.");
        group.MapGet("/{id}", Read).WithSummary("Read a run").ProducesProblem(404);
        group.MapPatch("/{id}", Edit).Accepts<RunEdit>("application/json").WithSummary("Change name, notes or tags").Does(Deed.Edit).ProducesValidationProblem().ProducesProblem(404);
        group.MapDelete("/{id}", Delete).WithSummary("Delete a run").Does(Deed.Delete).ProducesProblem(404)
            .WithDescription($"It can be restored for {RunService.UndoTime.TotalMinutes} minutes.");
        Move(group, "cancel", "End a run; what is finished stays", Deed.Cancel, (_, lab, id) => lab.Cancel(id));
        Move(group, "pause", "Pause a queued or running run", Deed.Pause, (_, lab, id) => lab.Pause(id));
        Move(group, "resume", "Go on from the first unfinished trial", Deed.Resume, (_, lab, id) => lab.Resume(id));
        Move(group, "restore", "Undo a deletion", Deed.Restore,
            (runs, lab, id) => runs.Find(id) is null ? lab.Restore(id) : throw new ProblemException(409, "The run is not deleted."));
    }

    private static async Task<Created<RunMessage>> Launch(HttpRequest http, LabActions lab)
    {
        var errors = new FieldErrors();
        var run = Launched(await JsonBody.ReadAsync<RunRequest>(http, errors), errors, lab);
        return TypedResults.Created($"{http.PathBase}/api/runs/{run.Id}", RunMessage.From(run));
    }

    /// <summary>Launches what a request asks for.</summary>
    /// <param name="request">The request.</param>
    /// <param name="errors">What was wrong with reading it.</param>
    /// <param name="lab">Who asks.</param>
    /// <exception cref="ProblemException">It is not allowed.</exception>
    internal static Run Launched(RunRequest request, FieldErrors errors, LabActions lab)
    {
        var spec = Checked(request, errors);
        return lab.Launch(spec, RunText.Name(request.Name, errors), RunText.Tags(request.Tags, errors));
    }

    /// <summary>What a request would train.</summary>
    /// <exception cref="ProblemException">It is not allowed.</exception>
    internal static RunSpec Checked(RunRequest request, FieldErrors errors)
    {
        var (spec, invalid) = RunRequestValidator.Validate(request);
        errors.AddMissing(invalid);
        ProblemException.ThrowIfAny(errors);
        return spec!;
    }

    private static Ok<RunList> List(HttpRequest http, RunService runs) => TypedResults.Ok(Listed(new AddressFields(http.Query), runs));

    /// <summary>The runs that a query asks for.</summary>
    /// <exception cref="ProblemException">It cannot be read.</exception>
    internal static RunList Listed(AddressFields query, RunService runs)
    {
        var asked = new RunQuery
        {
            Skip = (int)(query.Whole("skip", new(0, 10_000_000)) ?? 0),
            Take = (int)(query.Whole("take", new(1, MostTaken)) ?? 50),
            Statuses = query.Many("status", Statuses),
            Tag = query.Text("tag", RunLimits.TagLength),
            LaunchedBy = query.Text("launchedBy", Launcher.NameLength),
            Text = query.Text("q", 200),
            Protocol = query.Choice("protocol", RunLimits.Protocols),
            Sequence = query.Choice("sequence", RunLimits.Sequences),
            Noise = query.Number("noise", RunLimits.Noise),
            Standardize = query.YesNo("standardize"),
            Brought = query.YesNo("brought"),
            Sort = query.Choice("sort", Sorts) ?? RunSort.Created,
            Descending = query.YesNo("descending") ?? true,
        };
        ProblemException.ThrowIfAny(query.Errors);
        var page = runs.List(asked);
        return new(page.Total, [.. page.Items.Select(RunSummaryMessage.From)], page.StatusCounts, page.Tags, page.Launchers);
    }

    private static Ok<RunMessage> Read(string id, RunService runs, RunSeriesCache series) => TypedResults.Ok(Message(id, runs, series));

    /// <summary>One run with how many seeds learnt its task.</summary>
    /// <exception cref="RunNotFoundException"/>
    internal static RunMessage Message(string id, RunService runs, RunSeriesCache series)
    {
        var run = runs.Find(id) ?? throw new RunNotFoundException(id);
        return RunMessage.From(run, runs.EtaSeconds(id),
            [.. series.Of(run).Solved(run.Spec.Task.Score.Solved, null).Select(s => SolvedMessage.From(s.Model, [.. run.Spec.Lengths.Select(s.At)]))]);
    }

    private static async Task<Ok<RunMessage>> Edit(string id, HttpRequest http, RunService runs, LabActions lab)
    {
        var errors = new FieldErrors();
        var edit = (await JsonBody.ReadAsync<RunEdit>(http, errors)).Checked(errors);
        ProblemException.ThrowIfAny(errors);
        return TypedResults.Ok(RunMessage.From(lab.Edit(id, edit.Name, edit.Notes, edit.Tags), runs.EtaSeconds(id)));
    }

    private static NoContent Delete(string id, LabActions lab)
    {
        lab.Delete(id);
        return TypedResults.NoContent();
    }

    private static void Move(RouteGroupBuilder group, string move, string summary, Deed deed, Func<RunService, LabActions, string, Run> act) =>
        group.MapPost($"/{{id}}/{move}", (string id, HttpRequest http, RunService runs, LabActions lab) =>
            TypedResults.Accepted($"{http.PathBase}/api/runs/{id}", RunMessage.From(act(runs, lab, id)))).WithSummary(summary).Does(deed).ProducesProblem(404).ProducesProblem(409).ProducesProblem(503);
}

/// <summary>One page of runs.</summary>
/// <param name="Total">Runs that match, whatever the page.</param>
/// <param name="Items">The page.</param>
/// <param name="StatusCounts">Runs by status that match with the status filter left out.</param>
/// <param name="Tags">All tags in use, most used first.</param>
/// <param name="Launchers">The names of all who launched runs; who launched most comes first.</param>
public sealed record RunList(
    int Total, IReadOnlyList<RunSummaryMessage> Items, IReadOnlyDictionary<RunStatus, int> StatusCounts, IReadOnlyList<string> Tags, IReadOnlyList<string> Launchers);
