namespace Dashboard.Web.Charts;

/// <summary>A rectangle of the plot in pixels.</summary>
internal readonly record struct Box(double X, double Y, double HalfWidth, double HalfHeight)
{
    public bool Meets(Box other) => Math.Abs(other.X - X) < other.HalfWidth + HalfWidth + 2 && Math.Abs(other.Y - Y) < other.HalfHeight + HalfHeight + 1;
}

/// <summary>A straight piece of a line in pixels.</summary>
internal readonly record struct Segment(double X1, double Y1, double X2, double Y2);

/// <summary>A plot of typical size, in which text is tried: what has room here has it in larger plots too.</summary>
internal sealed class PlotGeometry(ChartAxis x, ChartAxis y)
{
    public const double Width = 460, Height = 220;

    public double X(double value) => x.Share(value) * Width;

    public double Y(double value) => (1 - y.Share(value)) * Height;

    /// <summary>Whether a box lies in the plot.</summary>
    public static bool Holds(Box box) =>
        box.X - box.HalfWidth >= 0 && box.X + box.HalfWidth <= Width && box.Y - box.HalfHeight >= 0 && box.Y + box.HalfHeight <= Height;

    /// <summary>The room a label takes.</summary>
    public Box BoxOf(ChartLabel label)
    {
        var half = HalfWidth(label.Text, label.Strong);
        var shift = label.Anchor switch { LabelAnchor.Start => half, LabelAnchor.End => -half, _ => 0 };
        return new(X(label.X) + label.Dx + shift, Y(label.Y) + label.Dy, half, 7);
    }

    /// <summary>Half of the width of a text of 12 pixels.</summary>
    public static double HalfWidth(string text, bool strong) => text.Length * (strong ? 4.2 : 3.2);

    public static bool IsNear(Box box, IReadOnlyList<Segment> segments, double distance)
    {
        foreach (var segment in segments)
            if (Distance(box, segment) < distance) return true;
        return false;
    }

    /// <summary>The pieces of a line of points [x, y] in pixels; a null breaks it.</summary>
    public List<Segment> Segments(IEnumerable<double?[]> points)
    {
        var segments = new List<Segment>();
        (double X, double Y)? last = null;
        foreach (var point in points)
        {
            if (point is not [{ } x, { } y])
            {
                last = null;
                continue;
            }
            var here = (X: X(x), Y: Y(y));
            // A lone point is a segment of no length; a marker takes room too.
            segments.Add(last is var (lx, ly) ? new(lx, ly, here.X, here.Y) : new(here.X, here.Y, here.X, here.Y));
            last = here;
        }
        return segments;
    }

    /// <summary>Pixels between a box and a segment; 0 where they meet.</summary>
    public static double Distance(Box box, Segment s)
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
