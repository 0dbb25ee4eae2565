namespace Dashboard.Web.Charts;

/// <summary>
/// Finds places for names in a plot: beside their line, where no other line, mark or name is. Labels are anchored to a point
/// of their line plus a fixed offset, so that plots of other sizes come out alike.
/// </summary>
internal static class LabelPlacement
{
    private const double Clear = 3, Far = 90, RowHeight = 15;

    /// <summary>One label for each model that has a line; models without room for one get the least bad place.</summary>
    /// <param name="plot">The plot.</param>
    /// <param name="lines">All its lines.</param>
    /// <param name="x">What is shown of x: names stand beside a point that is.</param>
    /// <param name="rules">The quiet lines across it, in pixels.</param>
    /// <param name="taken">Room that is taken already.</param>
    public static IEnumerable<ChartLabel> Names(PlotGeometry plot, IReadOnlyList<ChartLine> lines, ChartAxis x, IReadOnlyList<Segment> rules, List<Box> taken)
    {
        var drawn = lines.Where(l => l.Kind is LineKind.Mean or LineKind.Published && l.Points.Count > 0).ToList();
        var segments = drawn.ToLookup(l => l.Tone, l => plot.Segments(l.Points));
        foreach (var tone in drawn.Select(l => l.Tone).Distinct())
        {
            // The first means line is the baseline's; before any trial has finished the published line carries the name.
            var line = drawn.Where(l => l.Tone == tone).OrderByDescending(l => l.Kind).First();
            var own = plot.Segments(line.Points);
            var others = segments.Where(g => g.Key != tone).SelectMany(g => g).SelectMany(s => s).ToList();
            List<Segment> faint = [.. segments[tone].SelectMany(s => s).Except(own), .. rules];
            var name = new ChartLabel(0, 0, line.Name.Split(',')[0], tone) { Strong = true };
            var half = PlotGeometry.HalfWidth(name.Text, strong: true);
            (double Score, ChartLabel Label)? best = null;
            foreach (var point in line.Points)
            {
                if (point is not [{ } px, { } py] || !x.Holds(px)) continue;
                foreach (var (dx, dy) in ((double, double)[])[(0, -14), (0, 16), (half + 10, 0), (-half - 10, 0), (half + 8, -11), (-half - 8, -11), (half + 8, 13), (-half - 8, 13)])
                {
                    var label = name with { X = px, Y = py, Dx = Math.Round(dx, 1), Dy = dy };
                    var score = Score(plot.BoxOf(label), own, others, faint, taken, best?.Score ?? double.NegativeInfinity);
                    if (best is null || score > best.Value.Score + 1e-6) best = (score, label);
                }
            }
            if (best is not { } found) continue;
            taken.Add(plot.BoxOf(found.Label));
            yield return found.Label;
        }
    }

    /// <summary>
    /// The names of the rules, from the highest down: each along its own line where there is room, preferably at the right end;
    /// those without room are listed together where the plot is empty, so that no name ever lies on the data.
    /// </summary>
    /// <param name="plot">The plot.</param>
    /// <param name="rules">The rules and their lines as drawn.</param>
    /// <param name="lines">The lines whose data must stay in sight.</param>
    /// <param name="x">What is shown of x.</param>
    /// <param name="y">What is shown of y.</param>
    /// <param name="taken">Room that is taken already.</param>
    public static IEnumerable<ChartLabel> RuleNames(
        PlotGeometry plot, IReadOnlyList<(ChartRule Rule, IReadOnlyList<double?[]> Path)> rules, IReadOnlyList<ChartLine> lines, ChartAxis x, ChartAxis y, List<Box> taken)
    {
        List<Segment> data = [.. lines.Where(l => l.Kind is LineKind.Mean or LineKind.Published).SelectMany(l => plot.Segments(l.Points))];
        var all = rules.Select(r => plot.Segments(r.Path)).ToList();
        List<ChartRule> homeless = [];
        for (var i = 0; i < rules.Count; i++)
        {
            var (rule, path) = rules[i];
            if (rule.Text.Length == 0) continue;
            var (best, most) = (default(ChartLabel), double.NegativeInfinity);
            foreach (var candidate in path.Any(p => p[1] is not null) ? Along(rule, path, x) : Beyond(rule, x, y))
            {
                var box = plot.BoxOf(candidate);
                if (!PlotGeometry.Holds(box) || taken.Any(box.Meets) || PlotGeometry.IsNear(box, data, Clear)) continue;
                // The first candidate of equal rank; crossing dotted lines is a fault, but a small one.
                var score = -all.Count(s => PlotGeometry.IsNear(box, s, 1));
                if (score > most) (best, most) = (candidate, score);
            }
            if (best is null)
            {
                homeless.Add(rule);
                continue;
            }
            taken.Add(plot.BoxOf(best));
            yield return best;
        }
        if (homeless.Count == 0) yield break;
        foreach (var label in Listed(plot, homeless, homeless.Count < rules.Count(r => r.Rule.Text.Length > 0), data, taken, x, y)) yield return label;
    }

