using System.Text;
using Dashboard.Web.Charts;

namespace Dashboard.Web.Exports;

/// <summary>What a figure can be written as.</summary>
public enum ExportFormat
{
    Csv,
    Json,
    Html,
    Md,
    Tex,
    Svg,
}

/// <summary>A file ready to be sent.</summary>
public sealed record ExportFile(string Name, string ContentType, byte[] Content)
{
    /// <summary>Writes a figure.</summary>
    /// <param name="figure">What is drawn.</param>
    /// <param name="format">How.</param>
    /// <param name="chart">One of its charts: needed for a drawing (MAD where null), optional for tables.</param>
    /// <param name="now">UTC, said in reports.</param>
    public static ExportFile Of(Figure figure, ExportFormat format, Metric? chart, DateTime now)
    {
        Metric[] metrics = chart is { } one ? [one] : [Metric.Mad, Metric.Gradient];
        var name = SafeText.FileName(figure.Title);
        return format switch
        {
            // A byte order mark, so that spreadsheets read UTF-8.
            ExportFormat.Csv => new($"{name}.csv", "text/csv; charset=utf-8", [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(DataFiles.Csv(figure))]),
            ExportFormat.Json => Text($"{name}.json", "application/json", DataFiles.JsonText(figure)),
            ExportFormat.Html => Text($"{name}.html", "text/html; charset=utf-8", HtmlReport.Render(figure, now)),
            ExportFormat.Md => Text($"{name}.md", "text/markdown; charset=utf-8", TextTables.Markdown(figure, metrics)),
            ExportFormat.Tex => Text($"{name}.tex", "application/x-tex; charset=utf-8", LatexTables.Render(figure, metrics)),
            _ => Text($"{name}-{QueryWords.Of(chart ?? Metric.Mad)}.svg", "image/svg+xml; charset=utf-8", ChartSvg.Render(figure, chart ?? Metric.Mad)),
        };
    }

    private static ExportFile Text(string name, string type, string text) => new(name, type, Encoding.UTF8.GetBytes(text));
}
