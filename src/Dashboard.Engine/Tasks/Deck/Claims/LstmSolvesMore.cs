using Dashboard.Engine.Experiments;
using Dashboard.Engine.Statistics;

namespace Dashboard.Engine.Tasks.Deck.Claims;

/// <summary><see cref="LstmLower"/> on the share solved: at long lengths more LSTMs than RNNs solve the task.</summary>
public sealed class LstmSolvesMore : LongLengthsClaim
{
    /// <inheritdoc />
    public override string Id => "lstm-solves-more";

    /// <inheritdoc />
    public override string Observation => "Observation 4";

    /// <inheritdoc />
    public override string Statement => "LSTMs solve longer lengths more often";

    /// <inheritdoc />
    public override string How =>
        $"The share of lengths {Long} and up that a seed's LSTM solves ({DeckTask.Mad.Solved.TitleAt(null)}) minus its RNN's. Positive supports the claim.";

    /// <inheritdoc />
    protected override Side Side => Side.Positive;

    /// <inheritdoc />
    public override string Prefix => "LSTM ";

    /// <inheritdoc />
    protected override string Compared => "share solved";

    /// <inheritdoc />
    public override Score Charted => DeckClaims.Solved;

    /// <inheritdoc />
    public override string Number(double estimate) => $"{Points(Math.Abs(estimate))} points {(estimate >= 0 ? "more" : "less")}";

    /// <inheritdoc />
    public override string Range(double low, double high) => $"{Points(low)} to {Points(high)}";

    /// <inheritdoc />
    protected override double Resolution(IReadOnlyList<int> lengths) => 1.0 / Math.Max(1, lengths.Count(Concerns));

    /// <inheritdoc />
    protected override double Compare(double rnn, double lstm) => lstm - rnn;

    /// <inheritdoc />
    protected internal override string Sentence(TestedClaim tested, StudyData data)
    {
        string Than(bool atLong) => Number(Pairs(data, atLong, Compare).DefaultIfEmpty(double.NaN).Average());
        return $"From length {Long} on the LSTM solves {Than(true)} of a hundred tries than the RNN; at shorter lengths {Than(false)}.";
    }

    // Of a hundred.
    private static string Points(double share) => Numbers.Fixed(100 * share, 1);
}
