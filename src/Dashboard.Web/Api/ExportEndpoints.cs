using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Web.Charts;
using Dashboard.Web.Comparisons;
using Dashboard.Web.Exports;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Dashboard.Web.Api;

/// <summary>/api/runs/{id}/export and /api/compare/export: what a page draws, as a file.</summary>
internal static class ExportEndpoints
{
    private static readonly Choices<ExportFormat> Formats = new();
    private static readonly Choices<Metric> Charts = new();

    public static void Map(RouteGroupBuilder api)
    {
        var asked = $"Query: format ({Formats}) [csv], chart ({Charts}; for svg [mad], for md and tex both unless given), and what the page's own address holds: "
            + $"{string.Join(", ", LengthView.Parameters)}.";
        api.MapGet("/runs/{id}/export", OfRun).WithTags("Export").WithSummary("A run's charts and numbers as a file").WithDescription(asked).ProducesValidationProblem().ProducesProblem(404);
        api.MapGet("/compare/export", OfComparison).WithTags("Export").WithSummary("A comparison's charts and numbers as a file").ProducesValidationProblem().ProducesProblem(404)
            .WithDescription($"{asked} runs: 1 to {CompareView.MostRuns} ids, or published:simple-0-raw and the like; base: the one whose data the memory lines are of.");
    }

    private static async Task<FileContentHttpResult> OfRun(string id, HttpRequest http, RunService runs, RunSeriesCache cache, MemoryLines memory, TimeProvider time)
    {
        var (format, chart) = Asked(http);
        var run = runs.Find(id) ?? throw new RunNotFoundException(id);
        var view = LengthView.Parse(Query(http), new());
        return Send(Figure.Of(run, cache.Of(run), view, view.Memory ? await memory.Of(run.Spec) : []), format, chart, time);
    }

    private static async Task<FileContentHttpResult> OfComparison(HttpRequest http, RunService runs, RunSeriesCache cache, MemoryLines memory, TimeProvider time)
    {
        var (format, chart) = Asked(http);
        var view = CompareView.Parse(Query(http));
        if (view.Runs.Count == 0) throw ProblemException.BadField("runs", $"Must name 1 to {CompareView.MostRuns} runs, commas between.");
        var comparison = Comparison.Load(view, runs, cache);
        if (comparison.Baseline(view) is not { } baseline) throw new RunNotFoundException(string.Join(", ", comparison.Missing));
        return Send(Figure.Of(comparison, view.Charts, view.Charts.Memory ? await memory.Of(baseline.Data.Spec) : []), format, chart, time);
    }

    private static (ExportFormat, Metric?) Asked(HttpRequest http)
    {
        var query = new QueryFields(http.Query);
        var format = query.Choice("format", Formats) ?? ExportFormat.Csv;
        var chart = query.Choice("chart", Charts);
        ProblemException.ThrowIfAny(query.Errors);
        return (format, chart);
    }

    private static Func<string, string?> Query(HttpRequest http) => name => http.Query.TryGetValue(name, out var value) ? value.ToString() : null;

    private static FileContentHttpResult Send(Figure figure, ExportFormat format, Metric? chart, TimeProvider time)
    {
        var file = ExportFile.Of(figure, format, chart, time.GetUtcNow().UtcDateTime);
        return TypedResults.Bytes(file.Content, file.ContentType, file.Name);
    }
}
