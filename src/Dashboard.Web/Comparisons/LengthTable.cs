using Dashboard.Engine.Statistics;
using Dashboard.Engine.Tasks;
using Dashboard.Engine.Training;
using Dashboard.Web.Charts;

namespace Dashboard.Web.Comparisons;

/// <summary>One run's value of one model at one length.</summary>
/// <param name="Value">Mean or median of the seeds; null where none has finished.</param>
/// <param name="Seeds">How many.</param>
/// <param name="Change">The value less the baseline's; for gradient means, the difference of log10. Null where either is missing.</param>
/// <param name="Solved">Where the share of seeds that learnt the task is shown: which seeds <paramref name="Value"/> is the share of,
/// in percent.</param>
public readonly record struct LengthCell(double? Value, int Seeds, double? Change, Proportion? Solved = null);

/// <summary>One model of one run: a column, with the difference to the baseline.</summary>
/// <param name="Run">The run.</param>
/// <param name="Model">The model.</param>
/// <param name="Cells">[lengths].</param>
public sealed record LengthColumn(RunData Run, ModelKind Model, IReadOnlyList<LengthCell> Cells);

/// <summary>Values by length of all runs, and how far each is from the baseline.</summary>
/// <param name="Lengths">All lengths of all runs, rising; those outside the zoom left out.</param>
/// <param name="Columns">By model, within a model the baseline first.</param>
/// <param name="Largest">The largest change without its sign; 1 where there is none.</param>
public sealed record LengthTable(IReadOnlyList<int> Lengths, IReadOnlyList<LengthColumn> Columns, double Largest)
{
    /// <summary>Whether it shows the share of seeds that learnt the task: where the chart of scores does, and where scores have no
    /// unit in common.</summary>
    public static bool ShowsShares(IReadOnlyList<RunData> runs, Metric metric, LengthView view) =>
        metric == Metric.Mad && (view.Shown(runs) == ScoreView.Solved || TaskScore.Apart(runs.Select(r => r.Spec)) is not null);

    /// <summary>Whether values are held against the baseline's: gradients of different losses are not.</summary>
    public static bool Compares(IReadOnlyList<RunData> runs, Metric metric) => metric == Metric.Mad || TaskScore.Apart(runs.Select(r => r.Spec)) is null;

    /// <summary>What stands over it: "MAD by length", "MAD under 5 by length".</summary>
    public static string Title(IReadOnlyList<RunData> runs, Metric metric, LengthView view)
    {
        var score = TaskScore.Of(runs.Select(r => r.Spec));
        return $"{(ShowsShares(runs, metric, view) ? score.Solved.HeadingAt(view.Solved) : metric.Name(score))} by length";
    }

    /// <summary>How its changes are to be read.</summary>
    public static string Reading(IReadOnlyList<RunData> runs, Metric metric, LengthView view) =>
        ShowsShares(runs, metric, view) ? "Run minus baseline in points of a hundred; above 0 is better"
        : !Compares(runs, metric) ? "Of different losses, so without a factor"
        : metric == Metric.Mad ? "Run minus baseline; below 0 is better" : "Run over baseline; bars on a log scale";

    /// <summary>Works it out for the lines a view shows.</summary>
    /// <param name="runs">The runs.</param>
    /// <param name="baseline">Key of the one the others are held against.</param>
    /// <param name="metric">MAD or gradient mean.</param>
    /// <param name="view">Hidden lines, zoom, middle and reading.</param>
    public static LengthTable Of(IReadOnlyList<RunData> runs, string? baseline, Metric metric, LengthView view)
    {
        var hidden = view.HiddenLines;
        var (solved, compares) = (ShowsShares(runs, metric, view), Compares(runs, metric));
        bool Shown(RunData run, ModelKind model) => (view.Only ?? model) == model && !hidden.Contains(run.Key) && !hidden.Contains($"{run.Key}/{model.Tone()}");
        int[] lengths = [.. runs.SelectMany(r => r.Spec.Lengths).Distinct().Order().Where(l => view.Zoom is not { } zoom || l >= zoom.From && l <= zoom.To)];
        var ordered = runs.OrderByDescending(r => r.Key == baseline).ToList();
        var columns = new List<LengthColumn>();
        foreach (var model in runs.SelectMany(r => r.Spec.Models).Distinct().Order())
        {
            var held = Values(ordered.FirstOrDefault(r => r.Key == baseline), model);
            foreach (var run in ordered.Where(r => r.Spec.Models.Contains(model) && Shown(r, model)))
            {
                var own = Values(run, model);
                columns.Add(new(run, model, [.. lengths.Select(l => own.GetValueOrDefault(l) is var cell && (run.Key == baseline || !compares) ? cell
                    : cell with { Change = Change(cell.Value, held.GetValueOrDefault(l).Value, metric) })]));
            }
        }
        return new(lengths, columns, columns.SelectMany(c => c.Cells).Select(c => Math.Abs(c.Change ?? 0)).DefaultIfEmpty(0).Max() is > 0 and var most ? most : 1);

        Dictionary<int, LengthCell> Values(RunData? run, ModelKind model) =>
            run is null ? [] : solved ? Shares(run, model, view) : Middles(run, model, metric, view);
    }

    // A gradient mean spans powers of ten: what counts is the factor.
    private static double? Change(double? value, double? against, Metric metric) => metric == Metric.Mad
        ? value - against
        : value > 0 && against > 0 ? Math.Log10(value.Value / against.Value) : null;

    private static Dictionary<int, LengthCell> Middles(RunData run, ModelKind model, Metric metric, LengthView view) =>
        run.Series.Of(metric, view.Reading).Where(s => s.Model == model).SelectMany(s => s.Points)
            .ToDictionary(p => p.Length, p => new LengthCell(Statistics.Middle(p.Values, view.Centre), p.Values.Count, null));

    private static Dictionary<int, LengthCell> Shares(RunData run, ModelKind model, LengthView view) =>
        run.Solved(view.Solved).Where(s => s.Model == model).SelectMany(s => s.Points).Where(p => p.Solved.Count > 0)
            .ToDictionary(p => p.Length, p => new LengthCell(100 * p.Solved.Share, p.Solved.Count, null, p.Solved));
}
