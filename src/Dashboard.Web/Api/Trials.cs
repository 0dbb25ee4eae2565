using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Web.Addresses;
using Dashboard.Web.Live;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Dashboard.Web.Api;

/// <summary>/api/runs/{id}/trials: the trials as JSON and CSV, and /events: the run live.</summary>
internal static class Trials
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/trials.csv", ManyCsv).WithTags("Trials").WithSummary("All trials of several runs as CSV").Produces<string>(200, "text/csv").ProducesProblem(404)
            .ProducesValidationProblem().WithDescription($"Query: runs, 1 to {RunLimits.RunsOfOneFile} ids with commas between.");
        var group = api.MapGroup("/runs/{id}").WithTags("Trials");
        group.MapGet("/trials", List).WithSummary("All trials with their epochs").ProducesProblem(404);
        group.MapGet("/trials/{index:int}", Read).WithSummary("One trial with its gradient flow").ProducesProblem(404);
        group.MapGet("/trials.csv", Csv).WithSummary("All trials as CSV, one line each").Produces<string>(200, "text/csv").ProducesProblem(404);
        group.MapGet("/events", Events).WithSummary("The run live, as server-sent events").ProducesProblem(404)
            .WithDescription("Event \"update\": first a snapshot with every trial, then those that changed. Try it with curl -N. After a break the "
                + "browser's Last-Event-ID header, or ?after=, gives only what changed since.");
    }

    private static Ok<TrialMessage[]> List(string id, RunService runs)
    {
        var run = runs.Find(id) ?? throw new RunNotFoundException(id);
        return TypedResults.Ok(runs.Trials(id).Select(t => TrialMessage.From(t, run.Spec)).ToArray());
    }

    private static Ok<TrialDetailMessage> Read(string id, int index, RunService runs)
    {
        var run = runs.Find(id) ?? throw new RunNotFoundException(id);
        var trials = runs.Trials(id);
        if (index < 0 || index >= trials.Count) throw new ProblemException(404, $"The run has trials 0 to {trials.Count - 1}.");
        var trial = trials[index];
        return TypedResults.Ok(new TrialDetailMessage(TrialMessage.From(trial, run.Spec), trial.Result?.FirstFlow, trial.Result?.BestFlow));
    }

    private static FileContentHttpResult Csv(string id, RunService runs)
    {
        var run = runs.Find(id) ?? throw new RunNotFoundException(id);
        return TypedResults.Bytes(TrialCsv.Write([(run, runs.Trials(id))]), "text/csv; charset=utf-8", $"run-{id}-trials.csv");
    }

    private static FileContentHttpResult ManyCsv(HttpRequest http, RunService service)
    {
        var address = new AddressFields(http.Query);
        var ids = address.Keys("runs", RunLimits.RunsOfOneFile);
        if (ids.Count == 0) address.Errors.Add("runs", $"Must be 1 to {RunLimits.RunsOfOneFile} ids with commas between.");
        ProblemException.ThrowIfAny(address.Errors);
        var found = ids.Select(id => ProblemFilter.IsId(id) && service.Find(id) is { } run ? run : throw new RunNotFoundException(id)).ToArray();
        return TypedResults.Bytes(TrialCsv.Write(found.Select(run => (run, service.Trials(run.Id)))), "text/csv; charset=utf-8", "trials.csv");
    }

    private static ServerSentEventsResult<UpdateMessage> Events(string id, HttpRequest http, RunService runs, CancellationToken cancellation)
    {
        var query = new AddressFields(http.Query);
        var after = query.Whole("after", new(0, 1L << 53)) ?? (long.TryParse(http.Headers["Last-Event-ID"], out var last) ? last : null);
        ProblemException.ThrowIfAny(query.Errors);
        // nginx holds answers back until they fill a buffer, and a stream of news never does.
        http.HttpContext.Response.Headers["X-Accel-Buffering"] = "no";
        return TypedResults.ServerSentEvents(Items(RunNews.Of(runs, id, after, cancellation)));
    }

    private static async IAsyncEnumerable<System.Net.ServerSentEvents.SseItem<UpdateMessage>> Items(IAsyncEnumerable<UpdateMessage> news)
    {
        await foreach (var update in news) yield return new(update, "update") { EventId = $"{update.Sequence}" };
    }
}
