using Dashboard.Engine.Experiments;
using Dashboard.Engine.Published;
using Dashboard.Engine.Statistics;
using Dashboard.Engine.Tasks;
using Dashboard.Engine.Training;

namespace Dashboard.Engine.Findings;

/// <summary>One published number beside ours.</summary>
/// <param name="Model">RNN or LSTM.</param>
/// <param name="Length">Sequence length.</param>
/// <param name="IsMad">True for MAD, false for the gradient mean.</param>
/// <param name="Published">What the notebook printed.</param>
/// <param name="Low">The lowest of our seeds.</param>
/// <param name="High">The highest of our seeds.</param>
public sealed record PublishedComparison(ModelKind Model, int Length, bool IsMad, double Published, double Low, double High)
{
    /// <summary>Whether the published number lies within the range of our seeds.</summary>
    public bool Inside => Published >= Low && Published <= High;
}

/// <summary>
/// Whether the published numbers could be one more seed of ours. If they are, a number lies within the range of n seeds
/// with probability (n − 1) / (n + 1): each of n + 1 exchangeable values is as likely to be the smallest or the largest.
/// </summary>
/// <param name="Panel">The condition.</param>
/// <param name="Seeds">Seeds all of whose trials have ended.</param>
/// <param name="Comparisons">Every published number of the panel that we have too: 54 MADs and 54 gradient means for the deck.</param>
public sealed record PublishedCheck(Panel Panel, int Seeds, IReadOnlyList<PublishedComparison> Comparisons)
{
    /// <summary>Published numbers inside the range of our seeds.</summary>
    public int Inside(bool mad) => Comparisons.Count(c => c.IsMad == mad && c.Inside);

    /// <summary>How many there are.</summary>
    public int Count(bool mad) => Comparisons.Count(c => c.IsMad == mad);

    /// <summary>How many to expect inside if the published result were one more seed.</summary>
    public double Expected(bool mad) => Seeds < 2 ? 0 : Count(mad) * (Seeds - 1.0) / (Seeds + 1);

    /// <summary>Compares a condition with its published panel; null where nothing was published for it.</summary>
    public static PublishedCheck? Of(PanelData data)
    {
        var published = PublishedResults.For(data.Panel);
        if (published.Count == 0) return null;
        var comparisons = new List<PublishedComparison>();
        var seeds = int.MaxValue;
        foreach (var (model, all) in data.Models)
        {
            if (!Presets.Models.Contains(model)) continue;
            var complete = all.Where(s => s.Complete).ToArray();
            seeds = Math.Min(seeds, complete.Length);
            foreach (var point in published)
            {
                var at = data.Lengths.ToList().IndexOf(point.Length);
                if (at < 0) continue;
                Add(isMad: true, point.Models[model].Mad, complete.Select(s => s.Mad[at]));
                Add(isMad: false, point.Models[model].GradientMean, complete.Select(s => s.GradientMean[at]));

                void Add(bool isMad, double value, IEnumerable<double> ours)
                {
                    var finite = ours.Where(double.IsFinite).ToArray();
                    if (finite.Length > 0) comparisons.Add(new(model, point.Length, isMad, value, finite.Min(), finite.Max()));
                }
            }
        }
        return new(data.Panel, seeds == int.MaxValue ? 0 : seeds, comparisons);
    }

    /// <summary>The published result itself as a study, for the claims: one seed, so intervals are over its conditions.</summary>
    public static StudyData PublishedStudy() => new([.. Presets.Panels.Select(PublishedPanel)], UnitIsCondition: true);

    private static PanelData PublishedPanel(Panel panel)
    {
        var points = PublishedResults.For(panel);
        var rule = panel.Task.Score.Solved;
        double[] none = [.. points.Select(_ => double.NaN)];
        return new(panel, [.. points.Select(p => p.Length)], Presets.Models.ToDictionary(m => m, m => (IReadOnlyList<SeedScores>)
            [new(0, true, [.. points.Select(p => p.Models[m].Mad)], [.. points.Select(p => p.Models[m].GradientMean)], none)
            {
                // Of a published network its score is all that is known.
                Solved = [.. points.Select(p => rule.Holds(rule.Miss(new(1, double.NaN, p.Models[m].Mad, double.NaN, double.NaN))) ? 1.0 : 0)],
            }]));
    }
}
