using Dashboard.Engine.Experiments;
using Dashboard.Engine.Statistics;
using Dashboard.Engine.Training;

namespace Dashboard.Engine.Tasks.Deck.Claims;

/// <summary>At long lengths the LSTM's gradient is kept over more steps back than the RNN's.</summary>
public sealed class ThroughTime : LongLengthsClaim
{
    /// <inheritdoc />
    public override string Id => "through-time";

    /// <inheritdoc />
    public override string Observation => "Observation 2";

    /// <inheritdoc />
    public override string Statement => "Through time, RNN gradients vanish sooner than LSTM ones";

    /// <inheritdoc />
    public override string How =>
        "Gradient horizon (steps back over which ‖∂L/∂h‖ keeps 1% of its last value, best epoch): the LSTM's minus the RNN's, " +
        $"mean over lengths {Long} and up. Positive supports the claim.";

    /// <inheritdoc />
    protected override Side Side => Side.Positive;

    /// <inheritdoc />
    public override string Prefix => "LSTM ";

    /// <inheritdoc />
    protected override string Compared => "gradient horizon";

    /// <inheritdoc />
    public override Score Charted => Score.GradientHorizon;

    /// <inheritdoc />
    public override string Number(double estimate) => $"{Numbers.Delta(estimate, 1)} steps";

    /// <inheritdoc />
    public override string Range(double low, double high) => $"{Numbers.Fixed(low, 1)} to {Numbers.Fixed(high, 1)}";

    /// <inheritdoc />
    protected override double Compare(double rnn, double lstm) => lstm - rnn;

    /// <inheritdoc />
    protected internal override string Sentence(TestedClaim tested, StudyData data) =>
        $"From length {Long} on the gradient keeps 1% of its last norm over {Horizons(data, true)}; at shorter lengths over {Horizons(data, false)}.";

    private static string Horizons(StudyData data, bool atLong) =>
        $"{Numbers.Fixed(Mean(data, ModelKind.Rnn, atLong), 1)} steps (RNN) and {Numbers.Fixed(Mean(data, ModelKind.Lstm, atLong), 1)} (LSTM)";

    private static double Mean(StudyData data, ModelKind model, bool atLong) =>
    (
        from panel in data.Panels
        where panel.Models.ContainsKey(model)
        from seed in panel.Models[model]
        where seed.Complete
        from i in Enumerable.Range(0, panel.Lengths.Count)
        where panel.Lengths[i] >= Long == atLong && double.IsFinite(seed.GradientHorizon[i])
        select seed.GradientHorizon[i]
    ).DefaultIfEmpty(double.NaN).Average();
}
