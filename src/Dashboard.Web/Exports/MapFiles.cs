using System.Globalization;
using System.Text;
using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Findings;
using Dashboard.Engine.Tasks;
using Dashboard.Engine.Training;
using Dashboard.Web.Charts;

namespace Dashboard.Web.Exports;

/// <summary>A phase map as files.</summary>
public static class MapFiles
{
    private const string Ink = "#171C22", Quiet = "#5A6572", Outline = "#E1E5EA";

    /// <summary>A table, one line a cell.</summary>
    /// <param name="name">The study's name.</param>
    /// <param name="map">The map.</param>
    /// <param name="only">One model only.</param>
    public static ExportFile Csv(string name, PhaseMap map, ModelKind? only) =>
        new($"{SafeText.FileName(name)}.csv", "text/csv; charset=utf-8", [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(CsvText(map, only))]);

    /// <summary>A drawing for white paper.</summary>
    /// <param name="name">The study's name.</param>
    /// <param name="map">The map.</param>
    /// <param name="view">What is shown of it.</param>
    /// <param name="source">Where its numbers are from.</param>
    public static ExportFile Svg(string name, PhaseMap map, MapView view, string source) =>
        new($"{SafeText.FileName(name)}-{QueryWords.Of(view.Shown)}.svg", "image/svg+xml; charset=utf-8", Encoding.UTF8.GetBytes(SvgText(name, map, view, source)));

    internal static string CsvText(PhaseMap map, ModelKind? only)
    {
        var text = new StringBuilder($"model,{map.Setting.Id},length,threshold,seeds,solved,share,low95,high95,medianScore,seedsExpected\n");
        foreach (var cell in map.Cells.Where(c => (only ?? c.Model) == c.Model && c.Expected > 0))
            text.Append(CultureInfo.InvariantCulture, $"{cell.Model.Tone()},{(cell.Value is { } v ? SafeText.Csv(v) : MapSetting.None)},{cell.Length},{SafeText.Csv(map.Threshold)},{cell.Known},{cell.Solved},")
                .Append(CultureInfo.InvariantCulture, $"{SafeText.Csv(cell.Share)},{SafeText.Csv(cell.Interval?.Low)},{SafeText.Csv(cell.Interval?.High)},{SafeText.Csv(cell.Median)},{cell.Expected}\n");
        return text.ToString();
    }

