using Dashboard.Engine.Experiments;
using Dashboard.Engine.Python;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Training;

namespace Dashboard.Engine.Tasks.TemporalOrder;

/// <summary>
/// Two (6a) or three (6b) of many symbols are X or Y; say which, in their order (docs/tasks.md; Hochreiter and Schmidhuber 1997,
/// tasks 6a and 6b). Places are the paper's for T 100 and scaled to other lengths.
/// </summary>
public sealed class TemporalOrderTask : DrawnTask
{
    private const string Two = "two", Three = "three", Alphabet = "EBabcdXY";
    private const int Begin = 0, End = 1, Filler = 2, X = 6;
    private static readonly (int From, int To)[] TwoPlaces = [(10, 20), (50, 60)], ThreePlaces = [(10, 20), (33, 43), (66, 76)];

    /// <inheritdoc />
    public override SequenceKind Kind => SequenceKind.TemporalOrder;

    /// <inheritdoc />
    public override string Name => "Temporal order";

    /// <inheritdoc />
    public override string Rule => "A few letters among many are X or Y. Say which, and in which order.";

    /// <inheritdoc />
    public override string Story => "An order cannot be summed up: what came first has to be kept apart from what came later.";

    /// <inheritdoc />
    public override string InBrief => "LSTM, 31,390 sequences (1997)";

    /// <inheritdoc />
    public override TaskScore Score { get; } = new("cross-entropy", "Cross-entropy (validation)", Low: 0.1,
        ReadWrong.Rule(percent => $"under {percent}% of sequences wrong", 1, orEqual: false), IsSmall: true);

    /// <inheritdoc />
    public override double UsualScore(RunSpec spec) => 1.1 * Math.Log(Classes(spec.Variant));

    /// <inheritdoc />
    public override TaskVariants Variants { get; } = new("Symbols", [new(Two, "Two, 4 classes"), new(Three, "Three, 8 classes")]);

    /// <inheritdoc />
    public override Limit Lengths(Protocol protocol) => protocol == Protocol.Paper ? new(100, 100) : new(10, 900);

    /// <inheritdoc />
    public override int Steps(RunSpec spec, int length) => Longest(length);

    /// <inheritdoc />
    public override TaskShape Shape(RunSpec spec) => new(Alphabet.Length, Classes(spec.Variant), LossKind.CrossEntropy, ReadOut.Last);

    /// <inheritdoc />
    public override string Target(RunSpec spec) => $"{Name}, {Classes(spec.Variant)} classes";

    /// <inheritdoc />
    public override string Python => PythonText.Of("temporal_order.py");

    /// <inheritdoc />
    public override IReadOnlyList<PythonSetting> PythonSettings(RunSpec spec) =>
        [new("PLACES", $"[{string.Join(", ", Places(spec.Variant))}]", "where each X or Y may stand, in percent of the length")];

    private static int Classes(string variant) => variant == Three ? 8 : 4;

    /// <inheritdoc />
    public override RunSpec Preset(Protocol protocol) => protocol == Protocol.Paper
        ? Start(protocol).WithGatesOf1997(inputGate: -2) with { Lengths = [100], ValidationCount = 2_560, HiddenSize = 4, Epochs = 30, Patience = 10 }
        : Start(protocol) with { Lengths = [10, 20, 30, 50, 70, 100], TrainCount = 10_000, HiddenSize = 8, Epochs = 20, Patience = 5 };

    /// <inheritdoc />
    protected override SampleSet Make(Draw draw, TaskShape shape)
    {
        var random = new MersenneTwister(draw.Seed);
        var places = Places(draw.Variant);
        var (steps, symbols, targets) = (new int[draw.Count], new List<int>(draw.Count * draw.Length), new float[draw.Count]);
        for (var k = 0; k < draw.Count; k++)
        {
            steps[k] = draw.NextLength(random);
            var first = symbols.Count;
            for (var t = 0; t < steps[k]; t++) symbols.Add(t == 0 ? Begin : t == steps[k] - 1 ? End : random.NextInt(Filler, X - 1));
            var kind = 0;
            foreach (var (from, to) in places)
            {
                var at = random.NextInt(draw.Length * from / 100, draw.Length * to / 100);
                var y = random.NextInt(0, 1);
                symbols[first + at] = X + y;
                kind = 2 * kind + y;
            }
            targets[k] = kind;
        }
        return new(shape, steps, OneHot(symbols, Alphabet.Length), targets);
    }

