using System.Globalization;
using System.Text;

namespace Dashboard.Web.Charts;

/// <summary>One line of a small server-drawn chart.</summary>
/// <param name="Tone">A cell's name, or "ink".</param>
/// <param name="X">Positions, ascending.</param>
/// <param name="Y">Values at those positions; null breaks the line, −∞ (a 0 on a log scale) lies on the bottom edge.</param>
/// <param name="Faint">Drawn dashed and pale: the published result where no run is.</param>
public sealed record SmallLine(string Tone, IReadOnlyList<double> X, IReadOnlyList<double?> Y, bool Faint = false);

/// <summary>SVG point lists.</summary>
public static class Polyline
{
    /// <summary>The unbroken pieces of a line as SVG point lists; a lone point becomes a short dash, so that it is seen.</summary>
    /// <param name="line">The line.</param>
    /// <param name="minX">Left end of the scale.</param>
    /// <param name="maxX">Right end of the scale.</param>
    /// <param name="minY">Bottom of the scale.</param>
    /// <param name="maxY">Top of the scale.</param>
    /// <param name="width">Width that [minX, maxX] fills.</param>
    /// <param name="height">Height that [minY, maxY] fills, growing upwards; values beyond are cut at the edge.</param>
    /// <param name="over">How far above the top a line may go all the same, in heights: for drawings that cut what is outside, so
    /// that it is seen to leave.</param>
    public static IEnumerable<string> Pieces(SmallLine line, double minX, double maxX, double minY, double maxY, double width, double height, double over = 0)
    {
        var text = new StringBuilder();
        var count = 0;
        double lastX = 0, lastY = 0;
        for (var i = 0; i <= line.X.Count; i++)
        {
            if (i < line.X.Count && line.Y[i] is { } y && double.IsFinite(Math.Max(y, minY)))
            {
                lastX = (line.X[i] - minX) / Math.Max(1e-9, maxX - minX) * width;
                lastY = (1 - Math.Clamp((y - minY) / Math.Max(1e-9, maxY - minY), 0, 1 + over)) * height;
                text.Append(CultureInfo.InvariantCulture, $"{(count++ > 0 ? " " : "")}{lastX:0.#},{lastY:0.#}");
                continue;
            }
            if (count == 1) text.Append(CultureInfo.InvariantCulture, $" {lastX + 2:0.#},{lastY:0.#}");
            if (count > 0) yield return text.ToString();
            text.Clear();
            count = 0;
        }
    }
}
