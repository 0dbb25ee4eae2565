using Dashboard.Engine.Experiments;
using Dashboard.Engine.Python;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Tasks.Marked;

namespace Dashboard.Engine.Tasks.Multiplication;

/// <summary>The product of the two marked numbers (docs/tasks.md).</summary>
public sealed class MultiplicationTask : MarkedTask
{
    /// <inheritdoc />
    public override SequenceKind Kind => SequenceKind.Multiplication;

    /// <inheritdoc />
    public override string Name => "Multiplication";

    /// <inheritdoc />
    public override string Python => PythonText.Of("multiplication.py", "marked.py");

    /// <inheritdoc />
    public override string Rule => "Multiply the two marked numbers of a long row.";

    /// <inheritdoc />
    public override string Story => "Adding is what a cell's memory does by itself; a product has to be made of what it holds.";

    /// <inheritdoc />
    public override string InBrief => "LSTM, 482,000 sequences (1997)";

    // Another length than adding's, whose pairs are drawn alike: another picture.
    /// <inheritdoc />
    public override int CardLength => 22;

    /// <inheritdoc />
    public override TaskScore Score { get; } = new("MSE", "MSE (validation)", Low: 0.005, AlmostAll, IsSmall: true);

    /// <inheritdoc />
    public override double UsualScore(RunSpec spec) => 0.06;

    // The other number, 0.5 on average.
    /// <inheritdoc />
    protected override double Effect(Protocol protocol) => 0.5;

    /// <inheritdoc />
    protected override double FirstPair => 1;

    /// <inheritdoc />
    protected override double Target(double first, double second, Protocol protocol) => first * second;

    /// <inheritdoc />
    protected override string Sum(string first, string second, string target, Protocol protocol) => $"{first} × {second} = {target}";

    /// <inheritdoc />
    protected override IReadOnlyList<Baseline> Exact(RunSpec spec, int length)
    {
        // E[x²]E[y²] − (E[x]E[y])² = 1/9 − 1/16; with x known, y's variance of 1/12 counts x², 1/3 on average. In the paper one of
        // the two is 1 where it is hidden.
        var (first, second) = spec.Protocol == Protocol.Paper ? Hidden(length) : default;
        var hidden = first + second;
        var mean = (1 - hidden) / 4 + hidden / 2;
        return
        [
            new($"always {Numbers.Plain(Math.Round(mean, 2))}", "Says the mean target whatever it is shown", (1 - hidden) / 9 + hidden / 3 - mean * mean),
            .. hidden > 0 ? Array.Empty<Baseline>() : [new("one marked number", "Knows one of the two and says half of it", 1 / 36.0)],
            new("both marked numbers", "Knows all there is to know", 0, Line: false, Complete: true),
        ];
    }

    /// <inheritdoc />
    public override IReadOnlyList<PublishedResult> Published { get; } =
    [
        new("Hochreiter & Schmidhuber 1997, table 8", "LSTM, 2 blocks of 2 cells, 93 weights, T 100, trained online at rate 0.1; means of 10 trials",
            "482,000 sequences, 139 of 2,560 wrong; 1,273,000, 14 wrong",
            "Here a cell is today's, trained by Adam in batches; its forget gates start open and its input gates closed (theirs at random). Compare counts: the paper's mean squared error cannot be one.", "https://doi.org/10.1162/neco.1997.9.8.1735"),
    ];
}
