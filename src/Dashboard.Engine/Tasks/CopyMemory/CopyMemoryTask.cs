using Dashboard.Engine.Experiments;
using Dashboard.Engine.Python;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Training;

namespace Dashboard.Engine.Tasks.CopyMemory;

/// <summary>
/// Ten symbols of eight, T − 1 blanks, a delimiter, and ten blanks in which the ten are to be said again (docs/tasks.md; Arjovsky,
/// Shah and Bengio 2016). Read out at every step: mean cross-entropy over T + 20 steps, most of which are blanks.
/// </summary>
public sealed class CopyMemoryTask : DrawnTask
{
    private const int Symbols = 8, Blank = 8, Delimiter = 9, Recalled = 10;

    // The symbol whose way is drawn.
    private const int Shown = 2;

    /// <inheritdoc />
    public override SequenceKind Kind => SequenceKind.CopyMemory;

    /// <inheritdoc />
    public override string Name => "Copy memory";

    /// <inheritdoc />
    public override string Rule => "Ten symbols, a long silence, then say all ten again.";

    /// <inheritdoc />
    public override string Story => "Ten symbols of eight are thirty bits, all of which have to outlast the silence; most networks learn to wait and then guess.";

    /// <inheritdoc />
    public override string InBrief => "LSTM stays at it (2016)";

    /// <inheritdoc />
    public override int CardLength => 2;

    /// <inheritdoc />
    public override TaskScore Score { get; } = new("cross-entropy", "Cross-entropy, mean over all steps (validation)", Low: 0.01,
        ReadWrong.Rule(percent => $"all ten right in all but {percent}% of sequences", 1, orEqual: true), IsSmall: true);

    /// <inheritdoc />
    public override double UsualScore(RunSpec spec) => 1.2 * NoMemory(spec.Lengths.Min());

    private static double NoMemory(int length) => Recalled * Math.Log(Symbols) / (length + 2 * Recalled);

    /// <inheritdoc />
    public override (int Told, string Why)? NoMemoryByLength =>
        (100, "It falls with the length because silence is easy: compare scores at one length only, or who says all ten right.");

    /// <inheritdoc />
    public override Limit Lengths(Protocol protocol) => new(1 + RunLimits.Length.Min, RunLimits.Length.Max - 2 * Recalled);

    /// <inheritdoc />
    public override int Steps(RunSpec spec, int length) => length + 2 * Recalled;

    /// <inheritdoc />
    public override TaskShape Shape(RunSpec spec) => TenToNine;

    private static TaskShape TenToNine { get; } = new(Symbols + 2, Symbols + 1, LossKind.CrossEntropy, ReadOut.Every);

    /// <inheritdoc />
    public override string Python => PythonText.Of("copy_memory.py");

    /// <inheritdoc />
    public override IReadOnlyList<PythonSetting> PythonSettings(RunSpec spec) => [];

    /// <inheritdoc />
    public override RunSpec Preset(Protocol protocol) => protocol == Protocol.Paper
        ? Start(protocol) with { Lengths = [100], TrainCount = 20_000, HiddenSize = 40, BatchSize = 128, LearningRate = 0.001, Epochs = 20, Patience = 20 }
        : Start(protocol) with { Lengths = [3, 5, 10, 20], TrainCount = 5_000, HiddenSize = 32, Epochs = 30, Patience = 10 };

    /// <inheritdoc />
    protected override SampleSet Make(Draw draw, TaskShape shape)
    {
        var random = new MersenneTwister(draw.Seed);
        var steps = draw.Length + 2 * Recalled;
        var (symbols, targets) = (new List<int>(draw.Count * steps), new float[draw.Count * steps]);
        for (var k = 0; k < draw.Count; k++)
        {
            var first = symbols.Count;
            for (var t = 0; t < steps; t++)
            {
                symbols.Add(t < Recalled ? random.NextInt(0, Symbols - 1) : t == steps - Recalled - 1 ? Delimiter : Blank);
                targets[first + t] = t < steps - Recalled ? Blank : symbols[first + t - (steps - Recalled)];
            }
        }
        return new(shape, steps, OneHot(symbols, shape.Inputs), targets);
    }

    /// <inheritdoc />
    protected override bool HasSymbols => true;

    /// <inheritdoc />
    protected override string Page => "copy-memory";

    /// <inheritdoc />
    protected override object PageData(RunSpec spec, int length) => new { Symbols, Recalled };

    /// <inheritdoc />
    protected override int ReaderCount => 2;

