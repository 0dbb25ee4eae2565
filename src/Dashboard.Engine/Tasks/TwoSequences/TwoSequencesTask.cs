using Dashboard.Engine.Experiments;
using Dashboard.Engine.Python;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Training;

namespace Dashboard.Engine.Tasks.TwoSequences;

/// <summary>
/// The first values are all 1 or all −1, what follows is Gaussian noise of variance 0.2; say which (docs/tasks.md; Bengio, Simard
/// and Frasconi 1994; Hochreiter and Schmidhuber 1997, task 3c). Training targets carry noise of variance 0.1.
/// </summary>
public sealed class TwoSequencesTask : DrawnTask
{
    /// <summary>The paper's: an error from the noise-free target below this is right.</summary>
    public const double Within = 0.1;

    private const string Three = "three", One = "one";
    private static readonly double ValueDeviation = Math.Sqrt(0.2), TargetDeviation = Math.Sqrt(0.1);

    /// <inheritdoc />
    public override SequenceKind Kind => SequenceKind.TwoSequences;

    /// <inheritdoc />
    public override string Name => "Two sequences";

    /// <inheritdoc />
    public override string Rule => "The first values say 1 or 0; all after them is noise. Say which it was.";

    /// <inheritdoc />
    public override string Story => "The oldest of these tasks: in 1994 it showed that gradients through time vanish.";

    /// <inheritdoc />
    public override string InBrief => "LSTM, 269,650 sequences (1997)";

    /// <inheritdoc />
    public override TaskScore Score { get; } = new("MSE", "MSE (validation)", Low: 0.01,
        ReadWrong.Rule(percent => percent == "0" ? $"error under {Within} in every sequence" : $"error under {Within} in all but {percent}% of sequences", 0, orEqual: true), IsSmall: true);

    /// <inheritdoc />
    public override double UsualScore(RunSpec spec) => 0.1;

    /// <inheritdoc />
    public override TaskVariants Variants { get; } = new("Telling values", [new(Three, "First three"), new(One, "First only")]);

    /// <inheritdoc />
    public override Limit Lengths(Protocol protocol) => new(4, 900);

    /// <inheritdoc />
    public override int Steps(RunSpec spec, int length) => Longest(length);

    /// <inheritdoc />
    public override TaskShape Shape(RunSpec spec) => OneToOne;

    private static TaskShape OneToOne { get; } = new(1, 1, LossKind.SquaredError, ReadOut.Last);

    /// <inheritdoc />
    public override string Python => PythonText.Of("two_sequences.py");

    /// <inheritdoc />
    public override IReadOnlyList<PythonSetting> PythonSettings(RunSpec spec) =>
    [
        new("TELLING", Telling(spec.Variant), "first values of a sequence that tell its class"),
        new("WITHIN", Within, "an error below this is right"),
    ];

    /// <inheritdoc />
    public override RunSpec Preset(Protocol protocol) => protocol == Protocol.Paper
        ? Start(protocol).WithGatesOf1997() with { Lengths = [100], ValidationCount = 2_560, HiddenSize = 3, Epochs = 30, Patience = 10 }
        : Start(protocol) with { Lengths = [10, 20, 30, 50, 70, 100], TrainCount = 10_000, HiddenSize = 6, Epochs = 20, Patience = 10 };

    /// <inheritdoc />
    protected override SampleSet Make(Draw draw, TaskShape shape)
    {
        var random = new MersenneTwister(draw.Seed);
        var telling = Telling(draw.Variant);
        var (steps, inputs, targets) = (new int[draw.Count], new List<float>(draw.Count * draw.Length), new float[draw.Count]);
        for (var k = 0; k < draw.Count; k++)
        {
            steps[k] = draw.NextLength(random);
            var one = random.NextInt(0, 1) == 1;
            for (var t = 0; t < steps[k]; t++) inputs.Add(t < telling ? one ? 1 : -1 : (float)random.Gauss(0, ValueDeviation));
            targets[k] = (float)((one ? 0.8 : 0.2) + (draw.IsValidation ? 0 : random.Gauss(0, TargetDeviation)));
        }
        return new(shape, steps, [.. inputs], targets);
    }

    /// <inheritdoc />
    protected override string Page => "two-sequences";

    /// <inheritdoc />
    protected override object PageData(RunSpec spec, int length) => new { Telling = Telling(spec.Variant), Zero = 0.2, One = 0.8 };

    private static int Telling(string variant) => variant == One ? 1 : 3;

    // From −1 to 1 the target goes from 0.2 to 0.8.
    /// <inheritdoc />
    protected override IReadOnlyList<Item> Items(RunSpec spec) =>
        [spec.Variant == One ? new("x₁", "the first value", 0.3) : new("x₁ to x₃", "the first three values", 0.3)];

    /// <inheritdoc />
    protected override IReadOnlyList<Remembered> Remembers(RunSpec spec, int length, SampleSet set) =>
        [new(Items(spec)[0], new int[set.Count], [.. Enumerable.Range(0, set.Count).Select(k => (double)set.Inputs(k)[0])])];

    /// <inheritdoc />
    protected override IPredictionReader Reader(RunSpec spec, SampleSet validation) => new ReadDistance(validation, Within);

    /// <inheritdoc />
    protected override IReadOnlyList<Baseline> Exact(RunSpec spec, int length) =>
    [
        new("always 0.5", "Says the middle of the two targets whatever it is shown", 0.09),
        new("the first values", "Knows all there is to know", 0, Line: false, Complete: true),
    ];

    /// <inheritdoc />
    public override IReadOnlyList<Sketch> Sketches(RunSpec spec, int length, int count)
    {
        if (count > 1) return base.Sketches(spec, length, count);
        // One alone would not show that there are two: the first of each class.
        var set = Validation(spec, length, 200);
        Sketch[] all = [.. Enumerable.Range(0, set.Count).Select(k => Sketch(spec, length, set, k))];
        return [all[0] with { Rows = [.. all.GroupBy(s => s.Answer).OrderByDescending(c => c.Key).Select(c => c.First().Rows[0])], Target = "0.8 for 1, 0.2 for 0" }];
    }

    /// <inheritdoc />
    protected override Sketch Sketch(RunSpec spec, int length, SampleSet set, int index)
    {
        var telling = Telling(spec.Variant);
        var steps = new SketchStep[set.StepsOf(index)];
        for (var t = 0; t < steps.Length; t++) steps[t] = new(set.Inputs(index)[t], Counts: t < telling);
        var target = set.Targets(index)[0];
        return new([new(SketchKind.Bars, steps, target > 0.5 ? "1" : "0")], Numbers.Plain(Math.Round(target, 2)),
            $"the {(telling == 1 ? "first value" : "first three")} must last {Numbers.Of(steps.Length - telling, "step")}", Math.Round(target, 2));
    }

    /// <inheritdoc />
    public override IReadOnlyList<PublishedResult> Published { get; } =
    [
        new("Hochreiter & Schmidhuber 1997, task 3c, table 6", "LSTM, 3 blocks of one cell, 102 weights, T 100, trained online at rate 0.1; means of 10 trials",
            "three telling values: 269,650 sequences, 0.00558 wrong; one: 565,640, 0.00441",
            "Here a cell is today's, trained by Adam in batches on a set that is seen again every epoch. Its forget gate, which theirs had not, starts open, its input gates closed, as theirs did (output gates, too, in theirs). Which class is 0.8 is the other way round there.", "https://doi.org/10.1162/neco.1997.9.8.1735"),
    ];
}
