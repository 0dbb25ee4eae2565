namespace Dashboard.Engine.Statistics;

/// <summary>
/// A claim about a statistic that every seed has in every condition. It has one number per seed and condition; a seed's numbers are averaged
/// over the conditions, and the interval is taken over seeds, because seeds are what was repeated: lengths and conditions
/// of one seed share its initial weights and are no independent repeats.
/// </summary>
public abstract class SeedMeanClaim : MeanClaim
{
    /// <summary>Whose effects it predicts, in the order they are shown in.</summary>
    protected abstract IReadOnlyList<Subject> Subjects { get; }

    /// <summary>The statistic of one seed in one condition; NaN where it has none.</summary>
    /// <param name="lengths">Rising.</param>
    /// <param name="first">Scores of the subject's first model.</param>
    /// <param name="second">Scores of its second model; those of the first where it has one model only.</param>
    protected abstract double Statistic(IReadOnlyList<int> lengths, SeedScores first, SeedScores second);

    /// <summary>Distance of the numbers the statistic can have where it counts lengths; 0 for any number. Seeds at neighbouring ones do
    /// not fall into two groups.</summary>
    protected virtual double Resolution(IReadOnlyList<int> lengths) => 0;

    /// <summary>The statistic of every seed of a condition whose trials have all ended.</summary>
    protected internal Dictionary<long, double> BySeed(PanelData panel, Subject subject) => panel.BySeed(subject, Statistic);

    /// <inheritdoc />
    protected sealed override (IReadOnlyList<Effect> Effects, IReadOnlyList<PanelEffect> Panels) Measure(StudyData data)
    {
        var effects = new List<Effect>();
        var panels = new List<PanelEffect>();
        foreach (var subject in Subjects)
        {
            var scores = data.Panels.Select(p => (Panel: p, BySeed: BySeed(p, subject))).Where(p => p.BySeed.Count > 0).ToArray();
            if (scores.Length == 0) continue;
            var (units, conditions) = Units([.. scores.Select(s => s.BySeed)], data.UnitIsCondition);
            var resolution = data.Panels.Max(p => Resolution(p.Lengths));
            effects.Add(Mean(subject, units, conditions, data.UnitIsCondition, resolution / conditions));
            foreach (var (panel, bySeed) in scores)
            {
                var interval = Interval.OfMean([.. bySeed.Values], comparisons: scores.Length, resolution: Resolution(panel.Lengths));
                panels.Add(new(panel.Panel, subject, interval, Side.VerdictOf(interval)));
            }
        }
        return (effects, panels);
    }

    private static (double[] Units, int Conditions) Units(IReadOnlyList<Dictionary<long, double>> panels, bool unitIsCondition)
    {
        if (unitIsCondition) return ([.. panels.Select(p => p.Values.First())], panels.Count);
        var (bySeed, conditions) = SeedNumbers.OverConditions(panels);
        return ([.. bySeed.Values], conditions);
    }
}
