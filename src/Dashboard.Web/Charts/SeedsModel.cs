using System.Globalization;

namespace Dashboard.Web.Charts;

/// <summary>
/// A chart of every seed, ready to draw: a column a length, evenly spaced, in it a lane a line, in that a bar for each bin of scores,
/// as wide as its share of the seeds. Places are shares of the plot, 0 to 1 from its left and top edge. Never holds NaN or infinity.
/// </summary>
public sealed record SeedsModel
{
    /// <summary>The finding in words.</summary>
    public required string Label { get; init; }
    public required ChartAxis Y { get; init; }

    /// <summary>Rising, one a column.</summary>
    public required IReadOnlyList<int> Lengths { get; init; }

    /// <summary>From left to right in each column.</summary>
    public required IReadOnlyList<SeedLane> Lanes { get; init; }

    /// <summary>The classes that seeds are counted in, from the lowest: "0 to 5".</summary>
    public required IReadOnlyList<string> Heads { get; init; }

    /// <summary>Quiet lines across the plot, what no memory scores.</summary>
    public IReadOnlyList<ChartRule> Rules { get; init; } = [];

    /// <summary>Length of the column that is chosen, or null.</summary>
    public int? Chosen { get; init; }

    /// <summary>Most seeds of a lane, which a bar over a whole lane stands for.</summary>
    public int Seeds { get; init; }

    /// <summary>Width of a column.</summary>
    public double Column => 1.0 / Math.Max(1, Lengths.Count);

    /// <summary>Width of a lane: a column less a third of a lane to both sides.</summary>
    public double Lane => Column / (Lanes.Count + 0.7);

    /// <summary>Left edge of a lane.</summary>
    public double Left(int column, int lane) => column * Column + (0.35 + lane) * Lane;

    /// <summary>Where a score lies; those beyond the axis at its edge.</summary>
    public double Top(double value) => 1 - Math.Clamp(Y.Share(value), 0, 1);

    /// <summary>The rule as drawn: a point at each column that has its value, level to both edges; a null y breaks it where it
    /// leaves the plot.</summary>
    public IReadOnlyList<(double X, double Y)> Path(ChartRule rule)
    {
        var points = new List<(double X, double Y)>();
        foreach (var p in rule.Points)
            if (At(p[0]) is { } column && Y.Holds(p[1])) points.Add(((column + 0.5) * Column, Top(p[1])));
        return points.Count == 0 ? [] : [(0, points[0].Y), .. points, (1, points[^1].Y)];
    }

    /// <summary>The seeds of a cell by class: "11 under 5, 9 over 20".</summary>
    public string Words(SeedCell cell) => cell.Of + cell.Diverged == 0 ? "nothing yet"
        : string.Join(", ", Heads.Select((head, i) => $"{cell.Counts[i]} {head}")) + (cell.Diverged > 0 ? $", {cell.Diverged} diverged" : "");

    /// <summary>A lane's bars: left and top edge, width and height; a little less than lane and bin, so that neighbours stay apart.</summary>
    public IEnumerable<(double X, double Y, double Width, double Height)> Bars(int lane)
    {
        for (var c = 0; c < Lanes[lane].Cells.Count; c++)
            foreach (var bar in Lanes[lane].Cells[c].Bars)
            {
                var (top, foot) = (Top(bar.High), Top(bar.Low));
                yield return (Left(c, lane), top + 0.07 * (foot - top), 0.9 * Lane * bar.Share, 0.86 * (foot - top));
            }
    }

    /// <summary>A lane's bars as an SVG path on a plane of 1000 × 1000.</summary>
    public string Outline(int lane) => string.Concat(Bars(lane).Select(b => $"M{Text(b.X)} {Text(b.Y)}h{Text(b.Width)}v{Text(b.Height)}h{Text(-b.Width)}z"));

    /// <summary>A share of the plot on that plane.</summary>
    public static string Text(double share) => (1000 * share).ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>The names of the rules at the right end of each, over its line or, where other names or more bars are, under it.</summary>
    /// <param name="width">Pixels of the plot.</param>
    /// <param name="height">Pixels of the plot.</param>
    public IEnumerable<(string Text, double Top, bool Under)> Names(double width, double height)
    {
        var taken = double.NegativeInfinity;
        var bars = Enumerable.Range(0, Lanes.Count).SelectMany(Bars).ToArray();
        foreach (var rule in Rules.Where(r => r.Text.Length > 0))
        {
            if (Path(rule) is not { Count: > 0 } path) continue;
            var at = path[^1].Y * height;
            var (over, below) = (Covered(rule.Text, at - 9), Covered(rule.Text, at + 10));
            var under = at < 10 || at - 9 - taken < 14 || (over > below && at + 18 < height);
            taken = at + (under ? 9 : -9);
            yield return (rule.Text, path[^1].Y, under);
        }

        // Bars behind a text of which the middle is at a height.
        int Covered(string text, double middle)
        {
            var left = 1 - 2 * PlotGeometry.HalfWidth(text, strong: false) / width;
            return bars.Count(b => b.X + b.Width > left && b.Y * height < middle + 7 && (b.Y + b.Height) * height > middle - 7);
        }
    }

    private int? At(double length)
    {
        for (var i = 0; i < Lengths.Count; i++)
            if (Lengths[i] == length) return i;
        return null;
    }
}

/// <summary>One line of a chart of every seed.</summary>
/// <param name="Key">As a <see cref="ChartLine"/>'s: what a click reports.</param>
/// <param name="Name">As the tooltip shows it.</param>
/// <param name="Tone">A cell's name.</param>
/// <param name="Cells">One a length.</param>
public sealed record SeedLane(string Key, string Name, string Tone, IReadOnlyList<SeedCell> Cells)
{
    /// <summary>Outlined instead of filled: a second run.</summary>
    public bool Hollow { get; init; }

    /// <summary>Whether it can be chosen by click or keyboard.</summary>
    public bool Selectable { get; init; }

    /// <summary>Key of its run.</summary>
    public string Run => Key.Split('/')[0];
}

/// <summary>The seeds of one line at one length.</summary>
/// <param name="Bars">Bins that hold a seed, from the lowest.</param>
/// <param name="Counts">Seeds in each class.</param>
/// <param name="Diverged">Seeds that have no score because training diverged.</param>
public sealed record SeedCell(IReadOnlyList<SeedBar> Bars, IReadOnlyList<int> Counts, int Diverged)
{
    /// <summary>Seeds with a score.</summary>
    public int Of => Counts.Sum();
}

/// <summary>A bar.</summary>
/// <param name="Low">Score at its foot.</param>
/// <param name="High">Score at its top.</param>
/// <param name="Share">Of the seeds of its lane, above 0 to 1.</param>
public readonly record struct SeedBar(double Low, double High, double Share);
