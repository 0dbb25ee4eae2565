using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Tasks;
using Dashboard.Web.Charts;
using Dashboard.Web.Comparisons;

namespace Dashboard.Web.Components.Studies;

/// <summary>What a study's 16 panels show; in the page's address.</summary>
public sealed record StudyLook(bool Mad = true, bool Gradient = true, bool LogMad = false, bool LogGradient = true);

/// <summary>The scale that the panels of one row share.</summary>
/// <param name="Min">Bottom (an exponent where logarithmic).</param>
/// <param name="Max">Top.</param>
public readonly record struct RowScale(double Min, double Max)
{
    /// <summary>A scale that holds all values; it grows by whole ticks only.</summary>
    public static RowScale Of(IEnumerable<SmallLine> lines, bool log, double least, double tick)
    {
        var values = lines.SelectMany(l => l.Y).OfType<double>().Where(double.IsFinite).ToArray();
        if (log) return values.Length == 0 ? new(-2, 2) : new(Math.Floor(values.Min()), Math.Max(Math.Floor(values.Min()) + 1, Math.Ceiling(values.Max())));
        var largest = values.DefaultIfEmpty(least).Max();
        return new(0, largest <= least ? least : tick * Math.Ceiling(largest / tick));
    }

    /// <summary>The scale of scores that a row of one task shares.</summary>
    public static RowScale OfScores(LabTask task, IEnumerable<SmallLine> lines, bool log) => log ? Of(lines, log, 0, 1)
        : ChartScale.SmallScores(task, lines.SelectMany(l => l.Y).OfType<double>()) is var axis ? new(axis.Min, axis.Max) : default;

    /// <summary>"35" or "10²".</summary>
    public static string Tick(double value, bool log) => log ? Numbers.Power((int)value) : Numbers.Plain(value);
}

/// <summary>The lines of one panel.</summary>
/// <param name="Mad">Published ones first and faint, then the run's means.</param>
/// <param name="Gradient">The same of the gradient mean.</param>
public sealed record PanelLines(IReadOnlyList<SmallLine> Mad, IReadOnlyList<SmallLine> Gradient)
{
    /// <summary>Those of a run's condition: the means so far, and the published result until it has trained every length.</summary>
    public static PanelLines Of(Run? run, Panel panel, bool published, StudyLook look)
    {
        var open = run is null || run.Summary.Any(s => s.Mad.Any(v => v is null));
        return new(Lines(Metric.Mad, look.LogMad), Lines(Metric.Gradient, look.LogGradient));

        IReadOnlyList<SmallLine> Lines(Metric metric, bool log) =>
        [
            .. open && published ? PublishedLines(panel, metric, log) : [],
            .. run?.Summary.Select(s => Line(s.Model.Tone(), run.Spec.Lengths, metric == Metric.Mad ? s.Mad : s.GradientMean, log, faint: false)) ?? [],
        ];
    }

    private static IEnumerable<SmallLine> PublishedLines(Panel panel, Metric metric, bool log) => Reference.Published(panel)
        .GroupBy(p => p.Model)
        .Select(g => Line(g.Key.Tone(), [.. g.Select(p => p.Length)], [.. g.Select(p => (double?)(metric == Metric.Mad ? p.Mad : p.GradientMean))], log, faint: true));

    /// <summary>By growing length; lengths without a value yet are passed over, because trials fill in from both ends.</summary>
    private static SmallLine Line(string tone, IReadOnlyList<int> lengths, IReadOnlyList<double?> values, bool log, bool faint)
    {
        var points = lengths.Zip(values, (x, y) => (X: (double)x, Y: log && y is { } v ? Math.Log10(v) : y)).Where(p => p.Y is not null).OrderBy(p => p.X).ToArray();
        return new(tone, [.. points.Select(p => p.X)], [.. points.Select(p => p.Y)], faint);
    }
}
