using Dashboard.Engine.Training;

namespace Dashboard.Engine.Statistics;

/// <summary>At how many points, each a model at a length of a condition, the seeds' scores fall into two groups.</summary>
/// <param name="TwoGroups">Points where some seeds learnt the task, some did not, and their scores lie far apart.</param>
/// <param name="Points">Points with enough seeds to tell.</param>
public readonly record struct SteppedScores(int TwoGroups, int Points)
{
    // One in twenty: from there on what holds of the means may hold of no network.
    private const int Many = 20;

    /// <summary>Whether they are so many that a mean over points is not to be rested on.</summary>
    public bool AreMany => TwoGroups > 0 && Many * TwoGroups >= Points;

    /// <summary>Counts them. One seed, as of the published result, tells nothing.</summary>
    /// <param name="data">The scores.</param>
    /// <param name="models">Whose scores count.</param>
    /// <param name="concerns">Which lengths count.</param>
    public static SteppedScores Of(StudyData data, IReadOnlySet<ModelKind> models, Func<int, bool> concerns)
    {
        var (two, all) = (0, 0);
        foreach (var panel in data.Panels)
            foreach (var seeds in panel.Models.Where(m => models.Contains(m.Key)).Select(m => m.Value))
                for (var i = 0; i < panel.Lengths.Count; i++)
                {
                    if (!concerns(panel.Lengths[i])) continue;
                    var ended = seeds.Where(s => s.Complete && double.IsFinite(s.Mad[i]) && double.IsFinite(s.Solved[i])).ToArray();
                    if (ended.Length < Interval.Fewest) continue;
                    all++;
                    if (ended.Select(s => s.Solved[i]).Distinct().Count() > 1 && Interval.HasTwoGroups([.. ended.Select(s => s.Mad[i])])) two++;
                }
        return new(two, all);
    }
}
