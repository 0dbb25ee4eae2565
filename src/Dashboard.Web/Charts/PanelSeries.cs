using System.Runtime.CompilerServices;
using Dashboard.Engine.Experiments;
using Dashboard.Engine.Statistics;
using Dashboard.Engine.Tasks;

namespace Dashboard.Web.Charts;

/// <summary>A condition's scores as a chart of scores reads a run's: for the panels of a study, which reads no trials.</summary>
public static class PanelSeries
{
    private static readonly ConditionalWeakTable<PanelData, RunData> Kept = [];

    /// <summary>Makes it.</summary>
    /// <param name="panel">The scores, seed by seed.</param>
    /// <param name="key">Leads the keys of its lines.</param>
    /// <param name="spec">What is trained. A threshold other than the task's own can be asked where the score itself is what the
    /// rule asks for; elsewhere the scores know only who solved it by the task's own.</param>
    public static RunData Of(PanelData panel, string key, RunSpec spec)
    {
        // A study draws all its panels for each trial that one of them has more.
        if (Kept.TryGetValue(panel, out var known) && known.Key == key && known.Spec == spec) return known;
        var made = Make(panel, key, spec);
        Kept.AddOrUpdate(panel, made);
        return made;
    }

    private static RunData Make(PanelData panel, string key, RunSpec spec)
    {
        var gradients = Series(s => s.GradientMean);
        return new(key, panel.Panel.Name, spec, new RunSeries(spec.Protocol, Series(s => s.Mad), gradients, gradients, Series(s => Misses(s, spec.Task.Score.Solved))));

        IReadOnlyList<ChartSeries> Series(Func<SeedScores, double[]> scores) =>
        [
            .. from model in spec.Models
               let seeds = panel.Models.TryGetValue(model, out var known) ? known.Select(s => (s.Seed, Lost: Lost(s), Values: scores(s))).ToArray() : []
               select new ChartSeries(model,
               [
                   .. panel.Lengths.Select((length, i) => new LengthValues(length,
                       [.. seeds.Where(s => !double.IsNaN(s.Values[i])).Select(s => (s.Seed, s.Values[i]))], seeds.Count(s => s.Lost[i]))),
               ]),
        ];
    }

    // A network that has no score and did not solve its task is one that diverged.
    private static bool[] Lost(SeedScores seed) => [.. seed.Mad.Zip(seed.Solved, (mad, solved) => double.IsNaN(mad) && solved == 0)];

    private static double[] Misses(SeedScores seed, SolvedRule rule) =>
    [
        .. seed.Mad.Zip(seed.Solved, (mad, solved) => double.IsNaN(solved) ? double.NaN
            : double.IsNaN(mad) ? double.PositiveInfinity
            : rule.Miss(new(1, mad, mad, 0, 0)) is var miss && !double.IsNaN(miss) ? miss
            : solved == 1 ? double.NegativeInfinity : double.PositiveInfinity),
    ];
}
