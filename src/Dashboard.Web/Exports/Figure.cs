using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Statistics;
using Dashboard.Engine.Training;
using Dashboard.Web.Charts;
using Dashboard.Web.Comparisons;

namespace Dashboard.Web.Exports;

/// <summary>What a page draws of a run or a comparison, ready to be written to a file: what is drawn is what is exported.</summary>
/// <param name="Title">The run's name, or "Comparison of 3 runs".</param>
/// <param name="Runs">The runs and published results, each with its stroke.</param>
/// <param name="Sources">The runs behind them, null for published results; in the same order.</param>
/// <param name="View">What is shown of them.</param>
/// <param name="Gradient">The chart of gradient means.</param>
/// <param name="Scores">The chart of MADs, with the view of them that is shown.</param>
public sealed record Figure(string Title, IReadOnlyList<RunData> Runs, IReadOnlyList<Run?> Sources, LengthView View, ChartModel Gradient, ScoreFigure Scores)
{
    /// <summary>One run as its page draws it, the published result beside it where that is shown.</summary>
    /// <param name="run">The run.</param>
    /// <param name="series">Its finished seeds.</param>
    /// <param name="view">What is shown of it.</param>
    /// <param name="memory">What no memory scores.</param>
    /// <param name="past">What its networks come to without early stopping (<see cref="RunData.PastStop"/>); null where that is not known.</param>
    public static Figure Of(Run run, RunSeries series, LengthView view, IReadOnlyList<MemoryLine> memory, IReadOnlyList<ChartSeries>? past = null)
    {
        var data = new RunData(run.Id, run.Name, run.Spec, series) { Style = RunStyle.Of(0), PastStop = past ?? [] };
        var published = Reference.Published(run.Spec);
        bool shown = published.Count > 0 && view.Published;
        return new(run.Name, shown ? [data, PublishedKey.Data(Reference.PanelOf(run.Spec)!.Value) with { Style = RunStyle.Published(0) }] : [data],
            shown ? [run, null] : [run], view,
            ComparisonSeries.Build([data], view.Options(Metric.Gradient, published, memory)), ScoreFigure.Of([data], view, published, memory));
    }

    /// <summary>Several runs as their comparison draws them.</summary>
    public static Figure Of(Comparison comparison, LengthView view, IReadOnlyList<MemoryLine> memory) =>
        new($"Comparison of {Numbers.Of(comparison.Entries.Count, "run")}", comparison.Data, [.. comparison.Entries.Select(e => e.Run)], view,
            ComparisonSeries.Build(comparison.Data, view.Options(Metric.Gradient, [], memory)), ScoreFigure.Of(comparison.Data, view, [], memory));

    /// <summary>One of its charts.</summary>
    public ChartModel Chart(Metric metric) => metric == Metric.Mad ? Scores.Chart : Gradient;

    /// <summary>What is to be known of its numbers; null for nothing. Every file that has room for a sentence says it.</summary>
    public string? Warning { get; } = RunWarnings.Of(Sources.OfType<Run>());

    /// <summary>Where its numbers are from: which runs, their protocol and seeds.</summary>
    public string Source { get; } = SourceLine.Of([.. Sources.OfType<Run>().Select(r => (r.Name, r.Spec))]);

    /// <summary>Which of its runs were brought in; null for none. Every file that has room for a sentence says it.</summary>
    public string? Origin { get; } = Runs.Where(r => r.Spec.Brought is not null).ToArray() is { Length: > 0 } brought
        ? string.Join(" ", brought.Select(r => $"“{r.Name}”: {BroughtIn.About} File: {r.Spec.Brought!.File}.")) : null;

    /// <summary>Whether any point is of several seeds.</summary>
    public bool SeveralSeeds => Runs.Any(r => r.Spec.Seeds.Count > 1);

    /// <summary>The runs and models that are drawn: hidden ones left out.</summary>
    public IEnumerable<(RunData Run, ModelKind Model)> Lines()
    {
        var hidden = View.HiddenLines;
        return from run in Runs
               where !hidden.Contains(run.Key)
               from model in run.Spec.Models
               where (View.Only ?? model) == model && !hidden.Contains($"{run.Key}/{model.Tone()}")
               select (run, model);
    }

    /// <summary>Its numbers: one entry for each line and length drawn.</summary>
    public IEnumerable<FigurePoint> Points()
    {
        foreach (var (run, model) in Lines())
        {
            var mad = run.Series.Of(Metric.Mad).Single(s => s.Model == model);
            var gradient = run.Series.Of(Metric.Gradient, View.Reading).Single(s => s.Model == model);
            var solved = run.Solved(View.Solved).Single(s => s.Model == model);
            foreach (var (m, g) in mad.Points.Zip(gradient.Points))
                if (Gradient.X.Holds(m.Length))
                    yield return new(run, model, m.Length, FigureValue.Of(m.Values, View), FigureValue.Of(g.Values, View), solved.At(m.Length), m.Diverged, m.Failed, m.MayBeWrong);
        }
    }
}

/// <summary>One line at one length.</summary>
/// <param name="Solved">Seeds that learnt the task, of those that were tried: diverged ones count.</param>
/// <param name="Diverged">Trials left out of the means because their loss was not finite.</param>
/// <param name="Failed">Trials left out because they failed.</param>
/// <param name="MayBeWrong">Trials whose validation numbers may be wrong.</param>
public sealed record FigurePoint(
    RunData Run, ModelKind Model, int Length, FigureValue Mad, FigureValue Gradient, Proportion Solved, int Diverged, int Failed, int MayBeWrong);

/// <summary>The seeds of one point in few numbers.</summary>
/// <param name="Middle">Mean or median, as drawn; null where no seed has finished.</param>
/// <param name="Deviation">Sample standard deviation; null with fewer than two seeds.</param>
/// <param name="Count">Seeds.</param>
/// <param name="Low">Lower end of the band drawn; null without one.</param>
/// <param name="High">Its upper end.</param>
/// <param name="Shows">What the band is: a range where an interval was asked for and there can be none.</param>
public sealed record FigureValue(double? Middle, double? Deviation, int Count, double? Low, double? High, Spread? Shows)
{
    internal static FigureValue Of(IReadOnlyList<double> values, LengthView view)
    {
        var band = Statistics.Band(values, view.Spread, view.Centre, least: 0);
        double? deviation = null;
        if (values.Count > 1)
        {
            var mean = values.Average();
            deviation = Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Count - 1));
        }
        return new(Statistics.Middle(values, view.Centre), deviation, values.Count, band?.Low, band?.High, band?.Shows);
    }
}
