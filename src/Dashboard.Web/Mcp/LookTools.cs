using System.ComponentModel;
using System.Text;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Tasks;
using Dashboard.Web.Api;
using Dashboard.Web.Charts;
using Dashboard.Web.Comparisons;
using Dashboard.Web.Exports;
using Dashboard.Web.Inside;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Dashboard.Web.Mcp;

/// <summary>Runs over each other, files of them, and what goes on inside their networks.</summary>
internal sealed class LookTools(RunService runs, RunSeriesCache series, MemoryLines memory, PastStop past, RecordingShelf shelf, TimeProvider time)
{
    /// <summary>Characters of a file that one answer holds.</summary>
    public const int MostText = 60_000;

    private const int MostRows = 300;

    [McpServerTool(Name = "compare", Title = "Compare runs", ReadOnly = true, Idempotent = true, OpenWorld = false, UseStructuredContent = true)]
    [Description("Two to ten runs over each other: settings that differ, results of every model, and mean score and share solved by length, against a baseline.")]
    public ComparisonMessage Compare(
        [Description("Ids of runs, or published results of the deck: published:simple-0-raw, with simple or realistic, noise 0, 2, 4 or 6, raw or standardized. The first is the baseline unless another is named.")] string[] ids,
        [Description("The one the others are held against.")] string? baseline = null,
        [Description("Lengths from here on.")] int? from = null)
    {
        var asked = new Query().With("runs", string.Join(',', ids)).With("base", baseline).Fields();
        var (comparison, view, _) = ExportEndpoints.Compared(asked, runs, series);
        var held = comparison.Baseline(view)!.Key;
        var least = from ?? 0;
        var means = new LengthView { Score = ScoreView.Mean };
        var table = LengthTable.Of(comparison.Data, held, Metric.Mad, means);
        ComparedLength[] rows =
        [
            .. from at in Enumerable.Range(0, table.Lengths.Count)
               where table.Lengths[at] >= least
               from column in table.Columns
               let cell = column.Cells[at]
               let solved = column.Run.Solved(null).First(s => s.Model == column.Model).At(table.Lengths[at])
               where cell.Seeds > 0 || solved.Count > 0
               select new ComparedLength(table.Lengths[at], column.Model, column.Run.Key, cell.Value, cell.Seeds, cell.Change, solved.Successes, solved.Count),
        ];
        var shown = Whole(rows);
        return new(held, TaskScore.Apart(comparison.Data.Select(r => r.Spec)),
            [.. comparison.Data.Select(r => new ComparedRun(r.Key, r.Name, DataFiles.Origin(r), r.Spec.Task.Score.Title))],
            [.. Differences.Settings(comparison.Data).Where(s => s.Differs).Select(s => new ComparedSetting(s.Name, s.Values))],
            [.. Differences.Results(comparison.Data, means).Select(r => new ComparedResult(r.Model, r.Name, r.Values))],
            rows.Select(r => r.Length).Distinct().Count() - shown.Select(r => r.Length).Distinct().Count(), shown);
    }

    // Whole lengths only, so that what is left out can be asked for by its length.
    private static IReadOnlyList<ComparedLength> Whole(ComparedLength[] rows)
    {
        var shown = new List<ComparedLength>();
        foreach (var length in rows.GroupBy(r => r.Length).Select(g => g.ToArray()))
        {
            if (shown.Count + length.Length > MostRows) break;
            shown.AddRange(length);
        }
        return shown;
    }

    [McpServerTool(Name = "export", Title = "Export a run or a comparison", ReadOnly = true, Idempotent = true, OpenWorld = false)]
    [Description("The numbers or a chart of one run, or of several over each other, as a file's text: csv, json, md, tex, html or svg. At most 60,000 characters come; what is longer is cut, said so, and read on with offset.")]
    public async Task<CallToolResult> Export(
        [Description("One id, or several for a comparison.")] string[] ids,
        [Description("csv, json, md, tex, html or svg.")] string format = "csv",
        [Description("mad (the score) or gradient: which chart or table; both where not given and the file has room.")] string? chart = null,
        [Description("Characters to leave out at the start.")] int offset = 0)
    {
        if (offset < 0) throw ProblemException.BadField("offset", "Must be 0 or more.");
        var asked = new Query().With("format", format).With("chart", chart);
        var file = ids is [var only] && !PublishedKey.Is(only) ? await ExportEndpoints.FileOfRunAsync(Query.Id(only), asked.Fields(), runs, series, memory, past, time)
            : await ExportEndpoints.FileOfComparisonAsync(asked.With("runs", string.Join(',', ids)).Fields(), runs, series, memory, time);
        var text = Encoding.UTF8.GetString(file.Content).TrimStart('\uFEFF');
        var part = text[Math.Min(offset, text.Length)..Math.Min(text.Length, offset + MostText)];
        List<ContentBlock> content = [new TextContentBlock { Text = part }];
        if (offset + part.Length < text.Length)
            content.Add(new TextContentBlock { Text = $"{text.Length - offset - part.Length:N0} of {text.Length:N0} characters of {file.Name} are left out; read on with offset {offset + part.Length}." });
        return new() { Content = content };
    }

    [McpServerTool(Name = "read_inside", Title = "Look inside networks", ReadOnly = true, Idempotent = true, OpenWorld = false, UseStructuredContent = true)]
    [Description("What the networks of one length and seed do with the whole validation set in their best epoch: how much the answer moves with each thing to be remembered and with each input, for how many steps the first can still be read from the state, "
        + "and how that came over the epochs. It trains them again to look, which may take some seconds to a minute.")]
    public async Task<InsideFacts> ReadInside(
        [Description("The run's id.")] string id, [Description("A length of the run.")] int length, [Description("A seed of the run.")] long seed, CancellationToken cancellation = default)
    {
        var asked = new Query().With("length", $"{length}").With("seed", $"{seed}").Fields();
        var networks = InsideAsked.Read(asked);
        ProblemException.ThrowIfAny(asked.Errors);
        return InsideFacts.Of(await shelf.GetAsync(Query.Id(id), networks, cancellation));
    }
}