    internal static string SvgText(string name, PhaseMap map, MapView view, string source)
    {
        MapDrawing[] drawings = [.. map.Models.Where(m => (view.Only ?? m) == m).Select(m => new MapDrawing(map, m, view.Shown))];
        const double top = 64, gap = 56;
        var width = Math.Max(480, drawings.Max(d => d.Width) + 40);
        // Some six pixels a character.
        var notes = ChartKey.Wrapped(source, (int)((width - 32) / 6));
        var height = top + drawings.Sum(d => d.Height + gap) + 18 * notes.Count;
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:0}\" height=\"{height:0}\" viewBox=\"0 0 {width:0} {height:0}\" role=\"img\" font-family=\"Inter, Helvetica, Arial, sans-serif\" font-size=\"12\" fill=\"{Quiet}\">");
        svg.Append(CultureInfo.InvariantCulture, $"<title>{SafeText.Markup(name)}</title><rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"16\" y=\"26\" font-size=\"15\" font-weight=\"600\" fill=\"{Ink}\">{SafeText.Markup(name)}</text><text x=\"16\" y=\"46\">{SafeText.Markup(Caption(map, view.Shown))}</text>");
        var y = top;
        foreach (var drawing in drawings)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<g transform=\"translate(16 {y:0})\">");
            ChartKey.Marker(svg, drawing.Model.Tone(), 5, 14, hollow: false);
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"18\" y=\"18\" font-weight=\"600\" fill=\"{Ink}\">{drawing.Model.Name()}</text><g transform=\"translate(0 30)\">");
            Draw(svg, drawing);
            svg.Append("</g></g>");
            y += drawing.Height + gap;
        }
        foreach (var (i, note) in notes.Index())
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"16\" y=\"{y - 6 + 18 * i:0}\">{SafeText.Markup(note)}</text>");
        return svg.Append("</svg>").ToString();
    }

    /// <summary>What the cells say: "How many of 10 seeds solve it (MAD under 5). Left of the line at least half of the seeds solve it."</summary>
    public static string Caption(PhaseMap map, MapShown shown)
    {
        var score = map.Spec.Task.Score;
        var solved = score.Solved.Title(Numbers.Plain(map.Threshold));
        return $"{(shown == MapShown.Median ? $"Median {score.Word} of {Numbers.Of(map.UsualSeeds, "seed")}, dark where it is low" : $"How many of {Numbers.Of(map.UsualSeeds, "seed")} solve it ({solved})")}. {MapDrawing.LineWords}.";
    }

    private static void Draw(StringBuilder svg, MapDrawing drawing)
    {
        var (map, colour) = (drawing.Map, ChartKey.Colour(drawing.Model.Tone()));
        var middle = drawing.Left + map.Lengths.Count * drawing.CellWidth / 2;
        svg.Append(CultureInfo.InvariantCulture, $"<text transform=\"translate(10 {drawing.Bottom / 2:0.##}) rotate(-90)\" text-anchor=\"middle\">{SafeText.Markup(map.Setting.Axis)}</text>");
        foreach (var row in drawing.Rows)
        {
            var own = map.IsUsual(row[0].Cell.Value);
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{drawing.Left - 10:0.##}\" y=\"{row[0].Y + MapDrawing.CellHeight / 2 + 4:0.##}\" text-anchor=\"end\"{(own ? $" font-weight=\"700\" fill=\"{Ink}\"" : "")}>{map.Setting.Text(row[0].Cell.Value)}</text>");
            foreach (var cell in row)
            {
                svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{cell.X + 0.5:0.##}\" y=\"{cell.Y + 0.5:0.##}\" width=\"{drawing.CellWidth - 1:0.##}\" height=\"{MapDrawing.CellHeight - 1:0.##}\" {(cell.Heat is { } heat ? $"fill=\"{Grey(heat)}\"" : $"fill=\"none\" stroke=\"{Outline}\"")}><title>{SafeText.Markup(cell.Words)}</title></rect>");
                if (cell.Text.Length > 0)
                    svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{cell.X + drawing.CellWidth / 2:0.##}\" y=\"{cell.Y + MapDrawing.CellHeight / 2 + 4:0.##}\" text-anchor=\"middle\" fill=\"{(cell.IsDark ? "#fff" : Ink)}\">{cell.Text}</text>");
            }
        }
        if (drawing.HalfLine() is { Length: > 0 } line)
            svg.Append(CultureInfo.InvariantCulture, $"<path d=\"{line}\" fill=\"none\" stroke=\"#fff\" stroke-width=\"5\"/><path d=\"{line}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>");
        foreach (var cell in drawing.Rows[^1])
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{cell.X + drawing.CellWidth / 2:0.##}\" y=\"{drawing.Bottom + 16:0.##}\" text-anchor=\"middle\">{cell.Cell.Length}</text>");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{middle:0.##}\" y=\"{drawing.Bottom + 33:0.##}\" text-anchor=\"middle\">Sequence length (evenly spaced)</text>");
    }

    // The light theme's heat, mixed in sRGB: readers of SVG know no oklab.
    private static string Grey(double heat)
    {
        (int, int)[] ends = [(0xF1, 0x1D), (0xF3, 0x25), (0xF6, 0x30)];
        return "#" + string.Concat(ends.Select(e => ((int)Math.Round(e.Item1 + heat * (e.Item2 - e.Item1))).ToString("X2", CultureInfo.InvariantCulture)));
    }
}
