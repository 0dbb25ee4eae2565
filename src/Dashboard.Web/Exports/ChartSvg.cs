using System.Globalization;
using System.Text;
using Dashboard.Web.Charts;

namespace Dashboard.Web.Exports;

/// <summary>A chart as SVG for white paper: the same lines, bands, marks and names as on the page, with a key beneath.</summary>
public static class ChartSvg
{
    private const double Width = 760, Left = 64, Right = 24, Top = 48, PlotHeight = 300, RowHeight = 18;
    private const string Ink = "#171C22", Quiet = "#5A6572";

    /// <summary>The whole drawing, with a title, its own colours and fonts that every system has.</summary>
    /// <param name="figure">Names the runs of the key.</param>
    /// <param name="metric">Which chart.</param>
    public static string Render(Figure figure, Metric metric)
    {
        var model = figure.Chart(metric);
        var key = ChartKey.Rows(figure, model);
        var plot = new Plot(model, Left, Top, Width - Left - Right, PlotHeight);
        var height = Top + PlotHeight + 52 + RowHeight * key.Count + 8;
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{Width:0}\" height=\"{height:0}\" viewBox=\"0 0 {Width:0} {height:0}\" role=\"img\" font-family=\"Inter, Helvetica, Arial, sans-serif\" font-size=\"12\" fill=\"{Quiet}\">");
        svg.Append(CultureInfo.InvariantCulture, $"<title>{SafeText.Markup(model.Label)}</title><rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"16\" y=\"26\" font-size=\"15\" font-weight=\"600\" fill=\"{Ink}\">{(metric == Metric.Mad ? "MAD (validation L1)" : "Mean parameter gradient")}</text>");
        Axes(svg, model, plot);
        svg.Append(CultureInfo.InvariantCulture, $"<clipPath id=\"plot-{metric}\"><rect x=\"{Left - 6}\" y=\"{Top - 6}\" width=\"{plot.Width + 12}\" height=\"{PlotHeight + 12}\"/></clipPath><g clip-path=\"url(#plot-{metric})\" stroke-linejoin=\"round\">");
        foreach (var rule in model.Rules) Rule(svg, rule, plot);
        foreach (var line in model.Lines) Line(svg, line, plot);
        svg.Append("</g>");
        Names(svg, model, plot);
        for (var i = 0; i < key.Count; i++) ChartKey.Draw(svg, key[i], 16, Top + PlotHeight + 60 + RowHeight * i);
        return svg.Append("</svg>").ToString();
    }

    private static void Axes(StringBuilder svg, ChartModel model, Plot plot)
    {
        for (var i = 0; i <= model.Y.Ticks; i++)
        {
            var value = model.Y.Min + i * model.Y.Step;
            svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{plot.Left} {N(plot.Y(value))}h{N(plot.Width)}\" stroke=\"{(i == 0 ? "#B8C0C9" : "#EDF0F3")}\"/><text x=\"{plot.Left - 8}\" y=\"{N(plot.Y(value) + 4)}\" text-anchor=\"end\">{Tick(model.Y, value)}</text>");
        }
        for (var value = plot.From; value <= plot.To + 1e-9; value += plot.Step)
            svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{N(plot.X(value))} {plot.Bottom}v4\" stroke=\"#B8C0C9\"/><text x=\"{N(plot.X(value))}\" y=\"{plot.Bottom + 18}\" text-anchor=\"middle\">{Numbers.Plain(value)}</text>");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{N(plot.Left + plot.Width / 2)}\" y=\"{plot.Bottom + 36}\" text-anchor=\"middle\">{SafeText.Markup(model.X.Title)}</text>");
        svg.Append(CultureInfo.InvariantCulture, $"<text transform=\"translate(18 {N(plot.Top + PlotHeight / 2)}) rotate(-90)\" text-anchor=\"middle\">{SafeText.Markup(model.Y.Title)}</text>");
    }

    private static void Rule(StringBuilder svg, ChartRule rule, Plot plot)
    {
        var points = rule.Points.Select(p => $"{N(plot.X(p[0]))},{N(plot.Y(p[1]))}").Prepend($"{plot.Left},{N(plot.Y(rule.Points[0][1]))}").Append($"{N(plot.Left + plot.Width)},{N(plot.Y(rule.Points[^1][1]))}");
        svg.Append(CultureInfo.InvariantCulture, $"<polyline points=\"{string.Join(' ', points)}\" fill=\"none\" stroke=\"#8792A0\" stroke-dasharray=\"1.5 2.5\"/>");
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
        var path = new StringBuilder();
        var open = false;
        foreach (var point in line.Points)
        {
            if (point is [{ } x, { } y]) path.Append(CultureInfo.InvariantCulture, $"{(open ? 'L' : 'M')}{N(plot.X(x))} {N(plot.Y(y))}");
            open = point[1] is not null;
        }
        var (width, opacity) = line.Kind switch { LineKind.Seed => (1, .26), LineKind.Published => (1.5, .75), _ => (2, 1.0) };
        svg.Append(CultureInfo.InvariantCulture, $"<path d=\"{path}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{width}\"{(opacity < 1 ? string.Create(CultureInfo.InvariantCulture, $" stroke-opacity=\"{opacity}\"") : "")}{(line.Dash is { } dash ? $" stroke-dasharray=\"{SafeText.Markup(dash)}\"" : "")}/>");
        if (!line.Markers) return;
        foreach (var point in line.Points)
            if (point is [{ } x, { } y]) ChartKey.Marker(svg, line.Tone, plot.X(x), plot.Y(y), line.Hollow);
    }

    private static void Names(StringBuilder svg, ChartModel model, Plot plot)
    {
        const string halo = "paint-order=\"stroke\" stroke=\"#fff\" stroke-width=\"4\" stroke-linejoin=\"round\"";
        var lowest = double.NegativeInfinity;
        foreach (var rule in model.Rules)
        {
            lowest = Math.Max(plot.Y(rule.Points[^1][1]) + (rule.Above ? -5 : 14), lowest + 15);
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{N(plot.Left + plot.Width)}\" y=\"{N(lowest)}\" text-anchor=\"end\" {halo}>{SafeText.Markup(rule.Text)}</text>");
        }
        foreach (var label in model.Labels.Where(l => plot.Shows(l.X)))
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{N(plot.X(label.X) + label.Dx)}\" y=\"{N(plot.Y(label.Y) + label.Dy + 4)}\" text-anchor=\"{(label.Start ? "start" : "middle")}\"{(label.Strong ? " font-weight=\"600\"" : "")} fill=\"{ChartKey.Colour(label.Tone)}\" {halo}>{SafeText.Markup(label.Text)}</text>");
    }

    private static string Tick(ChartAxis axis, double value) => axis.Log ? Numbers.Power((int)Math.Round(value))
        : Numbers.Fixed(value, Math.Max(0, -(int)Math.Floor(Math.Log10(axis.Step) + 1e-9)));

    internal static string N(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>From values to places in the drawing.</summary>
    private sealed class Plot
    {
        public Plot(ChartModel model, double left, double top, double width, double height)
        {
            (this.model, Left, Top, Width, this.height) = (model, left, top, width, height);
            (From, To, Step) = (model.X.Min, model.X.Max, model.X.Step);
            if (model.Zoom is not { } zoom) return;
            // As the page rounds a zoom: whole steps around it.
            Step = new double[] { 1, 2, 5, 10, 20, 50, 100, 200 }.FirstOrDefault(s => (zoom.To - zoom.From) / s <= 10, Step);
            From = Math.Max(model.X.Min, Math.Floor(zoom.From / Step) * Step);
            To = Math.Min(model.X.Max, From + Math.Ceiling((zoom.To - From) / Step) * Step);
        }

        private readonly ChartModel model;
        private readonly double height;

        public double Left { get; }
        public double Top { get; }
        public double Width { get; }
        public double Bottom => Top + height;
        public double From { get; }
        public double To { get; }
        public double Step { get; }

        public double X(double x) => Left + (x - From) / (To - From) * Width;

        public double Y(double y) => Top + (model.Y.Max - y) / (model.Y.Max - model.Y.Min) * height;

        public bool Shows(double x) => x >= From - 1e-9 && x <= To + 1e-9;
    }
}
