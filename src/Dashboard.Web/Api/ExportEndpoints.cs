using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Tasks;
using Dashboard.Web.Addresses;
using Dashboard.Web.Charts;
using Dashboard.Web.Comparisons;
using Dashboard.Web.Exports;
using Dashboard.Web.Inside;
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

    private static async Task<FileContentHttpResult> OfRun(string id, HttpRequest http, RunService runs, RunSeriesCache cache, MemoryLines memory, PastStop past, TimeProvider time) =>
        Send(await FileOfRunAsync(id, new AddressFields(http.Query), runs, cache, memory, past, time));

    /// <summary>A run as a file.</summary>
    /// <param name="id">The run.</param>
    /// <param name="address">Format, chart and what is shown.</param>
    /// <param name="runs">The runs.</param>
    /// <param name="cache">Their series.</param>
    /// <param name="memory">Their memory lines.</param>
    /// <param name="past">Networks trained on past their stop.</param>
    /// <param name="time">Said in reports.</param>
    /// <exception cref="ProblemException">The address cannot be read.</exception>
    /// <exception cref="RunNotFoundException"/>
    internal static async Task<ExportFile> FileOfRunAsync(string id, AddressFields address, RunService runs, RunSeriesCache cache, MemoryLines memory, PastStop past, TimeProvider time)
    {
        var (format, chart) = Asked(address);
        var run = runs.Find(id);
        var view = LengthView.Parse(address, new(), run?.Spec.Task.Score.Solved);
        ProblemException.ThrowIfAny(address.Errors);
        if (run is null) throw new RunNotFoundException(id);
        // Drawn as the page draws it, which looks for this where the share solved is shown.
        var on = view.Score == ScoreView.Solved && run.IsEnded ? past.Of(run, runs.Trials(id)) : [];
        return ExportFile.Of(Figure.Of(run, cache.Of(run), view, view.Memory ? await memory.Of(run.Spec) : [], on), format, chart, time.GetUtcNow().UtcDateTime);
    }

    private static async Task<FileContentHttpResult> OfComparison(HttpRequest http, RunService runs, RunSeriesCache cache, MemoryLines memory, TimeProvider time) =>
        Send(await FileOfComparisonAsync(new AddressFields(http.Query), runs, cache, memory, time));

    /// <summary>Several runs as a file.</summary>
    /// <exception cref="ProblemException">The address cannot be read.</exception>
    /// <exception cref="RunNotFoundException"/>
    internal static async Task<ExportFile> FileOfComparisonAsync(AddressFields address, RunService runs, RunSeriesCache cache, MemoryLines memory, TimeProvider time)
    {
        var (format, chart) = Asked(address);
        var (comparison, view, charts) = Compared(address, runs, cache);
        var baseline = comparison.Baseline(view)!;
        return ExportFile.Of(Figure.Of(comparison, charts, charts.Memory ? await memory.Of(baseline.Data.Spec) : []), format, chart, time.GetUtcNow().UtcDateTime);
    }

    /// <summary>The runs that an address compares, and what it shows of them.</summary>
    /// <exception cref="ProblemException">The address cannot be read.</exception>
    /// <exception cref="RunNotFoundException"/>
    internal static (Comparison Comparison, CompareView View, LengthView Charts) Compared(AddressFields address, RunService runs, RunSeriesCache cache)
    {
        var view = CompareView.Parse(address);
        if (view.Runs.Count == 0) address.Errors.Add("runs", $"Must name 1 to {CompareView.MostRuns} runs, commas between.");
        if (view.Base is { } pinned && !view.Runs.Contains(pinned)) address.Errors.Add("base", "Must be one of runs.");
        ProblemException.ThrowIfAny(address.Errors);
        var comparison = Comparison.Load(view, runs, cache);
        if (comparison.Missing.Count > 0)
        {
            var missing = string.Join(", ", comparison.Missing);
            if (!comparison.Missing.Any(PublishedKey.Is)) throw new RunNotFoundException(missing);
            throw new ProblemException(404, $"There is no run '{missing}'. Of published results there are {PublishedKey.Known}.");
        }
        var charts = view.Charts.Checked([.. comparison.Data.Select(r => r.Spec)], address.Errors);
        ProblemException.ThrowIfAny(address.Errors);
        return (comparison, view, charts);
    }

    private static (ExportFormat, Metric?) Asked(AddressFields address) => (address.Choice("format", Formats) ?? ExportFormat.Csv, address.Choice("chart", Charts));

    private static FileContentHttpResult Send(ExportFile file) => TypedResults.Bytes(file.Content, file.ContentType, file.Name);
}
