namespace Dashboard.Web.Charts;

/// <summary>
/// Puts each model's name beside its line, where the other models' lines are furthest away. Works in the pixels of a
/// typical plot; labels are anchored to a point of their line plus a fixed offset, so other plot sizes come out alike.
/// </summary>
public static class LabelPlacement
{
    private const double Width = 460, Height = 220, Clear = 3, Far = 90;

    private readonly record struct Box(double X, double Y, double HalfWidth, double HalfHeight);

    private readonly record struct Segment(double X1, double Y1, double X2, double Y2);

    /// <summary>One label for each model that has a line; models without room for one get the least bad place.</summary>
    public static IReadOnlyList<ChartLabel> Place(
        IReadOnlyList<ChartLine> lines, IReadOnlyList<ChartRule> rules, IReadOnlyList<ChartLabel> taken, ChartAxis x, ChartAxis y)
    {
        double Px(double v) => (v - x.Min) / (x.Max - x.Min) * Width;
        double Py(double v) => (y.Max - v) / (y.Max - y.Min) * Height;

        var drawn = lines.Where(l => l.Kind is LineKind.Mean or LineKind.Published && l.Points.Count > 0).ToList();
        var segments = drawn.ToLookup(l => l.Tone, l => Segments(l, Px, Py));
        var boxes = taken.Select(t => new Box(Px(t.X) + t.Dx + t.Text.Length * 3.4, Py(t.Y) + t.Dy, t.Text.Length * 3.4 + 4, 8)).ToList();
        foreach (var rule in rules)
        {
            foreach (var point in rule.Points) boxes.Add(new(Px(point[0]), Py(point[1]), Width / rule.Points.Count, 1));
            boxes.Add(new(Width - 60, Py(rule.Points[^1][1]) + (rule.Above ? -9 : 9), 60, 8));
        }

        var labels = new List<ChartLabel>();
        foreach (var tone in drawn.Select(l => l.Tone).Distinct())
        {
            // The first means line is the baseline's; before any trial has finished the published line carries the name.
            var line = drawn.Where(l => l.Tone == tone).OrderByDescending(l => l.Kind).First();
            var text = line.Name.Split(',')[0];
            var own = Segments(line, Px, Py);
            var others = segments.Where(g => g.Key != tone).SelectMany(g => g).SelectMany(s => s).ToList();
            var published = segments[tone].SelectMany(s => s).Except(own).ToList();
            var half = text.Length * 4.2;
            (double Score, ChartLabel Label, Box Box)? best = null;
            foreach (var point in line.Points)
            {
                if (point is not [{ } px, { } py]) continue;
                foreach (var (dx, dy) in ((double, double)[])[(0, -14), (0, 16), (half + 10, 0), (-half - 10, 0), (half + 8, -11), (-half - 8, -11), (half + 8, 13), (-half - 8, 13)])
                {
                    var box = new Box(Px(px) + dx, Py(py) + dy, half, 7);
                    var score = Score(box, own, others, published, boxes);
                    if (best is null || score > best.Value.Score + 1e-6)
                        best = (score, new(px, py, text, tone) { Dx = Math.Round(dx, 1), Dy = dy }, box);
                }
            }
            if (best is not { } found) continue;
            labels.Add(found.Label);
            boxes.Add(found.Box);
        }
        return labels;
    }

    private static double Score(Box box, List<Segment> own, List<Segment> others, List<Segment> published, List<Box> taken)
    {
        var score = Math.Min(Far, others.Select(s => Distance(box, s)).DefaultIfEmpty(Far).Min());
        if (score < Clear) score -= 100;
        var near = own.Min(s => Distance(box, s));
        if (near < Clear) score -= 100;
        if (published.Count > 0 && published.Min(s => Distance(box, s)) < 1) score -= 15;
        if (box.X - box.HalfWidth < 2 || box.X + box.HalfWidth > Width || box.Y - box.HalfHeight < 0 || box.Y + box.HalfHeight > Height) score -= 200;
        if (taken.Any(t => Math.Abs(t.X - box.X) < t.HalfWidth + box.HalfWidth + 2 && Math.Abs(t.Y - box.Y) < t.HalfHeight + box.HalfHeight + 1)) score -= 100;
        return score;
    }

    private static List<Segment> Segments(ChartLine line, Func<double, double> px, Func<double, double> py)
    {
        var segments = new List<Segment>();
        (double X, double Y)? last = null;
        foreach (var point in line.Points)
        {
            if (point is not [{ } x, { } y])
            {
                last = null;
                continue;
            }
            var here = (X: px(x), Y: py(y));
            // A lone point is a segment of no length; a marker takes room too.
            segments.Add(last is var (lx, ly) ? new(lx, ly, here.X, here.Y) : new(here.X, here.Y, here.X, here.Y));
            last = here;
        }
        return segments;
    }

    /// <summary>Pixels between a box and a segment; 0 where they meet.</summary>
    private static double Distance(Box box, Segment s)
    {
        // Steps of about 4 px are close enough for placing text, and simpler than clipping.
        var steps = Math.Max(1, (int)(Math.Max(Math.Abs(s.X2 - s.X1), Math.Abs(s.Y2 - s.Y1)) / 4));
        var least = double.MaxValue;
        for (var i = 0; i <= steps; i++)
        {
            var dx = Math.Max(0, Math.Abs(s.X1 + (s.X2 - s.X1) * i / steps - box.X) - box.HalfWidth);
            var dy = Math.Max(0, Math.Abs(s.Y1 + (s.Y2 - s.Y1) * i / steps - box.Y) - box.HalfHeight);
            least = Math.Min(least, dx * dx + dy * dy);
        }
        return Math.Sqrt(least);
    }
}
