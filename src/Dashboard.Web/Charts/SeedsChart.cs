using Dashboard.Engine.Experiments;
using Dashboard.Engine.Tasks;

namespace Dashboard.Web.Charts;

/// <summary>Lays out every seed of one or several runs by length.</summary>
public static class SeedsChart
{
    /// <summary>Bars from one tick of the axis to the next: a bar is a score of 1 where ticks are 5 apart.</summary>
    private const int BarsOfATick = 5;

    /// <summary>What the axis of lengths is not: to scale.</summary>
    public const string Even = "Lengths are evenly spaced here.";

    /// <summary>The scores' axis of these runs, as the chart of means has it.</summary>
    internal static ChartAxis Axis(IReadOnlyList<RunData> runs, ComparisonOptions options) => ChartScale.Score(
        TaskScore.Of(runs.Select(r => r.Spec)).Heading,
        from run in runs
        from series in run.Series.Of(Metric.Mad)
        where !options.Hides(run, series.Model)
        from value in series.Points.SelectMany(p => p.Values)
        select value,
        log: false, runs.Select(r => r.Spec.Task.UsualScore(r.Spec)).DefaultIfEmpty(10).Max());

    /// <summary>Height of a bar, in scores.</summary>
    internal static double Bar(ChartAxis axis) => axis.Step / BarsOfATick;

    /// <summary>Lays it out.</summary>
    /// <param name="runs">The runs, baseline first.</param>
    /// <param name="options">What is shown of them; a logarithmic axis is not, as bars of one height would be of many.</param>
    /// <param name="steps">The classes seeds are counted in.</param>
    /// <param name="shared">The scores' axis, where it is that of several charts; null for the runs' own.</param>
    public static SeedsModel Build(IReadOnlyList<RunData> runs, ComparisonOptions options, ScoreSteps steps, ChartAxis? shared = null)
    {
        var axis = shared ?? Axis(runs, options);
        int[] lengths = [.. runs.SelectMany(r => r.Spec.Lengths).Distinct().Order().Where(l => options.Zoom is not { } z || l >= z.From && l <= z.To)];
        var lanes = (
            from at in runs.Index()
            from series in at.Item.Series.Of(Metric.Mad)
            where !options.Hides(at.Item, series.Model)
            orderby series.Model, at.Index
            let name = at.Item.Spec.NameOf(series.Model) + (runs.Count > 1 ? ", " + at.Item.ShortName : "")
            select new SeedLane($"{at.Item.Key}/{series.Model.Tone()}", name, series.Model.Tone(), [.. lengths.Select(l => Cell(at.Item, series, l))])
            {
                Hollow = at.Item.StyleAt(at.Index).Hollow, Selectable = !at.Item.IsPublished,
            }).ToList();
        var score = TaskScore.Of(runs.Select(r => r.Spec));
        return new()
        {
            Label = $"{score.Heading} of every seed by sequence length. {string.Join(" ", lanes.Select(l => Finding(l, steps)))}".TrimEnd(),
            Y = axis,
            Lengths = lengths,
            Lanes = lanes,
            Heads = steps.Heads,
            Rules = ComparisonSeries.Rules(options.Memory, v => v, ChartScale.Lengths(lengths.DefaultIfEmpty(0).Max()), axis, score),
            Chosen = options.Chosen?.Length is { } chosen && lengths.Contains(chosen) ? chosen : null,
            Seeds = lanes.SelectMany(l => l.Cells).Select(c => c.Of).DefaultIfEmpty(0).Max(),
        };

        SeedCell Cell(RunData run, ChartSeries series, int length)
        {
            var point = series.Points.FirstOrDefault(p => p.Length == length);
            var height = Bar(axis);
            var bins = (point?.Values ?? []).GroupBy(v => Math.Floor(Math.Clamp(v, axis.Min, axis.Max - height / 2) / height)).OrderBy(g => g.Key);
            return new([.. bins.Select(g => new SeedBar(g.Key * height, (g.Key + 1) * height, (double)g.Count() / point!.Values.Count))],
                steps.Count(run, series.Model, point), point?.Diverged ?? 0);
        }
    }

    private static string Finding(SeedLane lane, ScoreSteps steps)
    {
        var all = lane.Cells.Sum(c => c.Of);
        if (all == 0) return $"{lane.Name}: nothing yet.";
        var lost = lane.Cells.Sum(c => c.Diverged) is > 0 and var n ? $", {n} diverged" : "";
        return $"{lane.Name}: {string.Join(", ", steps.Heads.Select((head, i) => $"{lane.Cells.Sum(c => c.Counts[i])} {head}"))} of {Numbers.Of(all, "result")}{lost}.";
    }
}
