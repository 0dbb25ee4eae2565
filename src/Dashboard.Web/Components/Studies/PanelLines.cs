using System.Runtime.CompilerServices;
using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Statistics;
using Dashboard.Engine.Tasks;
using Dashboard.Engine.Training;
using Dashboard.Web.Charts;
using Dashboard.Web.Components.Shared;
using Dashboard.Web.Comparisons;

namespace Dashboard.Web.Components.Studies;

/// <summary>The lines of one panel.</summary>
/// <param name="Mad">Published ones first and faint, then the run's; none where every seed is shown.</param>
/// <param name="Gradient">The same of the gradient mean.</param>
public sealed record PanelLines(IReadOnlyList<SmallLine> Mad, IReadOnlyList<SmallLine> Gradient)
{
    private static readonly ConditionalWeakTable<RunData, Laid> Kept = [];

    private sealed record Laid(double Max, double? Solved, SeedsModel Bars);

    /// <summary>Every seed's scores, where views other than the means are made of them and they are known.</summary>
    public RunData? Seeds { get; init; }

    /// <summary>Those of a run's condition: the means so far, and the published result until it has trained every length.</summary>
    /// <param name="run">The run; null where the condition has none.</param>
    /// <param name="panel">The condition.</param>
    /// <param name="published">Whether the published result stands in.</param>
    /// <param name="look">What is shown.</param>
    /// <param name="shown">What of the seeds.</param>
    /// <param name="scores">Every seed's; null where they are not known yet, which leaves all views but the means empty.</param>
    public static PanelLines Of(Run? run, Panel panel, bool published, StudyLook look, ScoreView shown = ScoreView.Mean, PanelData? scores = null)
    {
        var open = run is null || run.Summary.Any(s => s.Mad.Any(v => v is null));
        var data = run is null || scores is null || shown == ScoreView.Mean ? null : PanelSeries.Of(scores, run.Id, run.Spec);
        return new(Scores(), Lines(Metric.Gradient, look.LogGradient)) { Seeds = data };

        IReadOnlyList<SmallLine> Scores() => shown switch
        {
            ScoreView.Mean => Lines(Metric.Mad, look.LogMad),
            ScoreView.Median => [.. Published(Metric.Mad, look.LogMad), .. data?.Series.Of(Metric.Mad)
                .Select(s => Line(s.Model.Tone(), [.. s.Points.Select(p => p.Length)], [.. s.Points.Select(p => Statistics.Middle(p.Values, Centre.Median))], look.LogMad, faint: false)) ?? []],
            ScoreView.Solved => [.. data?.Solved(look.Solved)
                .Select(s => Line(s.Model.Tone(), [.. s.Points.Select(p => p.Length)], [.. s.Points.Select(p => p.Solved.Count == 0 ? null : (double?)(100 * p.Solved.Share))], log: false, faint: false)) ?? []],
            _ => [],
        };

        IReadOnlyList<SmallLine> Lines(Metric metric, bool log) =>
        [
            .. Published(metric, log),
            .. run?.Summary.Select(s => Line(s.Model.Tone(), run.Spec.Lengths, metric == Metric.Mad ? s.Mad : s.GradientMean, log, faint: false)) ?? [],
        ];

        IEnumerable<SmallLine> Published(Metric metric, bool log) => open && published ? PublishedLines(panel, metric, log) : [];
    }

    /// <summary>Every seed, laid out on the scale that a row shares; null where they are not known yet.</summary>
    public SeedsModel? Bars(RowScale scale, StudyLook look)
    {
        if (Seeds is not { } data) return null;
        // A study draws all its panels for each trial that one of them has more.
        if (Kept.TryGetValue(data, out var known) && (known.Max, known.Solved) == (scale.Max, look.Solved)) return known.Bars;
        var axis = ChartScale.FromZero(data.Spec.Task.Score.Heading, scale.Max, 7);
        var options = new LengthView { Solved = look.Solved }.Options(Metric.Mad, [], []);
        var bars = SeedsChart.Build([data], options, new ScoreSteps([data], axis, [], look.Solved), axis);
        Kept.AddOrUpdate(data, new(scale.Max, look.Solved, bars));
        return bars;
    }

    /// <summary>What it shows of the scores, in words.</summary>
    /// <param name="run">The run.</param>
    /// <param name="look">What is shown.</param>
    public string Label(Run run, StudyLook look) => Seeds is not { } data ? RunLines.MadLabel(run)
        : $"Solved ({data.Spec.Task.Score.Solved.TitleAt(look.Solved)}): " + string.Join(", ", data.Solved(look.Solved)
            .Select(s => $"{s.Model.Name()} {s.Points.Sum(p => p.Solved.Successes)} of {Numbers.Of(s.Points.Sum(p => p.Solved.Count), "network")}"));

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

/// <summary>The scale that the panels of one row share.</summary>
/// <param name="Min">Bottom (an exponent where logarithmic).</param>
/// <param name="Max">Top.</param>
public readonly record struct RowScale(double Min, double Max)
{
    /// <summary>Shares of seeds, in percent.</summary>
    public static RowScale Shares { get; } = new(0, 100);

    /// <summary>A scale that holds all values; it grows by whole ticks only.</summary>
    public static RowScale Of(IEnumerable<SmallLine> lines, bool log, double least, double tick)
    {
        var values = lines.SelectMany(l => l.Y).OfType<double>().Where(double.IsFinite).ToArray();
        if (log) return values.Length == 0 ? new(-2, 2) : new(Math.Floor(values.Min()), Math.Max(Math.Floor(values.Min()) + 1, Math.Ceiling(values.Max())));
        var largest = values.DefaultIfEmpty(least).Max();
        return new(0, largest <= least ? least : tick * Math.Ceiling(largest / tick));
    }

    /// <summary>The scale of scores that a row of one task shares in a view of them.</summary>
    public static RowScale OfScores(LabTask task, IReadOnlyList<PanelLines> row, StudyLook look, ScoreView shown)
    {
        if (shown == ScoreView.Solved) return Shares;
        if (shown != ScoreView.Seeds && look.LogMad) return Of(row.SelectMany(l => l.Mad), log: true, 0, 1);
        var axis = ChartScale.SmallScores(task, row.SelectMany(l => shown == ScoreView.Seeds
            ? l.Seeds?.Series.Of(Metric.Mad).SelectMany(s => s.Points.SelectMany(p => p.Values)) ?? [] : l.Mad.SelectMany(m => m.Y).OfType<double>()));
        return new(axis.Min, axis.Max);
    }

    /// <summary>"35" or "10²".</summary>
    public static string Tick(double value, bool log) => log ? Numbers.Power((int)value) : Numbers.Plain(value);
}
