using Dashboard.Engine.Statistics;

namespace Dashboard.Engine.Tasks.Deck.Claims;

/// <summary><see cref="PoorMad"/> on the share solved: lengths of small gradients are lengths that are not solved.</summary>
public sealed class PoorSolved : CorrelationClaim
{
    /// <inheritdoc />
    public override string Id => "poor-solved";

    /// <inheritdoc />
    public override string Observation => "Observations 5 and 6";

    /// <inheritdoc />
    public override string Statement => "Vanishing gradients go with lengths that are not solved";

    /// <inheritdoc />
    public override string How =>
        $"Spearman's rank correlation of gradient mean with not solving a length ({DeckTask.Mad.Solved.TitleAt(null)} is solved), per model; of seeds that "
        + "solve some lengths and not others. Negative supports the claim. It does not say which causes which.";

    /// <inheritdoc />
    protected override Side Side => Side.Negative;

    /// <inheritdoc />
    public override Score Charted => DeckClaims.Solved;

    /// <inheritdoc />
    protected override double Resolution(IReadOnlyList<int> lengths) => StepOfSolved(lengths);

    /// <inheritdoc />
    protected override double Statistic(IReadOnlyList<int> lengths, SeedScores first, SeedScores second) => Spearman(first.GradientMean, Unsolved(first));

    /// <inheritdoc />
    protected internal override PanelData? Typical(TestedClaim tested, StudyData data) => tested.Nearest(data);

    /// <inheritdoc />
    protected internal override string Sentence(TestedClaim tested, StudyData data) =>
        $"Lengths of small gradient means are {Each(tested, "less often solved", "more often solved")}.";
}
