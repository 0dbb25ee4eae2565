using Dashboard.Engine.Experiments;
using Dashboard.Engine.Python;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Tasks.Marked;

namespace Dashboard.Engine.Tasks.Adding;

/// <summary>The sum of the two marked numbers (docs/tasks.md).</summary>
public sealed class AddingTask : MarkedTask
{
    /// <inheritdoc />
    public override SequenceKind Kind => SequenceKind.Adding;

    /// <inheritdoc />
    public override string Name => "Adding";

    /// <inheritdoc />
    public override string Python => PythonText.Of("adding.py", "marked.py");

    /// <inheritdoc />
    public override string Rule => "Add up the two marked numbers of a long row.";

    /// <inheritdoc />
    public override string Story => "The LSTM's first showpiece: in 1997 it learnt rows of 1,000, where an RNN says 1 whatever it is shown.";

    /// <inheritdoc />
    public override string InBrief => "LSTM, 74,000 sequences (1997)";

    /// <inheritdoc />
    public override TaskScore Score { get; } = new("MSE", "MSE (validation)", Low: 0.01, AlmostAll, IsSmall: true);

    /// <inheritdoc />
    public override double UsualScore(RunSpec spec) => spec.Protocol == Protocol.Paper ? 0.05 : 0.2;

    // The paper's targets are a quarter as wide: errors are of another size.
    /// <inheritdoc />
    public override string Target(RunSpec spec) => spec.Protocol == Protocol.Paper ? $"{Name} as published" : Name;

    /// <inheritdoc />
    protected override double Effect(Protocol protocol) => protocol == Protocol.Paper ? 0.25 : 1;

    /// <inheritdoc />
    protected override double FirstPair => 0;

    /// <inheritdoc />
    protected override double Number(double uniform, Protocol protocol) => protocol == Protocol.Paper ? 2 * uniform - 1 : uniform;

    /// <inheritdoc />
    protected override double Target(double first, double second, Protocol protocol) =>
        protocol == Protocol.Paper ? 0.5 + (first + second) / 4 : first + second;

    /// <inheritdoc />
    protected override string Sum(string first, string second, string target, Protocol protocol) =>
        protocol == Protocol.Paper ? $"0.5 + ({first} + {second}) / 4 = {target}" : $"{first} + {second} = {target}";

    /// <inheritdoc />
    protected override IReadOnlyList<Baseline> Exact(RunSpec spec, int length)
    {
        // A uniform number on [0, 1) has variance 1/12; the paper's, four times as wide, count a quarter each where they are seen.
        var (first, second) = spec.Protocol == Protocol.Paper ? Hidden(length) : default;
        var one = spec.Protocol == Protocol.Paper ? 1 / 48.0 : 1 / 12.0;
        return
        [
            new(spec.Protocol == Protocol.Paper ? "always 0.5" : "always 1", "Says the mean target whatever it is shown: the variance of two numbers is left", one * (2 - first - second)),
            new("one marked number", "Knows the first of the two: the variance of the other is left", one * (1 - second)),
            new("both marked numbers", "Knows all there is to know", 0, Line: false, Complete: true),
        ];
    }

    /// <inheritdoc />
    public override IReadOnlyList<PublishedResult> Published { get; } =
    [
        new("Hochreiter & Schmidhuber 1997, table 7", "LSTM, 2 blocks of 2 cells, 93 weights, trained online at rate 0.5; means of 10 trials",
            "T 100: 74,000 sequences, 1 of 2,560 wrong; T 500: 209,000, none; T 1,000: 853,000, 1",
            "Here a cell is today's, trained by Adam in batches on a set that is seen again every epoch. Its forget gate, which theirs had not, starts open; its input gates start closed, as theirs did.", "https://doi.org/10.1162/neco.1997.9.8.1735"),
        new("Bai, Kolter & Koltun 2018, table 1", "T 600, 70,000 weights, Adam on fresh batches", "MSE: LSTM 0.164, GRU 0.000053, RNN 0.177, TCN 0.000058",
            "Here networks are a hundred times smaller. The RNN's 0.177 is worse than saying 1, which scores 1/6.", "https://arxiv.org/abs/1803.01271"),
    ];
}
