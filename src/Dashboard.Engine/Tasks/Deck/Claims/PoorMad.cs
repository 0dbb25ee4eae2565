using Dashboard.Engine.Statistics;

namespace Dashboard.Engine.Tasks.Deck.Claims;

/// <summary>Lengths of small gradients are lengths of high MAD.</summary>
public sealed class PoorMad : CorrelationClaim
{
    private const string NoCause = "It does not say which causes which.";

    /// <inheritdoc />
    protected internal override Claim? OnSolved { get; } = new PoorSolved();

    /// <inheritdoc />
    public override string Id => "poor-mad";

    /// <inheritdoc />
    public override string Observation => "Observations 5 and 6";

    /// <inheritdoc />
    public override string Statement => "Vanishing gradients go with poor MAD";

    /// <inheritdoc />
    public override string How =>
        $"Spearman's rank correlation of gradient mean with MAD over the lengths, per model. Negative supports the claim. {NoCause}";

    /// <inheritdoc />
    protected override Side Side => Side.Negative;

    /// <inheritdoc />
    public override Score Charted => Score.GradientMean;

    /// <inheritdoc />
    protected override double Statistic(IReadOnlyList<int> lengths, SeedScores first, SeedScores second) => Spearman(first.GradientMean, first.Mad);

    /// <inheritdoc />
    protected internal override string Sentence(TestedClaim tested, StudyData data) => data.Panels.Count == 1
        ? $"A small gradient mean goes {Each(tested, "with a high MAD", "with a low MAD")}. {NoCause}"
        : $"Small gradients go with high MAD {Conditions(tested)}. {NoCause}";

    /// <inheritdoc />
    protected internal override PanelData? Typical(TestedClaim tested, StudyData data) => tested.Nearest(data);
}
