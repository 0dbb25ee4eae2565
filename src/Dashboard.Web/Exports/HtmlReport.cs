using System.Globalization;
using System.Text;
using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Web.Charts;
using Dashboard.Web.Comparisons;

namespace Dashboard.Web.Exports;

/// <summary>A run or comparison as one HTML file that needs nothing else: drawings inline, tables, no script, no other file.</summary>
public static class HtmlReport
{
    private const string Style = """
        body{font:14px/20px Inter,Helvetica,Arial,sans-serif;color:#171C22;background:#fff;max-width:1000px;margin:24px auto;padding:0 16px}
        h1{font-size:20px;line-height:28px;margin:0}h2{font-size:16px;line-height:24px;margin:32px 0 8px}
        .quiet{color:#5A6572}.warn{border-left:4px solid #B26B00;padding:2px 12px}svg{max-width:100%;height:auto;border:1px solid #E1E5EA;border-radius:8px;margin:8px 0;display:block}
        .wide{overflow-x:auto}table{border-collapse:collapse;font-variant-numeric:tabular-nums}
        th,td{padding:4px 10px;border-bottom:1px solid #E1E5EA;text-align:right;vertical-align:bottom}
        th{font-weight:500;color:#5A6572;font-size:12px;max-width:220px}th[scope=row],th:first-child{text-align:left}.differs td{font-weight:600}
        """;

    /// <param name="figure">What is shown.</param>
    /// <param name="now">When, UTC.</param>
    public static string Render(Figure figure, DateTime now)
    {
        var html = new StringBuilder();
        var title = SafeText.Markup(figure.Title);
        // The policy holds the file to what it says: nothing is run or fetched, whatever its text may be.
        html.Append(CultureInfo.InvariantCulture, $"<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{title}</title><style>{Style}</style></head><body>\n");
        html.Append(CultureInfo.InvariantCulture, $"<h1>{title}</h1>\n<p class=\"quiet\">RNN &amp; LSTM lab, {now:yyyy-MM-dd HH:mm} UTC. {Progress(figure)}</p>\n");
        if (figure.Warning is { } warning)
            html.Append(CultureInfo.InvariantCulture, $"<p class=\"warn\"><strong>{RunWarnings.Title}.</strong> {SafeText.Markup(warning)}</p>\n");
        if (figure.Origin is { } origin) html.Append(CultureInfo.InvariantCulture, $"<p class=\"quiet\">{SafeText.Markup(origin)}</p>\n");
        foreach (var note in figure.Sources.Where(r => r?.Notes.Length > 0))
            html.Append(CultureInfo.InvariantCulture, $"<p>{SafeText.Markup(note!.Name)}: {SafeText.Markup(note.Notes)}</p>\n");
        foreach (var run in figure.Sources.Where(r => r?.LaunchedBy?.Name is not null))
            html.Append(CultureInfo.InvariantCulture, $"<p class=\"quiet\">{SafeText.Markup(run!.Name)}: launched by {SafeText.Markup(run.LaunchedBy!.Name!)}</p>\n");
        foreach (var metric in new[] { Metric.Gradient, Metric.Mad }) html.Append(ChartSvg.Render(figure, metric)).Append('\n');
        Results(html, figure);
        foreach (var table in TextTables.All(figure, [Metric.Mad, Metric.Gradient], " ± ")) Values(html, figure, table);
        Settings(html, figure);
        return html.Append("</body></html>\n").ToString();
    }

    private static string Progress(Figure figure)
    {
        var open = figure.Sources.Where(r => r is not null && r.TrialsDone < r.TrialsTotal).ToList();
        return open.Count == 0 ? "" : string.Join(" ", open.Select(r => $"{SafeText.Markup(r!.Name)}: {r.TrialsDone} of {Numbers.Of(r.TrialsTotal, "trial")} done."));
    }

    private static void Results(StringBuilder html, Figure figure)
    {
        html.Append("<h2>Results</h2>\n<div class=\"wide\"><table><thead><tr><th></th>").Append(Heads(figure)).Append("</tr></thead><tbody>\n");
        foreach (var row in Differences.Results(figure.Runs, figure.View))
        {
            html.Append(CultureInfo.InvariantCulture, $"<tr><th scope=\"row\">{SafeText.Markup(figure.Runs.NameOf(row.Model))}: {row.Name}</th>");
            for (var i = 0; i < row.Values.Count; i++) html.Append(row.Best[i] ? $"<td><b>{row.Values[i]}</b></td>" : $"<td>{row.Values[i]}</td>");
            html.Append("</tr>\n");
        }
        html.Append("</tbody></table></div>\n");
    }

    private static void Values(StringBuilder html, Figure figure, TextTables.Table table)
    {
        html.Append(CultureInfo.InvariantCulture, $"<h2>{table.Title}</h2>\n<p class=\"quiet\">{table.Note}</p>\n<div class=\"wide\"><table><thead><tr><th>Length</th>");
        foreach (var (run, model) in table.Columns) html.Append(CultureInfo.InvariantCulture, $"<th>{TextTables.Head(figure, run, model, SafeText.Markup)}</th>");
        html.Append("</tr></thead><tbody>\n");
        foreach (var (length, cells) in table.Rows)
            html.Append(CultureInfo.InvariantCulture, $"<tr><th scope=\"row\">{length}</th>").AppendJoin("", cells.Select(c => $"<td>{c}</td>")).Append("</tr>\n");
        html.Append("</tbody></table></div>\n");
    }

    private static void Settings(StringBuilder html, Figure figure)
    {
        html.Append("<h2>Settings</h2>\n<div class=\"wide\"><table><thead><tr><th></th>").Append(Heads(figure)).Append("</tr></thead><tbody>\n");
        foreach (var row in Differences.Settings(figure.Runs))
            html.Append(CultureInfo.InvariantCulture, $"<tr{(row.Differs ? " class=\"differs\"" : "")}><th scope=\"row\">{SafeText.Markup(row.Name)}</th>").AppendJoin("", row.Values.Select(v => $"<td>{SafeText.Markup(v)}</td>")).Append("</tr>\n");
        html.Append("</tbody></table></div>\n");
    }

    private static string Heads(Figure figure) => string.Concat(figure.Runs.Select(r => $"<th>{SafeText.Markup(r.Label)}</th>"));
}
