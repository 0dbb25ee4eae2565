using Dashboard.Engine.Experiments;
using Dashboard.Engine.Python;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Training;

namespace Dashboard.Engine.Tasks.Marked;

/// <summary>
/// A row of pairs, a number and a mark; two are marked, and the target is made of their numbers (docs/tasks.md; Hochreiter and
/// Schmidhuber 1997, tasks 4 and 5). Lab: numbers uniform in [0, 1), fixed length, marks of 1 in each half or anywhere.
/// </summary>
public abstract class MarkedTask : DrawnTask
{
    /// <summary>The paper's: an absolute error below this is right.</summary>
    public const double Within = 0.04;

    private const string Halves = "halves", Anywhere = "anywhere";

    /// <summary>Right in at least 99% of the validation sequences, by the paper's distance.</summary>
    protected static SolvedRule AlmostAll { get; } = ReadWrong.Rule(percent => $"error under {Within} in all but {percent}% of sequences", 1, orEqual: true);

    /// <inheritdoc />
    public sealed override TaskVariants Variants { get; } =
        new("Marks", [new(Halves, "One in each half"), new(Anywhere, "Both anywhere")]);

    /// <summary>The paper says where marks stand.</summary>
    public sealed override TaskVariants? VariantsOf(Protocol protocol) => protocol == Protocol.Paper ? null : Variants;

    /// <inheritdoc />
    public sealed override Limit Lengths(Protocol protocol) => protocol == Protocol.Paper ? new(24, 900) : new(2, RunLimits.Length.Max);

    /// <inheritdoc />
    public sealed override int Steps(RunSpec spec, int length) => spec.Protocol == Protocol.Paper ? Longest(length) : length;

    /// <inheritdoc />
    public sealed override TaskShape Shape(RunSpec spec) => MarkedShape;

    /// <inheritdoc />
    public override RunSpec Preset(Protocol protocol) => protocol == Protocol.Paper
        ? Start(protocol).WithGatesOf1997() with { Lengths = [100], ValidationCount = 2_560, HiddenSize = 4, Epochs = 50, Patience = 10 }
        : Start(protocol) with { Lengths = [10, 20, 30, 50, 70, 100], TrainCount = 10_000, HiddenSize = 8, Epochs = 20, Patience = 5 };

    /// <inheritdoc />
    public sealed override IReadOnlyList<PythonSetting> PythonSettings(RunSpec spec) =>
    [
        new("PAPER", spec.Protocol == Protocol.Paper, "data as published: lengths vary, the first and the last pair carry a mark of -1"),
        new("MARKS", PythonSetting.Text(spec.Variant), "where the two marks stand otherwise: halves, one in each; or anywhere"),
        new("FIRST_PAIR", FirstPair, "what the number of a marked first pair counts as in the paper"),
        new("WITHIN", Within, "an error below this is right"),
    ];

    /// <summary>A number of a pair, made of one that is uniform in [0, 1).</summary>
    protected virtual double Number(double uniform, Protocol protocol) => uniform;

    /// <summary>The target of two numbers.</summary>
    protected abstract double Target(double first, double second, Protocol protocol);

    /// <summary>The two numbers and what comes of them, as people write it: "0.45 + 0.65 = 1.10".</summary>
    protected abstract string Sum(string first, string second, string target, Protocol protocol);

    /// <summary>In the paper: how often the first mark, and how often the second, falls on the first pair, where nobody sees it.</summary>
    protected static (double First, double Second) Hidden(int length) => (0.1, 0.9 / (length / 2 - 1));

    /// <summary>What the number of a marked first pair counts as in the paper, where its mark cannot be seen.</summary>
    protected abstract double FirstPair { get; }

    /// <summary>How far the target moves with one of the two numbers, on average over the other.</summary>
    protected abstract double Effect(Protocol protocol);

    /// <inheritdoc />
    protected sealed override string Page => "marked";

    /// <inheritdoc />
    protected sealed override object PageData(RunSpec spec, int length) => new
    {
        Product = Target(0, 1, spec.Protocol) == Target(0, 0, spec.Protocol),
        Base = Target(0, 0, spec.Protocol),
        Factor = Target(1, 1, spec.Protocol) - Target(0, 1, spec.Protocol),
        Low = Number(0, spec.Protocol),
        High = Number(1, spec.Protocol),
        HiddenAtFirst = spec.Protocol == Protocol.Paper ? FirstPair : (double?)null,
        // Where marks may stand: in the paper one among the first ten, the other before the middle.
        Halves = spec.Protocol != Protocol.Paper && spec.Variant == Halves,
        FirstBefore = spec.Protocol == Protocol.Paper ? 10 : (int?)null,
        Before = spec.Protocol == Protocol.Paper ? length / 2 : (int?)null,
    };

