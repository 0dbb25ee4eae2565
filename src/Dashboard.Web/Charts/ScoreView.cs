using Dashboard.Engine.Statistics;
using Dashboard.Engine.Tasks;
using Dashboard.Engine.Training;

namespace Dashboard.Web.Charts;

/// <summary>What a chart of scores shows of several seeds.</summary>
public enum ScoreView
{
    Mean,
    Median,

    /// <summary>Each of them, as it is.</summary>
    Seeds,

    /// <summary>The share of them that learnt the task.</summary>
    Solved,
}

/// <summary>Which view a chart of scores starts with, and how the views are called.</summary>
public static class ScoreViews
{
    /// <summary>From so many seeds on it starts with each of them: of networks that either solve a task or do not, a mean is a
    /// score that none has.</summary>
    public const int SeedsFrom = 4;

    /// <summary>Every view with its name, in the order of the switch.</summary>
    public static IReadOnlyList<(ScoreView View, string Name)> All { get; } =
        [(ScoreView.Mean, "Mean"), (ScoreView.Median, "Median"), (ScoreView.Seeds, "Every seed"), (ScoreView.Solved, "Solved")];

    /// <summary>The view where nobody chose one: of runs whose scores have no unit in common, what each solves.</summary>
    /// <param name="runs">What is shown; none for the published result.</param>
    public static ScoreView Standard(IReadOnlyList<RunData> runs) =>
        TaskScore.Apart(runs.Select(r => r.Spec)) is not null ? ScoreView.Solved
        : Standard(runs.Select(r => r.Spec.Seeds.Count).DefaultIfEmpty(1).Max());

    /// <summary>The view of so many seeds where nobody chose one.</summary>
    public static ScoreView Standard(int seeds) => seeds >= SeedsFrom ? ScoreView.Seeds : ScoreView.Mean;
}

/// <summary>How many networks of one model learnt the task, by length.</summary>
/// <param name="Model">The model.</param>
/// <param name="Points">One for each length of the spec, ascending; of no seeds where nothing has finished.</param>
public sealed record SolvedSeries(ModelKind Model, IReadOnlyList<(int Length, Proportion Solved)> Points)
{
    /// <summary>Those of a length; of no seeds where it was not trained.</summary>
    public Proportion At(int length) => Points.FirstOrDefault(p => p.Length == length).Solved;
}
