using Dashboard.Engine.Experiments;
using Dashboard.Engine.Statistics;

namespace Dashboard.Engine.Tasks.Deck.Claims;

/// <summary>At long lengths the LSTM's MAD is the lower.</summary>
public sealed class LstmLower : LongLengthsClaim
{
    /// <inheritdoc />
    protected internal override Claim? OnSolved { get; } = new LstmSolvesMore();

    /// <inheritdoc />
    public override string Id => "lstm-lower";

    /// <inheritdoc />
    public override string Observation => "Observation 4";

    /// <inheritdoc />
    public override string Statement => "LSTMs keep lower MADs at longer lengths";

    /// <inheritdoc />
    public override string How => $"The RNN's MAD minus the LSTM's, mean over lengths {Long} and up. Positive supports the claim.";

    /// <inheritdoc />
    protected override Side Side => Side.Positive;

    /// <inheritdoc />
    public override string Prefix => "LSTM ";

    /// <inheritdoc />
    protected override string Compared => "mean MAD";

    /// <inheritdoc />
    public override Score Charted => DeckClaims.Mad;

    /// <inheritdoc />
    public override string Number(double estimate) => $"{Numbers.Fixed(Math.Abs(estimate), 1)} {(estimate >= 0 ? "lower" : "higher")}";

    /// <inheritdoc />
    public override string Range(double low, double high) => $"{Numbers.Fixed(low, 1)} to {Numbers.Fixed(high, 1)}";

    /// <inheritdoc />
    protected override double Compare(double rnn, double lstm) => rnn - lstm;

    /// <inheritdoc />
    protected internal override string Sentence(TestedClaim tested, StudyData data)
    {
        string Than(bool atLong) => Number(Pairs(data, atLong, Compare).DefaultIfEmpty(double.NaN).Average());
        return $"From length {Long} on the LSTM's MAD is {Than(true)}; at shorter lengths it is {Than(false)}.";
    }
}