    /// <inheritdoc />
    protected override IReadOnlyList<Item> Items(RunSpec spec) =>
        [.. Enumerable.Range(1, Recalled).Select(i => new Item($"symbol {i}", $"symbol {i}", 1))];

    /// <inheritdoc />
    protected override IReadOnlyList<Remembered> Remembers(RunSpec spec, int length, SampleSet set)
    {
        int[][] says = [.. Enumerable.Range(0, Symbols).Select(s => new[] { s })];
        var places = Enumerable.Repeat(0, set.Count).ToArray();
        return
        [
            .. Items(spec).Select((item, j) => new Remembered(item, [.. places.Select(_ => j)],
                [.. places.Select((_, k) => (double)set.Inputs(k).Slice(j * (Symbols + 2), Symbols + 2).IndexOf(1))])
            {
                Says = says,
                AskedAt = length + Recalled + j,
            }),
        ];
    }

    /// <inheritdoc />
    protected override IPredictionReader Reader(RunSpec spec, SampleSet validation) => new ReadCopied(validation);

    /// <inheritdoc />
    protected override IReadOnlyList<Baseline> Exact(RunSpec spec, int length) =>
    [
        new("no memory", $"Waits, then guesses: 10 · ln 8 over {length + 2 * Recalled} steps", NoMemory(length)),
        .. new[] { 1, 2, 5, 8 }.Select(known => new Baseline($"{known} of the ten", $"Knows {known} of the symbols for sure and guesses the others",
            NoMemory(length) * (Recalled - known) / Recalled, Line: false)),
        new("all ten", "Knows all there is to know", 0, Line: false, Complete: true),
    ];

    /// <inheritdoc />
    protected override Sketch Sketch(RunSpec spec, int length, SampleSet set, int index)
    {
        var (heard, said) = (new SketchStep[set.Steps], new SketchStep[set.Steps]);
        for (var t = 0; t < set.Steps; t++)
        {
            var symbol = set.Inputs(index).Slice(t * (Symbols + 2), Symbols + 2).IndexOf(1);
            heard[t] = new(symbol, Counts: symbol < Symbols, Marked: symbol == Delimiter, Symbol: symbol < Symbols ? $"{symbol + 1}" : null);
            var target = (int)set.Targets(index)[t];
            said[t] = new(target, Counts: target < Symbols, Symbol: target < Symbols ? $"{target + 1}" : null);
        }
        return new([new(SketchKind.Cells, heard, "in"), new(SketchKind.Cells, said, "out")],
            string.Concat(said.Select(s => s.Symbol)), $"each must last {Numbers.Of(length + Recalled, "step")}")
        {
            Carried = new(Shown, Shown + length + Recalled, Numbers.Of(length + Recalled, "step")),
        };
    }

    /// <inheritdoc />
    public override IReadOnlyList<PublishedResult> Published { get; } =
    [
        new("Arjovsky, Shah & Bengio 2016", "T 100 to 500", "RNN of tanh units and LSTM stay at the score of no memory",
            "Here Adam trains on a set that is seen again every epoch (theirs RMSprop on fresh batches).", "https://arxiv.org/abs/1511.06464"),
        new("Bai, Kolter & Koltun 2018, table 1", "T 1,000, 16,000 weights", "loss: LSTM 0.0204, GRU 0.0197, RNN 0.0202, TCN 0.000035; no memory scores 0.0204",
            "Here sequences are shorter and networks smaller; inputs are one-hot, where their code gives numbers.", "https://arxiv.org/abs/1803.01271"),
    ];

    /// <summary>Percent of the sequences whose ten symbols are not all right, and percent of the symbols that are.</summary>
    private sealed class ReadCopied(SampleSet validation) : ReadWrong(validation)
    {
        private int rightSymbols;

        public override int Count => 2;

        public override void Read(ReadOnlySpan<float> predictions, Span<float> readings)
        {
            rightSymbols = 0;
            base.Read(predictions, readings);
            readings[1] = 100f * rightSymbols / (Recalled * Set.Count);
        }

        protected override bool IsRight(int sequence, ReadOnlySpan<float> predictions)
        {
            var targets = Set.Targets(sequence);
            var right = 0;
            for (var t = targets.Length - Recalled; t < targets.Length; t++)
                if (Highest(predictions.Slice(t * Set.Shape.Outputs, Set.Shape.Outputs)) == (int)targets[t]) right++;
            rightSymbols += right;
            return right == Recalled;
        }
    }
}
