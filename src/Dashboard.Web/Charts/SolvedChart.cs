using Dashboard.Engine.Experiments;
using Dashboard.Engine.Statistics;
using Dashboard.Engine.Tasks;

namespace Dashboard.Web.Charts;

/// <summary>
/// The chart of the share of seeds that learnt the task, against sequence length: lines as in <see cref="ComparisonSeries"/>, bands
/// are Wilson's 95% intervals.
/// </summary>
public static class SolvedChart
{
    /// <summary>What the bands are, in the words of a key.</summary>
    public const string Band = "95% Wilson interval";

    /// <summary>Ends the keys of the lines without early stopping.</summary>
    internal const string PastKey = "/past";

    /// <summary>What the dashed lines are, in the words of a key; null where there are none.</summary>
    public static string? PastStop(IReadOnlyList<RunData> runs) =>
        runs is [{ PastStop.Count: > 0 } run] ? $"without early stopping, {Numbers.Of(run.Spec.Epochs, "epoch")}" : null;

    /// <summary>Draws it.</summary>
    public static ChartModel Build(IReadOnlyList<RunData> runs, ComparisonOptions options)
    {
        List<ChartLine> bands = [], references = [], means = [];
        List<ChartPoint> rings = [];
        List<string> findings = [];
        for (var r = 0; r < runs.Count; r++)
        {
            var run = runs[r];
            var style = run.StyleAt(r);
            foreach (var series in run.Solved(options.Threshold))
            {
                if (options.Hides(run, series.Model)) continue;
                var (name, tone) = (run.Spec.NameOf(series.Model) + (runs.Count > 1 ? ", " + run.Name : ""), series.Model.Tone());
                var key = $"{run.Key}/{tone}";
                var line = ComparisonSeries.Trim(series.Points.Select(p => ComparisonSeries.Point(p.Length, p.Solved.Count == 0 ? null : 100 * p.Solved.Share)));
                if (options.Spread != Spread.None) bands.AddRange(Bands(series).Select((points, i) => new ChartLine($"{key}/band{i}", name, LineKind.Band, tone, points)));
                (run.IsPublished ? references : means).Add(new(key, name, run.IsPublished ? LineKind.Published : LineKind.Mean, tone, line)
                {
                    Dash = style.Dash, Hollow = style.Hollow, Markers = !run.IsPublished, Listed = true, Selectable = !run.IsPublished,
                    Texts = [.. line.Select(p => Text(series.At((int)p[0]!.Value), brief: runs.Count > 1))],
                    Model = runs.NameOf(series.Model), RunName = runs.Count > 1 ? run.ShortName : null,
                });
                if (options.Chosen is { } chosen && chosen.RunKey == run.Key && chosen.Model == series.Model
                    && line.FirstOrDefault(p => p[0] == chosen.Length) is [{ } x, { } y]) rings.Add(new(x, y));
                findings.Add(Finding(name, series));
            }
            // Beside other runs a dash is another run's.
            if (runs.Count == 1) references.AddRange(Past(run, options));
        }
        var rule = TaskScore.Of(runs.Select(r => r.Spec)).Solved;
        return new ChartModel
        {
            Label = $"Share of seeds that solved it ({rule.TitleAt(options.Threshold)}), against sequence length. {string.Join(" ", findings)}".TrimEnd(),
            XName = "Length",
            X = ChartScale.Lengths(runs.SelectMany(r => r.Spec.Lengths).DefaultIfEmpty(0).Max()),
            Y = new("Share of seeds that solved it", 0, 100, 25, Unit: "%"),
            Lines = [.. bands, .. references, .. means],
            Rings = rings,
        }.Show(options.Zoom);
    }

    // Past the stop is dashed and hollow; broken where a length is not known, and a marker for one between two that are not.
    private static IEnumerable<ChartLine> Past(RunData run, ComparisonOptions options) =>
        from series in run.SolvedPastStop(options.Threshold)
        where !options.Hides(run, series.Model)
        let known = ComparisonSeries.Trim(series.Points.Select(p => ComparisonSeries.Point(p.Length, p.Solved.Count == 0 ? null : 100 * p.Solved.Share)))
        where known.Count > 0
        select new ChartLine($"{run.Key}/{series.Model.Tone()}{PastKey}", $"{run.Spec.NameOf(series.Model)}, without early stopping", LineKind.Published, series.Model.Tone(),
            known)
        {
            Dash = "4", Hollow = true, Markers = true, Listed = true, Texts = [.. known.Select(p => series.At((int)p[0]!.Value) is { Count: > 0 } at ? at.Counted : "")],
        };

    // Bands broken where a length has no seed, as an area cannot have a gap.
    private static List<List<double?[]>> Bands(SolvedSeries series)
    {
        List<List<double?[]>> pieces = [[]];
        foreach (var (length, solved) in series.Points)
        {
            if (solved.Count > 0) pieces[^1].Add([length, Percent(solved.Low), Percent(solved.High)]);
            else if (pieces[^1].Count > 0) pieces.Add([]);
        }
        pieces.RemoveAll(p => p.Count < 2);
        return pieces;
    }

    private static double Percent(double share) => Math.Round(100 * share, 4);

    // Beside several runs the tooltip has a column a model.
    private static string Text(Proportion solved, bool brief) => solved.Count == 0 ? "" : brief ? solved.Counted : $"{solved.Counted}, {solved.Range}";

    private static string Finding(string name, SolvedSeries series)
    {
        var ends = series.Points.Where(p => p.Solved.Count > 0).ToList();
        if (ends.Count == 0) return $"{name}: nothing yet.";
        var half = ends.Where(p => p.Solved.Share >= 0.5).ToList();
        var (first, last) = (ends[0], ends[^1]);
        return $"{name}: {first.Solved.Counted} at length {first.Length}"
            + (ends.Count == 1 ? "." : $", {last.Solved.Counted} at length {last.Length}; half or more of the seeds {(half.Count == 0 ? "at none." : $"up to length {half[^1].Length}.")}");
    }
}
