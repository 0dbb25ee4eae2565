using Dashboard.Engine.Experiments;

namespace Dashboard.Web.Charts;

/// <summary>What a chart or map shows, as the table that stands behind it and as the walk of its keys through its points.</summary>
/// <param name="Caption">What it is of.</param>
/// <param name="Heads">Over each column; the first is the name of the rows.</param>
/// <param name="Rows">Cells as people read them, as many as heads; the first is the row's name.</param>
public sealed record FigureTable(string Caption, IReadOnlyList<string> Heads, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>Whether rows follow each other from left to right in the drawing, else from top to bottom.</summary>
    public bool RowsAcross { get; init; } = true;

    /// <summary>The lines of a chart, a row for each x that is shown. Bands stand in brackets behind the middle of their line.</summary>
    public static FigureTable Of(ChartModel chart)
    {
        ChartLine[] lines = [.. chart.Lines.Where(l => l.Listed).OrderBy(l => l.Kind == LineKind.Published)];
        var bands = chart.Lines.Where(l => l.Kind == LineKind.Band)
            .ToLookup(l => l.Key[..l.Key.LastIndexOf('/')], l => l.Points.Where(p => p is [not null, not null, not null]));
        var between = lines.ToDictionary(l => l.Key, l => bands[l.Key].SelectMany(b => b).DistinctBy(p => p[0]).ToDictionary(p => p[0]!.Value));
        var rules = chart.Rules.Where(r => r.Text.Length > 0).ToArray();
        var xs = lines.SelectMany(l => l.Points.Where(p => p[1] is not null).Select(p => p[0]!.Value).Concat(l.Zeros)).Distinct().Where(chart.X.Holds).Order();
        return new(chart.Label, [chart.XName, .. lines.Select(l => l.Name), .. rules.Select(r => r.ShortText)],
            [.. xs.Select(x => (IReadOnlyList<string>)[Numbers.Plain(x), .. lines.Select(l => Cell(chart.Y, l, x, between[l.Key])), .. rules.Select(r => Cell(chart.Y, r, x))])]);
    }

    /// <summary>A chart of every seed, a row a length: how many seeds of each line are in each class.</summary>
    public static FigureTable Of(SeedsModel seeds) => new(seeds.Label, ["Length", .. seeds.Lanes.Select(l => l.Name)],
    [
        .. seeds.Lengths.Select((length, c) => (IReadOnlyList<string>)[Numbers.Plain(length), .. seeds.Lanes.Select(l => seeds.Words(l.Cells[c]))]),
    ]);

    /// <summary>Lines that share one plot, a row for each x.</summary>
    /// <param name="caption">What it is of.</param>
    /// <param name="x">What x is called.</param>
    /// <param name="lines">With the name of each.</param>
    /// <param name="log">Their values are log10.</param>
    public static FigureTable Of(string caption, string x, IReadOnlyList<(string Name, SmallLine Line)> lines, bool log = false)
    {
        var values = lines.Select(l => l.Line.X.Zip(l.Line.Y).DistinctBy(p => p.First).ToDictionary(p => p.First, p => p.Second)).ToArray();
        return new(caption, [x, .. lines.Select(l => l.Name)],
            [.. values.SelectMany(v => v.Keys).Distinct().Order().Select(at => (IReadOnlyList<string>)[Numbers.Plain(at), .. values.Select(v => Numbers.Significant(log ? Math.Pow(10, v.GetValueOrDefault(at) ?? double.NaN) : v.GetValueOrDefault(at)))])]);
    }

    /// <summary>A heat map: its rows from the top, a column a cell.</summary>
    /// <param name="caption">What it is of.</param>
    /// <param name="rowsTitle">What its rows are.</param>
    /// <param name="columns">The name of each column.</param>
    /// <param name="rows">Those with texts.</param>
    public static FigureTable Of(string caption, string rowsTitle, IReadOnlyList<string> columns, IReadOnlyList<HeatRow> rows) => new(caption, [rowsTitle, .. columns],
    [
        .. rows.Select(row => (IReadOnlyList<string>)[row.Title ?? row.Name ?? "", .. columns.Select((_, c) => row.Texts?.ElementAtOrDefault(c) ?? "")]),
    ]) { RowsAcross = false };

    private static string Cell(ChartAxis axis, ChartLine line, double x, Dictionary<double, double?[]> between)
    {
        if (line.Zeros.Contains(x)) return "0";
        for (var i = 0; i < line.Points.Count; i++)
        {
            if (line.Points[i][0] != x || line.Points[i][1] is not { } y) continue;
            // Words of its own hold the interval already.
            if (line.Texts?[i] is { Length: > 0 } text) return text;
            return between.TryGetValue(x, out var band) ? $"{Text(axis, y)} ({Text(axis, band[1]!.Value)} to {Text(axis, band[2]!.Value)})" : Text(axis, y);
        }
        return Numbers.Nothing;
    }

    // A rule goes on level beyond its ends.
    private static string Cell(ChartAxis axis, ChartRule rule, double x) => rule.Points switch
    {
        [] => Numbers.Nothing,
        [.., var last] when x >= last[0] => Text(axis, last[1]),
        [var first, ..] when x <= first[0] => Text(axis, first[1]),
        var points => points.FirstOrDefault(p => p[0] == x) is { } at ? Text(axis, at[1]) : Numbers.Nothing,
    };

    private static string Text(ChartAxis axis, double y) => axis.Log ? Numbers.Significant(Math.Pow(10, y)) : Numbers.Fixed(y) + axis.Unit;
}
