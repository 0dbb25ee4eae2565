using Dashboard.Engine.Experiments;
using Dashboard.Engine.Statistics;
using Dashboard.Engine.Training;

namespace Dashboard.Engine.Tasks.Deck.Claims;

/// <summary>MAD rises with length.</summary>
public sealed class MadRises : CorrelationClaim
{
    /// <inheritdoc />
    protected internal override Claim? OnSolved { get; } = new SolvedFalls();

    /// <inheritdoc />
    public override string Id => "mad-rises";

    /// <inheritdoc />
    public override string Observation => "Observation 4";

    /// <inheritdoc />
    public override string Statement => "MAD rises with length";

    /// <inheritdoc />
    public override string How => "Spearman's rank correlation of MAD with length, per model. Positive supports the claim.";

    /// <inheritdoc />
    protected override Side Side => Side.Positive;

    /// <inheritdoc />
    public override Score Charted => DeckClaims.Mad;

    /// <inheritdoc />
    protected override double Statistic(IReadOnlyList<int> lengths, SeedScores first, SeedScores second) => WithLength(lengths, first.Mad);

    /// <inheritdoc />
    protected internal override PanelData? Typical(TestedClaim tested, StudyData data) => tested.Nearest(data, IsSimple);

    /// <inheritdoc />
    protected internal override string Sentence(TestedClaim tested, StudyData data)
    {
        // Realistic data has a tale of its own, so where there is simple data the sentence is about that.
        PanelData[] simple = [.. data.Panels.Where(p => IsSimple(p.Panel))];
        IReadOnlyList<PanelData> panels = simple.Length > 0 ? simple : data.Panels;
        var curves = Subjects.Select(s => (s.Name, Mean: Curve(panels, s.First))).Where(c => c.Mean.Length > 1).ToArray();
        if (curves.Length == 0) return "";
        string Each(Func<(string Name, (int Length, double Value)[] Mean), string> words) => string.Join(" and ", curves.Select(words));
        var (first, last) = (curves[0].Mean[0].Length, curves[0].Mean[^1].Length);
        return $"{(simple.Length > 0 ? "On simple data the" : "The")} mean MAD goes " +
            $"from {Each(c => $"{Numbers.Fixed(c.Mean[0].Value, 1)} ({c.Name})")} at length {first} " +
            $"to {Each(c => Numbers.Fixed(c.Mean[^1].Value, 1))} at length {last}" +
            (curves.All(c => c.Mean[^1].Value > c.Mean[0].Value) ? $"; half of that is passed at length {Each(c => $"{Half(c.Mean)} ({c.Name})")}." : ".");
    }

    private static bool IsSimple(Panel panel) => panel.Task is SimpleTask;

    private static (int Length, double Value)[] Curve(IReadOnlyList<PanelData> panels, ModelKind model) =>
    [
        .. panels.Where(p => p.Models.ContainsKey(model)).SelectMany(p => p.Lengths.Zip(p.Mean(model, s => s.Mad)))
            .Where(p => p.Second is not null).GroupBy(p => p.First).OrderBy(g => g.Key).Select(g => (g.Key, g.Average(p => p.Second!.Value))),
    ];

    private static int Half((int Length, double Value)[] mean) => mean.First(p => p.Value >= (mean[0].Value + mean[^1].Value) / 2).Length;
}
