using System.Globalization;
using System.Text;
using Dashboard.Engine.Tasks;
using Dashboard.Web.Charts;

namespace Dashboard.Web.Exports;

/// <summary>A chart as SVG for white paper: the same lines, bands, marks and names as on the page, with a key beneath.</summary>
public static class ChartSvg
{
    private const double Width = 760, Right = 24, Top = 48, PlotHeight = 300, RowHeight = 18;
    private const string Ink = "#171C22", Quiet = "#5A6572";

    /// <summary>The whole drawing, with a title, its own colours and fonts that every system has.</summary>
    /// <param name="figure">Names the runs of the key.</param>
    /// <param name="metric">Which chart.</param>
    public static string Render(Figure figure, Metric metric)
    {
        var model = figure.Chart(metric);
        var seeds = metric == Metric.Mad ? figure.Scores.Seeds : null;
        var key = ChartKey.Rows(figure, model);
        // Left of the plot its title and the longest tick.
        var left = Math.Max(64, 36 + 6.6 * model.Y.Marks.Max(m => m.Text.Length));
        var plot = new Plot(model, left, Top, Width - left - Right, PlotHeight);
        var height = Top + PlotHeight + 52 + RowHeight * key.Count + 8;
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{Width:0}\" height=\"{height:0}\" viewBox=\"0 0 {Width:0} {height:0}\" role=\"img\" font-family=\"Inter, Helvetica, Arial, sans-serif\" font-size=\"12\" fill=\"{Quiet}\">");
        svg.Append(CultureInfo.InvariantCulture, $"<title>{SafeText.Markup(seeds?.Label ?? model.Label)}</title><rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"16\" y=\"26\" font-size=\"15\" font-weight=\"600\" fill=\"{Ink}\">{SafeText.Markup(Title(figure, metric))}</text>");
        if (seeds is not null)
        {
            SeedsSvg.Draw(svg, seeds, left, Top, plot.Width, PlotHeight);
            Titles(svg, $"{model.X.Title}, evenly spaced", seeds.Y.Title, plot);
        }
        else
        {
            Lines(svg, model, plot, metric);
        }
        for (var i = 0; i < key.Count; i++) ChartKey.Draw(svg, key[i], 16, Top + PlotHeight + 60 + RowHeight * i);
        return svg.Append("</svg>").ToString();
    }

    private static string Title(Figure figure, Metric metric) => TaskScore.Of(figure.Runs.Select(r => r.Spec)) is var score && metric == Metric.Mad
        ? ScoreFigure.Title(score, figure.Scores.View, figure.View) : metric.Title(score);

    private static void Lines(StringBuilder svg, ChartModel model, Plot plot, Metric metric)
    {
        Axes(svg, model, plot);
        svg.Append(CultureInfo.InvariantCulture, $"<clipPath id=\"plot-{metric}\"><rect x=\"{N(plot.Left - 6)}\" y=\"{Top - 6}\" width=\"{N(plot.Width + 12)}\" height=\"{PlotHeight + 12}\"/></clipPath><g clip-path=\"url(#plot-{metric})\" stroke-linejoin=\"round\">");
        foreach (var rule in model.RulePaths)
            svg.Append(CultureInfo.InvariantCulture, $"<path d=\"{Path(rule, plot)}\" fill=\"none\" stroke=\"#8792A0\" stroke-dasharray=\"1.5 2.5\"/>");
        foreach (var line in model.Lines) Line(svg, line, plot);
        svg.Append("</g>");
        Names(svg, model, plot);
    }

    private static void Axes(StringBuilder svg, ChartModel model, Plot plot)
    {
        foreach (var mark in model.Y.Marks)
            svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{N(plot.Left)} {N(plot.Y(mark.At))}h{N(plot.Width)}\" stroke=\"{(mark == model.Y.Marks[0] ? "#B8C0C9" : "#EDF0F3")}\"/><text x=\"{N(plot.Left - 8)}\" y=\"{N(plot.Y(mark.At) + 4)}\" text-anchor=\"end\">{mark.Text}</text>");
        foreach (var mark in model.X.Marks)
            svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{N(plot.X(mark.At))} {plot.Bottom}v4\" stroke=\"#B8C0C9\"/><text x=\"{N(plot.X(mark.At))}\" y=\"{plot.Bottom + 18}\" text-anchor=\"middle\">{mark.Text}</text>");
        Titles(svg, model.X.Title, model.Y.Title, plot);
    }

    private static void Titles(StringBuilder svg, string x, string y, Plot plot)
    {
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{N(plot.Left + plot.Width / 2)}\" y=\"{plot.Bottom + 36}\" text-anchor=\"middle\">{SafeText.Markup(x)}</text>");
        svg.Append(CultureInfo.InvariantCulture, $"<text transform=\"translate(18 {N(plot.Top + PlotHeight / 2)}) rotate(-90)\" text-anchor=\"middle\">{SafeText.Markup(y)}</text>");
    }

    private static void Line(StringBuilder svg, ChartLine line, Plot plot)
    {
        var colour = ChartKey.Colour(line.Tone);
        if (line.Kind == LineKind.Band)
        {
            var ends = line.Points.Select(p => $"{N(plot.X(p[0]!.Value))},{N(plot.Y(p[2]!.Value))}").Concat(line.Points.Reverse().Select(p => $"{N(plot.X(p[0]!.Value))},{N(plot.Y(p[1]!.Value))}"));
            svg.Append(CultureInfo.InvariantCulture, $"<polygon points=\"{string.Join(' ', ends)}\" fill=\"{colour}\" fill-opacity=\".14\"/>");
            return;
        }
        var (width, opacity) = line.Kind switch { LineKind.Seed => (1, .26), LineKind.Published => (1.5, .75), _ => (2, 1.0) };
        svg.Append(CultureInfo.InvariantCulture, $"<path d=\"{Path(line.Points, plot)}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{width}\"{(opacity < 1 ? string.Create(CultureInfo.InvariantCulture, $" stroke-opacity=\"{opacity}\"") : "")}{(line.Dash is { } dash ? $" stroke-dasharray=\"{SafeText.Markup(dash)}\"" : "")}/>");
        if (!line.Markers) return;
        foreach (var point in line.Points)
            if (point is [{ } x, { } y]) ChartKey.Marker(svg, line.Tone, plot.X(x), plot.Y(y), line.Hollow);
    }

    private static void Names(StringBuilder svg, ChartModel model, Plot plot)
    {
        const string halo = "paint-order=\"stroke\" stroke=\"#fff\" stroke-width=\"4\" stroke-linejoin=\"round\"";
        foreach (var label in model.Labels)
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{N(plot.X(label.X) + label.Dx)}\" y=\"{N(plot.Y(label.Y) + label.Dy + 4)}\" text-anchor=\"{label.Anchor.ToString().ToLowerInvariant()}\"{(label.Strong ? " font-weight=\"600\"" : "")} fill=\"{ChartKey.Colour(label.Tone)}\" {halo}>{SafeText.Markup(label.Text)}</text>");
    }

    private static string Path(IEnumerable<double?[]> points, Plot plot)
    {
        var path = new StringBuilder();
        var open = false;
        foreach (var point in points)
        {
            if (point is [{ } x, { } y]) path.Append(CultureInfo.InvariantCulture, $"{(open ? 'L' : 'M')}{N(plot.X(x))} {N(plot.Y(y))}");
            open = point[1] is not null;
        }
        return path.ToString();
    }

    internal static string N(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>From values to places in the drawing.</summary>
    private sealed record Plot(ChartModel Model, double Left, double Top, double Width, double Height)
    {
        public double Bottom => Top + Height;

        public double X(double x) => Left + Model.X.Share(x) * Width;

        public double Y(double y) => Top + (1 - Model.Y.Share(y)) * Height;
    }
}
