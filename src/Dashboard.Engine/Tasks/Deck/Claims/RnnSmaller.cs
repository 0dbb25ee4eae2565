using Dashboard.Engine.Experiments;
using Dashboard.Engine.Statistics;

namespace Dashboard.Engine.Tasks.Deck.Claims;

/// <summary>At long lengths the RNN's gradient mean is the smaller.</summary>
public sealed class RnnSmaller : LongLengthsClaim
{
    /// <inheritdoc />
    public override string Id => "rnn-smaller";

    /// <inheritdoc />
    public override string Observation => "Observation 2";

    /// <inheritdoc />
    public override string Statement => "RNN gradient means are smaller than LSTM ones";

    /// <inheritdoc />
    public override string How =>
        $"log10 of the RNN's gradient mean over the LSTM's, mean over lengths {Long} and up. Negative supports the claim. " +
        "The metric averages over parameters and time, so it does not show vanishing through time.";

    /// <inheritdoc />
    protected override Side Side => Side.Negative;

    /// <inheritdoc />
    public override string Prefix => "RNN ";

    /// <inheritdoc />
    protected override string Compared => "gradient mean";

    /// <inheritdoc />
    public override Score Charted => Score.GradientMean;

    /// <inheritdoc />
    public override string Number(double estimate) => $"{Times(Math.Abs(estimate))} × {(estimate >= 0 ? "larger" : "smaller")}";

    /// <inheritdoc />
    public override string Range(double low, double high) => $"{Times(low)} to {Times(high)} ×";

    /// <inheritdoc />
    protected override double Compare(double rnn, double lstm) => Math.Log10(rnn / lstm);

    /// <inheritdoc />
    protected internal override string Sentence(TestedClaim tested, StudyData data)
    {
        double[] ratios = [.. Pairs(data, atLong: true, (rnn, lstm) => rnn / lstm)];
        return $"The RNN's gradient mean is the larger in {Numbers.Count(ratios.Count(r => r > 1))} of {Numbers.Of(ratios.Length, "result")}. " +
            "It averages over parameters and timesteps, so it does not show vanishing through time; gradient flow does.";
    }

    private static string Times(double powerOfTen) => Numbers.Fixed(Math.Pow(10, powerOfTen), 1);
}
