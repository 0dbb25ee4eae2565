using Dashboard.Engine.Tasks;

namespace Dashboard.Web.Charts;

/// <summary>The chart of scores with one of its views shown, for pages and files alike.</summary>
/// <param name="View">Which.</param>
/// <param name="Chart">The lines; where every seed is shown, those of the mean, which the other chart shares its lengths with.</param>
/// <param name="Seeds">Every seed, where that is the view.</param>
/// <param name="Sentence">The line under it; empty where there is nothing to say.</param>
public sealed record ScoreFigure(ScoreView View, ChartModel Chart, SeedsModel? Seeds, IReadOnlyList<Said> Sentence)
{
    /// <summary>What a view shows of runs, or of the published result alone.</summary>
    public static ScoreFigure Of(IReadOnlyList<RunData> runs, LengthView view, IReadOnlyList<ReferencePoint> published, IReadOnlyList<MemoryLine> memory)
    {
        // What no memory scores in one task says nothing of another's networks.
        if (!TaskScore.IsOneTask(runs.Select(r => r.Spec))) memory = [];
        var options = view.Options(Metric.Mad, published, memory);
        // Without a run there is the published result alone, which has one seed.
        if (runs.Count == 0) return new(ScoreView.Mean, ComparisonSeries.Build(runs, options), null, []);
        var shown = view.Shown(runs);
        var several = runs.Any(r => r.Spec.Seeds.Count > 1);
        var steps = new ScoreSteps(runs, SeedsChart.Axis(runs, options), memory, view.Solved);
        return new(shown,
            shown == ScoreView.Solved ? SolvedChart.Build(runs, options) : ComparisonSeries.Build(runs, options),
            shown == ScoreView.Seeds ? SeedsChart.Build(runs, options, steps) : null,
            several || shown is ScoreView.Seeds or ScoreView.Solved ? ScoreSentence.Of(shown, runs, options, steps) : []);
    }

    /// <summary>What stands over it: "MAD (validation L1)", "MAD under 5".</summary>
    public static string Title(TaskScore score, ScoreView shown, LengthView view) => shown == ScoreView.Solved ? score.Solved.HeadingAt(view.Solved) : score.Title;
}