    /// <inheritdoc />
    protected override bool HasSymbols => true;

    /// <inheritdoc />
    protected override string Page => "temporal-order";

    /// <inheritdoc />
    protected override object PageData(RunSpec spec, int length) => new { Alphabet, Letters = Places(spec.Variant).Length };

    private static (int From, int To)[] Places(string variant) => variant == Three ? ThreePlaces : TwoPlaces;

    /// <inheritdoc />
    protected override IReadOnlyList<Item> Items(RunSpec spec) =>
    [
        .. new[] { ("1st X/Y", "the first X or Y"), ("2nd X/Y", "the second X or Y"), ("3rd X/Y", "the third X or Y") }
            .Take(Places(spec.Variant).Length).Select(i => new Item(i.Item1, i.Item2, 1)),
    ];

    /// <inheritdoc />
    protected override IReadOnlyList<Remembered> Remembers(RunSpec spec, int length, SampleSet set)
    {
        var (items, classes) = (Items(spec), Classes(spec.Variant));
        int[][] steps = [.. items.Select(_ => new int[set.Count])];
        double[][] values = [.. items.Select(_ => new double[set.Count])];
        for (var k = 0; k < set.Count; k++)
        {
            var x = set.Inputs(k);
            var item = 0;
            for (var t = 0; t < set.StepsOf(k); t++)
            {
                var symbol = x.Slice(t * Alphabet.Length, Alphabet.Length).IndexOf(1);
                if (symbol >= X) (steps[item][k], values[item++][k]) = (t, symbol - X);
            }
        }
        // A class is the letters as a binary number, the first one in front.
        return
        [
            .. items.Select((item, j) => new Remembered(item, steps[j], values[j])
            {
                Says = [.. new[] { 0, 1 }.Select(y => Enumerable.Range(0, classes).Where(c => (c >> items.Count - 1 - j & 1) == y).ToArray())],
            }),
        ];
    }

    /// <inheritdoc />
    protected override IPredictionReader Reader(RunSpec spec, SampleSet validation) => new ReadClass(validation);

    /// <inheritdoc />
    protected override IReadOnlyList<Baseline> Exact(RunSpec spec, int length)
    {
        var classes = Classes(spec.Variant);
        return
        [
            new($"guessing one of {classes}", "Every class is as likely as every other", Math.Log(classes)),
            new("all but one symbol", "Knows all symbols but one, which is X as often as Y", Math.Log(2)),
            new("all symbols", "Knows all there is to know", 0, Line: false, Complete: true),
        ];
    }

    /// <inheritdoc />
    protected override Sketch Sketch(RunSpec spec, int length, SampleSet set, int index)
    {
        var steps = new SketchStep[set.StepsOf(index)];
        for (var t = 0; t < steps.Length; t++)
        {
            var symbol = set.Inputs(index).Slice(t * Alphabet.Length, Alphabet.Length).IndexOf(1);
            steps[t] = new(symbol, Counts: symbol >= X, Symbol: Alphabet[symbol].ToString());
        }
        var said = string.Join(", ", steps.Where(s => s.Counts).Select(s => s.Symbol));
        var first = steps.Index().First(s => s.Item.Counts).Index;
        return new([new(SketchKind.Cells, steps)], said, $"the first must last {Numbers.Of(steps.Length - 1 - first, "step")}", set.Targets(index)[0]);
    }

    /// <inheritdoc />
    public override IReadOnlyList<PublishedResult> Published { get; } =
    [
        new("Hochreiter & Schmidhuber 1997, table 9", "LSTM, 156 weights at rate 0.5 (three symbols: 308 at 0.1), trained online; means of 20 (10) trials",
            "two symbols: 31,390 sequences, 1 of 2,560 wrong; three: 571,100, 2 wrong",
            "Here the loss is cross-entropy (theirs squared error, right if every output is within 0.3), the cell is today's, trained by Adam in batches; its forget gate, which theirs had not, starts open, its input gates closed, as theirs did.",
            "https://doi.org/10.1162/neco.1997.9.8.1735"),
        new("Pascanu, Mikolov & Bengio 2013, section 4.1.1", "RNN of 50 tanh units, batches of 20, rate 0.01, clipped at norm 1, with a regulariser",
            "one network solves lengths 50 to 200 in 5 of 5 seeds, and still 5,000", "There is no such regulariser here.", "https://arxiv.org/abs/1211.5063"),
    ];
}
