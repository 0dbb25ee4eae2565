using Dashboard.Engine.Statistics;

namespace Dashboard.Engine.Tasks.Deck.Claims;

/// <summary><see cref="MadRises"/> on the share solved: not solving goes with length.</summary>
public sealed class SolvedFalls : CorrelationClaim
{
    /// <inheritdoc />
    public override string Id => "solved-falls";

    /// <inheritdoc />
    public override string Observation => "Observation 4";

    /// <inheritdoc />
    public override string Statement => "Fewer networks solve longer lengths";

    /// <inheritdoc />
    public override string How =>
        $"Spearman's rank correlation of not solving a length ({DeckTask.Mad.Solved.TitleAt(null)} is solved) with length, per model; of seeds that "
        + "solve some lengths and not others. Positive supports the claim.";

    /// <inheritdoc />
    protected override Side Side => Side.Positive;

    /// <inheritdoc />
    public override Score Charted => DeckClaims.Solved;

    /// <inheritdoc />
    protected override double Resolution(IReadOnlyList<int> lengths) => StepOfSolved(lengths);

    /// <inheritdoc />
    protected override double Statistic(IReadOnlyList<int> lengths, SeedScores first, SeedScores second) => WithLength(lengths, Unsolved(first));

    /// <inheritdoc />
    protected internal override PanelData? Typical(TestedClaim tested, StudyData data) => tested.Nearest(data);

    /// <inheritdoc />
    protected internal override string Sentence(TestedClaim tested, StudyData data) => $"The share solved {Each(tested, "rises with length", "falls with length")}.";
}
