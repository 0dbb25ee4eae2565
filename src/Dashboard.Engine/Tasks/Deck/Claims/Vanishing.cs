using Dashboard.Engine.Statistics;

namespace Dashboard.Engine.Tasks.Deck.Claims;

/// <summary>The gradient mean falls with length.</summary>
public sealed class Vanishing : CorrelationClaim
{
    /// <inheritdoc />
    public override string Id => "vanishing";

    /// <inheritdoc />
    public override string Observation => "Observation 2";

    /// <inheritdoc />
    public override string Statement => "Gradients vanish as sequences grow";

    /// <inheritdoc />
    public override string How => "Spearman's rank correlation of the gradient mean with length, per model. Negative supports the claim.";

    /// <inheritdoc />
    protected override Side Side => Side.Negative;

    /// <inheritdoc />
    public override Score Charted => Score.GradientMean;

    /// <inheritdoc />
    protected override double Statistic(IReadOnlyList<int> lengths, SeedScores first, SeedScores second) => WithLength(lengths, first.GradientMean);

    /// <inheritdoc />
    protected internal override string Sentence(TestedClaim tested, StudyData data) => data.Panels.Count == 1
        ? $"With length the gradient mean {Each(tested, "falls", "rises")}."
        : $"The gradient mean falls with length {Conditions(tested)}.{Against(tested)}";

    /// <inheritdoc />
    protected internal override PanelData? Typical(TestedClaim tested, StudyData data) => tested.Nearest(data);

    /// <summary>Names the conditions where every model goes against the claim, when they are few.</summary>
    private static string Against(TestedClaim tested)
    {
        var all = tested.Panels.GroupBy(p => p.Panel).Where(g => g.All(p => p.Interval.Estimate > 0)).Select(g => g.Key.Short).ToArray();
        return all.Length is 0 or > 3 ? "" : $" It rises with length for every model on {string.Join(" and ", all)}.";
    }
}
