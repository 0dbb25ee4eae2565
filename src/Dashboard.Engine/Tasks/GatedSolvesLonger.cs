using Dashboard.Engine.Experiments;
using Dashboard.Engine.Statistics;
using Dashboard.Engine.Training;

namespace Dashboard.Engine.Tasks;

/// <summary>
/// A gated cell solves a task at more lengths than the RNN: what the literature says of all of them (Hochreiter and Schmidhuber
/// 1997 of the LSTM; Chung and others 2014 of the GRU).
/// </summary>
/// <param name="cell">The gated one.</param>
internal sealed class GatedSolvesLonger(ModelKind cell) : SeedMeanClaim
{
    /// <summary>The claims of the tasks whose sequences are drawn one by one.</summary>
    public static IReadOnlyList<Claim> All { get; } = [new GatedSolvesLonger(ModelKind.Lstm), new GatedSolvesLonger(ModelKind.Gru)];

    /// <inheritdoc />
    public override string Id => $"{Choices<ModelKind>.Word(cell)}-solves-longer";

    /// <inheritdoc />
    public override string Observation => "The literature";

    /// <inheritdoc />
    public override string Statement => $"{cell.Name()}s solve the task where RNNs fail";

    /// <inheritdoc />
    public override string How => $"The share of lengths that a seed's {cell.Name()} solves, minus that of its RNN. Positive supports the claim.";

    /// <inheritdoc />
    protected override Side Side => Side.Positive;

    /// <inheritdoc />
    public override string Prefix => $"{cell.Name()} ";

    /// <inheritdoc />
    public override string Meaning => "of the lengths solved, against the RNN";

    /// <inheritdoc />
    public override (double Min, double Max)? Bounds => (-1, 1);

    /// <inheritdoc />
    public override Score Charted { get; } = new("Share solved", Log: false, s => s.Solved);

    /// <inheritdoc />
    public override string Number(double estimate) => $"{Numbers.Delta(100 * estimate, 0)} points";

    /// <inheritdoc />
    public override string Range(double low, double high) => $"{Numbers.Delta(100 * low, 0)} to {Numbers.Delta(100 * high, 0)}";

    /// <inheritdoc />
    protected override IReadOnlyList<Subject> Subjects => [new(cell, ModelKind.Rnn)];

    /// <inheritdoc />
    protected override double Resolution(IReadOnlyList<int> lengths) => 1.0 / lengths.Count;

    /// <inheritdoc />
    protected override double Statistic(IReadOnlyList<int> lengths, SeedScores first, SeedScores second) =>
        first.Solved.Zip(second.Solved, (gated, rnn) => gated - rnn).Average();

    /// <inheritdoc />
    protected internal override string Sentence(TestedClaim tested, StudyData data)
    {
        string Longest(ModelKind model) => data.Panels.SelectMany(p => p.Lengths.Index()
                .Where(l => p.Models.TryGetValue(model, out var seeds) && seeds.Count > 0 && seeds.Average(s => s.Solved[l.Index]) >= 0.5).Select(l => l.Item))
            .DefaultIfEmpty(0).Max() is > 0 and var length ? $"up to length {length}" : "at no length";
        return $"At least half of the seeds solve it {Longest(cell)} as {cell.Name()}, {Longest(ModelKind.Rnn)} as RNN.";
    }

    /// <inheritdoc />
    protected internal override PanelData? Typical(TestedClaim tested, StudyData data) => data.Panels.FirstOrDefault();
}
