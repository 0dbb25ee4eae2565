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
                    var score = Score(box, own, others, published, boxes, best?.Score ?? double.NegativeInfinity);
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

    /// <summary>How good a place is; −∞ as soon as it cannot be better than <paramref name="best"/>, which spares most of the work.</summary>
    private static double Score(Box box, List<Segment> own, List<Segment> others, List<Segment> published, List<Box> taken, double best)
    {
        var score = Far;
        if (box.X - box.HalfWidth < 2 || box.X + box.HalfWidth > Width || box.Y - box.HalfHeight < 0 || box.Y + box.HalfHeight > Height) score -= 200;
        foreach (var t in taken)
        {
            if (Math.Abs(t.X - box.X) >= t.HalfWidth + box.HalfWidth + 2 || Math.Abs(t.Y - box.Y) >= t.HalfHeight + box.HalfHeight + 1) continue;
            score -= 100;
            break;
        }
        if (score <= best) return double.NegativeInfinity;
        if (IsNear(box, own, Clear)) score -= 100;
        if (score <= best) return double.NegativeInfinity;
        if (IsNear(box, published, 1)) score -= 15;
        var room = Far;
        foreach (var segment in others)
        {
            room = Math.Min(room, Distance(box, segment));
            if (score - Far + room <= best) return double.NegativeInfinity;
        }
        return score - Far + room - (room < Clear ? 100 : 0);
    }

    private static bool IsNear(Box box, List<Segment> segments, double distance)
    {
        foreach (var segment in segments)
            if (Distance(box, segment) < distance) return true;
        return false;
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
        // Seen from the middle of the box.
        double x1 = s.X1 - box.X, y1 = s.Y1 - box.Y, dx = s.X2 - s.X1, dy = s.Y2 - s.Y1;
        if (Meets(x1, y1, dx, dy, box.HalfWidth, box.HalfHeight)) return 0;
        // Where they do not meet, an end of the segment or a corner of the box is nearest.
        var least = Math.Min(ToBox(x1, y1), ToBox(x1 + dx, y1 + dy));
        var square = dx * dx + dy * dy;
        for (var corner = 0; corner < 4 && square > 0; corner++)
        {
            double cx = corner < 2 ? box.HalfWidth : -box.HalfWidth, cy = corner % 2 == 0 ? box.HalfHeight : -box.HalfHeight;
            var t = Math.Clamp(((cx - x1) * dx + (cy - y1) * dy) / square, 0, 1);
            double ex = x1 + t * dx - cx, ey = y1 + t * dy - cy;
            least = Math.Min(least, ex * ex + ey * ey);
        }
        return Math.Sqrt(least);

        double ToBox(double x, double y)
        {
            double ex = Math.Max(0, Math.Abs(x) - box.HalfWidth), ey = Math.Max(0, Math.Abs(y) - box.HalfHeight);
            return ex * ex + ey * ey;
        }
    }

    /// <summary>Whether a segment from (x, y) along (dx, dy) meets the box around the origin: the stretches in which it is between
    /// the box's sides overlap (Liang and Barsky 1984).</summary>
    private static bool Meets(double x, double y, double dx, double dy, double halfWidth, double halfHeight)
    {
        double from = 0, to = 1;
        return Within(x, dx, halfWidth) && Within(y, dy, halfHeight);

        bool Within(double at, double by, double half)
        {
            if (by == 0) return Math.Abs(at) <= half;
            double enter = (-half - at) / by, leave = (half - at) / by;
            (from, to) = (Math.Max(from, Math.Min(enter, leave)), Math.Min(to, Math.Max(enter, leave)));
            return from <= to;
        }
    }
}