    private static IEnumerable<ChartLabel> Along(ChartRule rule, IReadOnlyList<double?[]> path, ChartAxis x)
    {
        foreach (var (share, anchor) in ((double, LabelAnchor)[])[(1, LabelAnchor.End), (0.8, LabelAnchor.Middle), (0.6, LabelAnchor.Middle), (0.4, LabelAnchor.Middle), (0, LabelAnchor.Start), (0.2, LabelAnchor.Middle)])
        {
            var at = x.Min + share * (x.Max - x.Min);
            if (ChartLayout.LevelAt(path, at) is not { } level) continue;
            foreach (var dy in new[] { -9.0, 10.0 })
                yield return new(at, level, rule.Text, "quiet") { ShortText = rule.ShortText, Dy = dy, Anchor = anchor };
        }
    }

    /// <summary>A rule that lies wholly above the plot says so at its top edge.</summary>
    private static IEnumerable<ChartLabel> Beyond(ChartRule rule, ChartAxis x, ChartAxis y)
    {
        if (!rule.Points.Any(p => p[1] > y.Max)) yield break;
        for (var row = 0; row < 4; row++)
            foreach (var (at, anchor) in new[] { (x.Max, LabelAnchor.End), (x.Min, LabelAnchor.Start), ((x.Min + x.Max) / 2, LabelAnchor.Middle) })
                yield return new(at, y.Max, "↑ " + rule.Text, "quiet") { ShortText = "↑ " + rule.ShortText, Dy = 9 + RowHeight * row, Anchor = anchor };
    }

    /// <summary>Names one under the other where the plot is empty, else at the top right.</summary>
    private static IEnumerable<ChartLabel> Listed(
        PlotGeometry plot, List<ChartRule> rules, bool others, List<Segment> data, List<Box> taken, ChartAxis x, ChartAxis y)
    {
        string[] rows = [rules.Count == 1 ? "dotted:" : others ? "other dotted, from the top:" : "dotted, from the top:", .. rules.Select(r => r.ShortText)];
        var (best, room) = (new List<ChartLabel>(), double.NegativeInfinity);
        foreach (var share in new[] { 1, 0, 0.5, 0.7, 0.3, 0.8, 0.2, 0.6, 0.4 })
            for (var top = 9.0; top + RowHeight * rows.Length <= PlotGeometry.Height && room < 0; top += 8)
            {
                // Anchored to a height of the plot, so that the list stays in its empty part on any screen.
                var level = y.Max - top / PlotGeometry.Height * (y.Max - y.Min);
                var first = new ChartLabel(x.Min + share * (x.Max - x.Min), level, "", "quiet") { Anchor = share switch { 0 => LabelAnchor.Start, 1 => LabelAnchor.End, _ => LabelAnchor.Middle } };
                List<ChartLabel> list = [.. rows.Select((text, i) => first with { Text = text, Dy = RowHeight * i })];
                var faults = list.Select(plot.BoxOf).Sum(box => (taken.Any(box.Meets) ? 1 : 0) + (PlotGeometry.IsNear(box, data, Clear) || !PlotGeometry.Holds(box) ? 2 : 0));
                if (-faults > room) (best, room) = (list, -faults);
            }
        return best;
    }

    /// <summary>How good a place is; −∞ as soon as it cannot be better than <paramref name="best"/>, which spares most of the work.</summary>
    private static double Score(Box box, List<Segment> own, List<Segment> others, List<Segment> faint, List<Box> taken, double best)
    {
        var score = Far;
        if (!PlotGeometry.Holds(box)) score -= 200;
        if (taken.Any(box.Meets)) score -= 100;
        if (score <= best) return double.NegativeInfinity;
        if (PlotGeometry.IsNear(box, own, Clear)) score -= 100;
        if (score <= best) return double.NegativeInfinity;
        if (PlotGeometry.IsNear(box, faint, 1)) score -= 15;
        var room = Far;
        foreach (var segment in others)
        {
            room = Math.Min(room, PlotGeometry.Distance(box, segment));
            if (score - Far + room <= best) return double.NegativeInfinity;
        }
        return score - Far + room - (room < Clear ? 100 : 0);
    }
}