    /// <inheritdoc />
    protected sealed override IReadOnlyList<Item> Items(RunSpec spec) =>
        [new("X₁", "the first marked number", Effect(spec.Protocol)), new("X₂", "the second marked number", Effect(spec.Protocol))];

    /// <inheritdoc />
    protected sealed override IReadOnlyList<Remembered> Remembers(RunSpec spec, int length, SampleSet set)
    {
        var items = Items(spec);
        int[] first = new int[set.Count], second = new int[set.Count];
        double[] one = new double[set.Count], two = new double[set.Count];
        for (var k = 0; k < set.Count; k++)
        {
            var x = set.Inputs(k);
            second[k] = set.StepsOf(k) - 1;
            while (x[2 * second[k] + 1] != 1) second[k]--;
            first[k] = second[k] - 1;
            // None where the first pair is the marked one, in the paper: its mark cannot be seen.
            while (first[k] >= 0 && x[2 * first[k] + 1] != 1) first[k]--;
            (one[k], two[k]) = (first[k] < 0 ? 0 : x[2 * first[k]], x[2 * second[k]]);
        }
        return [new(items[0], first, one), new(items[1], second, two)];
    }

    /// <inheritdoc />
    protected sealed override IPredictionReader Reader(RunSpec spec, SampleSet validation) => new ReadDistance(validation, Within);

    private static TaskShape MarkedShape { get; } = new(2, 1, LossKind.SquaredError, ReadOut.Last);

    /// <inheritdoc />
    protected sealed override SampleSet Make(Draw draw, TaskShape shape)
    {
        var random = new MersenneTwister(draw.Seed);
        var paper = draw.Protocol == Protocol.Paper;
        var (steps, inputs, targets) = (new int[draw.Count], new List<float>(draw.Count * 2 * draw.Length), new float[draw.Count]);
        for (var k = 0; k < draw.Count; k++)
        {
            steps[k] = paper ? draw.NextLength(random) : draw.Length;
            var (values, marks) = (new double[steps[k]], new double[steps[k]]);
            for (var t = 0; t < steps[k]; t++) values[t] = Number(random.NextDouble(), draw.Protocol);
            var (first, second) = Marks(draw, steps[k], random);
            marks[first] = marks[second] = 1;
            if (paper) marks[0] = marks[^1] = -1;
            targets[k] = (float)Target(Seen(first), Seen(second), draw.Protocol);
            for (var t = 0; t < steps[k]; t++) inputs.AddRange((float)values[t], (float)marks[t]);

            double Seen(int at) => paper && at == 0 ? FirstPair : values[at];
        }
        return new(shape, steps, [.. inputs], targets);
    }

    // Where the two marks stand.
    private static (int First, int Second) Marks(Draw draw, int steps, MersenneTwister random)
    {
        if (draw.Protocol == Protocol.Paper)
        {
            var first = random.NextInt(0, 9);
            return (first, Other(first, draw.Length / 2 - 1));
        }
        if (draw.Variant == Halves) return (random.NextInt(0, steps / 2 - 1), random.NextInt(steps / 2, steps - 1));
        var one = random.NextInt(0, steps - 1);
        return (one, Other(one, steps - 1));

        // One of the first so many that are not marked.
        int Other(int marked, int unmarked)
        {
            var at = random.NextInt(0, unmarked - 1);
            return at >= marked ? at + 1 : at;
        }
    }

    /// <inheritdoc />
    protected sealed override Sketch Sketch(RunSpec spec, int length, SampleSet set, int index)
    {
        var inputs = set.Inputs(index);
        var steps = new SketchStep[inputs.Length / 2];
        for (var t = 0; t < steps.Length; t++) steps[t] = new(inputs[2 * t], Counts: inputs[2 * t + 1] == 1, Marked: inputs[2 * t + 1] == 1);
        int[] marked = [.. steps.Index().Where(s => s.Item.Marked).Select(s => s.Index)];
        // In the paper a mark on the first pair cannot be seen.
        return new([new(SketchKind.Bars, steps)], marked.Length < 2 ? $"target {Text(set.Targets(index)[0])}"
            : Sum(Text(inputs[2 * marked[0]]), Text(inputs[2 * marked[1]]), Text(set.Targets(index)[0]), spec.Protocol),
            marked.Length < 2 ? "" : $"marks {Numbers.Of(marked[1] - marked[0], "step")} apart; the first must last {Numbers.Of(steps.Length - 1 - marked[0], "step")}", set.Targets(index)[0]);

        static string Text(double value) => Numbers.Fixed(value);
    }
}
