namespace Dashboard.Web.Charts;

/// <summary>Resolves what is shown of a chart and where its text stands, once for all that draw it.</summary>
internal static class ChartLayout
{
    public static ChartModel Show(ChartModel model, ChartRange? range)
    {
        var (x, y) = (ChartScale.Zoomed(model.Whole, range), model.Y);
        var plot = new PlotGeometry(x, y);
        var paths = model.Rules.Select(r => Path(r, x, y)).ToList();
        List<ChartLabel> pins = [.. model.Pins.Where(p => x.Holds(p.X)), .. Zeros(model.Lines, x, y)];
        List<Box> taken = [.. pins.Select(plot.BoxOf)];
        List<ChartLabel> names = model.Named ? [.. LabelPlacement.Names(plot, model.Lines, x, [.. paths.SelectMany(plot.Segments)], taken)] : [];
        return model with
        {
            Whole = model.Whole,
            X = x,
            Zoom = x == model.Whole ? null : new(x.Min, x.Max),
            RulePaths = [.. paths.Where(p => p.Count > 0)],
            Labels = [.. pins, .. names, .. LabelPlacement.RuleNames(plot, [.. model.Rules.Zip(paths)], model.Lines, x, y, taken)],
        };
    }

    /// <summary>The value of a line of points [x, y] at an x; null where it has none.</summary>
    public static double? LevelAt(IReadOnlyList<double?[]> points, double x)
    {
        for (var i = 0; i + 1 < points.Count; i++)
            if (points[i] is [{ } x1, { } y1] && points[i + 1] is [{ } x2, { } y2] && x >= x1 - 1e-9 && x <= x2 + 1e-9)
                return x2 - x1 < 1e-9 ? y2 : y1 + (y2 - y1) * Math.Clamp((x - x1) / (x2 - x1), 0, 1);
        return null;
    }

    /// <summary>Marks at an edge for one model: a sign at each x, and beside the last one what they are.</summary>
    public static IEnumerable<ChartLabel> Marks(IReadOnlyList<double> xs, double edge, double dy, string sign, string text, string tone) =>
        xs.Select((x, i) => new ChartLabel(x, edge, i < xs.Count - 1 ? sign : $"{sign} {text}", tone)
        {
            // Where the sign is in the middle, and the text beside it.
            Dy = dy, Dx = i < xs.Count - 1 ? 0 : -5, Anchor = i < xs.Count - 1 ? LabelAnchor.Middle : LabelAnchor.Start,
        });

    /// <summary>A logarithmic axis has no place for 0: it is marked at the bottom edge instead of leaving a gap without a word.</summary>
    private static IEnumerable<ChartLabel> Zeros(IReadOnlyList<ChartLine> lines, ChartAxis x, ChartAxis y) => lines
        .Where(l => l.Kind is LineKind.Mean or LineKind.Published)
        .GroupBy(l => l.Tone, l => l.Zeros.Where(x.Holds)).Select(g => (Tone: g.Key, At: g.SelectMany(z => z).Distinct().Order().ToArray()))
        .Where(g => g.At.Length > 0)
        .SelectMany((g, row) => Marks(g.At, y.Min, -8 - 14 * row, "▾", "0", g.Tone));

    /// <summary>A rule from edge to edge of what is shown, cut where it leaves the plot; empty where it never is in it.</summary>
    private static IReadOnlyList<double?[]> Path(ChartRule rule, ChartAxis x, ChartAxis y)
    {
        double?[][] whole =
        [
            [Math.Min(x.Min, rule.Points[0][0]), rule.Points[0][1]],
            .. rule.Points.Select(p => new double?[] { p[0], p[1] }),
            [Math.Max(x.Max, rule.Points[^1][0]), rule.Points[^1][1]],
        ];
        var path = new List<double?[]>();
        for (var i = 0; i + 1 < whole.Length; i++)
        {
            if (Cut(whole[i][0]!.Value, whole[i][1]!.Value, whole[i + 1][0]!.Value, whole[i + 1][1]!.Value, x, y) is not var (from, to)) continue;
            if (path.Count == 0 || !path[^1].SequenceEqual(from))
            {
                if (path.Count > 0) path.Add([from[0], null]);
                path.Add(from);
            }
            path.Add(to);
        }
        return path;
    }

    /// <summary>The part of a segment inside the plot (Liang and Barsky 1984); null without one.</summary>
    private static (double?[] From, double?[] To)? Cut(double x1, double y1, double x2, double y2, ChartAxis x, ChartAxis y)
    {
        double from = 0, to = 1;
        if (!Within(x1, x2 - x1, x) || !Within(y1, y2 - y1, y) || (from >= to && x2 > x1)) return null;
        return (At(from), At(to));

        double?[] At(double share) => [Math.Round(x1 + share * (x2 - x1), 4), Math.Round(y1 + share * (y2 - y1), 4)];

        bool Within(double start, double by, ChartAxis axis)
        {
            if (by == 0) return axis.Holds(start);
            double enter = (axis.Min - start) / by, leave = (axis.Max - start) / by;
            (from, to) = (Math.Max(from, Math.Min(enter, leave)), Math.Min(to, Math.Max(enter, leave)));
            return from <= to;
        }
    }
}
