using System.Globalization;
using System.Text;
using Dashboard.Web.Charts;

namespace Dashboard.Web.Exports;

/// <summary>The plot of every seed in an exported chart: columns, bars and the names of the quiet lines.</summary>
internal static class SeedsSvg
{
    /// <summary>Draws it between the axes.</summary>
    /// <param name="svg">Written to.</param>
    /// <param name="model">What is drawn.</param>
    /// <param name="left">Left edge of the plot.</param>
    /// <param name="top">Its top edge.</param>
    /// <param name="width">Pixels across.</param>
    /// <param name="height">Pixels down.</param>
    public static void Draw(StringBuilder svg, SeedsModel model, double left, double top, double width, double height)
    {
        string X(double share) => ChartSvg.N(left + share * width);
        string Y(double share) => ChartSvg.N(top + share * height);
        for (var c = 1; c < model.Lengths.Count; c += 2)
            svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{X(c * model.Column)}\" y=\"{N(top)}\" width=\"{N(model.Column * width)}\" height=\"{N(height)}\" fill=\"#F6F7F9\"/>");
        foreach (var mark in model.Y.Marks)
            svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{N(left)} {Y(model.Top(mark.At))}h{N(width)}\" stroke=\"{(mark == model.Y.Marks[0] ? "#B8C0C9" : "#EDF0F3")}\"/><text x=\"{N(left - 8)}\" y=\"{N(top + model.Top(mark.At) * height + 4)}\" text-anchor=\"end\">{mark.Text}</text>");
        var step = Math.Max(1, (int)Math.Ceiling(model.Lengths.Sum(l => 7.0 * l.ToString(CultureInfo.InvariantCulture).Length + 6) / width));
        for (var c = 0; c < model.Lengths.Count; c += step)
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{X((c + 0.5) * model.Column)}\" y=\"{N(top + height + 18)}\" text-anchor=\"middle\">{model.Lengths[c]}</text>");
        foreach (var path in model.Rules.Select(model.Path).Where(p => p.Count > 0))
            svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{string.Join('L', path.Select(p => $"{X(p.X)} {Y(p.Y)}"))}\" fill=\"none\" stroke=\"#8792A0\" stroke-dasharray=\"1.5 2.5\"/>");
        for (var i = 0; i < model.Lanes.Count; i++)
        {
            var (lane, colour) = (model.Lanes[i], ChartKey.Colour(model.Lanes[i].Tone));
            // A stroke keeps the bar of one seed in sight however narrow its lane is.
            svg.Append(CultureInfo.InvariantCulture, $"<path fill=\"{(lane.Hollow ? "#fff" : colour)}\" stroke=\"{colour}\" stroke-width=\".6\" d=\"");
            foreach (var (x, y, w, h) in model.Bars(i))
                svg.Append(CultureInfo.InvariantCulture, $"M{X(x)} {Y(y)}h{N(w * width)}v{N(h * height)}h{N(-w * width)}z");
            svg.Append("\"/>");
        }
        foreach (var (text, at, under) in model.Names(width, height))
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{N(left + width)}\" y=\"{N(top + at * height + (under ? 14 : -5))}\" text-anchor=\"end\" paint-order=\"stroke\" stroke=\"#fff\" stroke-width=\"4\">{SafeText.Markup(text)}</text>");
    }

    private static string N(double value) => ChartSvg.N(value);
}
