using Dashboard.Engine.Experiments;
using Dashboard.Engine.Statistics;
using Dashboard.Engine.Training;

namespace Dashboard.Engine.Tasks.Deck.Claims;

/// <summary>From one length to the next the LSTM's gradient mean moves less than the RNN's.</summary>
public sealed class Fluctuation : SeedMeanClaim
{
    /// <inheritdoc />
    public override string Id => "fluctuation";

    /// <inheritdoc />
    public override string Observation => "Observation 2";

    /// <inheritdoc />
    public override string Statement => "LSTM gradients fluctuate less than RNN gradients";

    /// <inheritdoc />
    public override string How =>
        "Mean step of log10 gradient mean between neighbouring lengths, up or down: the RNN's minus the LSTM's. Positive supports the claim.";

    /// <inheritdoc />
    protected override Side Side => Side.Positive;

    /// <inheritdoc />
    public override string Prefix => "";

    /// <inheritdoc />
    public override string Meaning => "RNN minus LSTM step, powers of ten";

    /// <inheritdoc />
    public override (double Min, double Max)? Bounds => null;

    /// <inheritdoc />
    public override Score Charted => Score.GradientMean;

    /// <inheritdoc />
    protected override IReadOnlyList<Subject> Subjects { get; } = [new(ModelKind.Rnn, ModelKind.Lstm)];

    /// <inheritdoc />
    public override string Number(double estimate) => Numbers.Delta(estimate);

    /// <inheritdoc />
    public override string Range(double low, double high) => $"{Numbers.Fixed(low)} to {Numbers.Fixed(high)}";

    /// <inheritdoc />
    protected override double Statistic(IReadOnlyList<int> lengths, SeedScores first, SeedScores second) => MeanStep(first) - MeanStep(second);

    /// <inheritdoc />
    protected internal override PanelData? Typical(TestedClaim tested, StudyData data) => tested.Nearest(data);

    /// <inheritdoc />
    protected internal override string Sentence(TestedClaim tested, StudyData data)
    {
        double Mean(ModelKind model, Func<double, double, double> step) => data.Panels.Where(p => p.Models.ContainsKey(model))
            .SelectMany(p => p.Models[model].Where(s => s.Complete)).SelectMany(s => Steps(s, step)).DefaultIfEmpty(double.NaN).Average();
        var ratio = Mean(ModelKind.Rnn, Absolute) / Mean(ModelKind.Lstm, Absolute);
        return $"From one length to the next the RNN moves by {Numbers.Fixed(Mean(ModelKind.Rnn, PowersOfTen))} powers of ten, " +
            $"the LSTM by {Numbers.Fixed(Mean(ModelKind.Lstm, PowersOfTen))}. In absolute numbers the RNN moves {Numbers.Fixed(ratio, 1)} times as much.";
    }

    private static double MeanStep(SeedScores scores)
    {
        var steps = Steps(scores, PowersOfTen).ToArray();
        return steps.Length < 2 ? double.NaN : steps.Average();
    }

    // A length without a number ends one step and begins another: the two beside it are no neighbours.
    private static IEnumerable<double> Steps(SeedScores scores, Func<double, double, double> step) =>
        scores.GradientMean.Zip(scores.GradientMean.Skip(1), step).Where(double.IsFinite);

    private static double PowersOfTen(double from, double to) => Math.Abs(Math.Log10(to / from));

    private static double Absolute(double from, double to) => Math.Abs(to - from);
}
