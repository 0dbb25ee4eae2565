using Dashboard.Engine.Experiments;
using Dashboard.Engine.Metrics;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Statistics;
using Dashboard.Engine.Training;

namespace Dashboard.Engine.Tasks;

/// <summary>
/// A task whose sequences are drawn one by one (docs/tasks.md): a training set with the data seed, a validation set with the
/// next one. Its baselines are known exactly.
/// </summary>
public abstract partial class DrawnTask : LabTask
{
    /// <summary>Everything that decides the numbers of a set; equal ones give equal sets.</summary>
    protected sealed record Draw(SequenceKind Kind, Protocol Protocol, string Variant, int Length, int Count, bool IsValidation, long Seed)
    {
        /// <summary>Steps of the next sequence where lengths differ: uniform in T to ⌊1.1 T⌋.</summary>
        public int NextLength(MersenneTwister random) => random.NextInt(Length, Longest(Length));
    }

    /// <summary>⌊1.1 T⌋.</summary>
    protected static int Longest(int length) => length + length / 10;

    /// <inheritdoc />
    public override IReadOnlyList<Protocol> Protocols { get; } = [Protocol.Lab, Protocol.Paper];

    /// <inheritdoc />
    public override string Title(RunSpec spec)
    {
        var lengths = spec.RisingLengths;
        var variant = VariantsOf(spec.Protocol)?.All.Skip(1).FirstOrDefault(v => v.Word == spec.Variant) is { } other ? $", {other.Title.ToLowerInvariant()}" : "";
        return $"{Name}{variant}, {(lengths.Count == 1 ? $"length {lengths[0]}" : $"lengths {lengths[0]} to {lengths[^1]}")}";
    }

    /// <inheritdoc />
    public override IReadOnlyList<string> Drawn(RunSpec spec) =>
        VariantsOf(spec.Protocol) is { } v ? [$"{v.Label.ToLowerInvariant()}: {v.All.First(a => a.Word == spec.Variant).Title.ToLowerInvariant()}"] : [];

    /// <inheritdoc />
    public override string About(Protocol protocol) => protocol == Protocol.Paper
        ? "Data, test set and threshold as published; the networks are today's, trained by Adam in batches on a set that is seen again every epoch"
        : "What fits this lab: a fixed training set, Adam, early stopping, networks as small as they can be";

    /// <inheritdoc />
    public sealed override IReadOnlyList<Claim> Claims => GatedSolvesLonger.All;

    /// <summary>What a task's preset starts from.</summary>
    protected RunSpec Start(Protocol protocol) => new()
    {
        Protocol = protocol,
        Sequence = Kind,
        Variant = Variants?.All[0].Word ?? "",
        Noise = 0,
        Standardize = false,
        Lengths = [],
        // Named: a cell that is added would make every preset longer.
        Models = [ModelKind.Rnn, ModelKind.Lstm, ModelKind.Gru],
        Seeds = [1],
    };

    /// <inheritdoc />
    public sealed override TrainingData Data(RunSpec spec, int length, long seed, SequenceCache sequences)
    {
        var (training, validation) = Draws(spec, length, seed);
        var shape = Shape(spec);
        var set = Get(validation);
        return new(Get(training), set) { Reader = ReadAll(spec, length, set) };

        SampleSet Get(Draw draw) => sequences.Get(draw, () => Make(draw, shape));
    }

    /// <inheritdoc />
    public override IReadOnlyList<Sketch> Sketches(RunSpec spec, int length, int count)
    {
        var set = Validation(spec, length, count);
        return [.. Enumerable.Range(0, count).Select(k => Sketch(spec, length, set, k))];
    }

    /// <summary>One sequence of a set as it is drawn for people.</summary>
    protected abstract Sketch Sketch(RunSpec spec, int length, SampleSet set, int index);

    /// <summary>The first sequences of the validation set of a run's first seed.</summary>
    protected SampleSet Validation(RunSpec spec, int length, int count) =>
        Make(Draws(spec, length, spec.Seeds[0]).Validation with { Count = count }, Shape(spec));

    /// <inheritdoc />
    public sealed override (SampleSet Set, IPredictionReader Reader) Test(RunSpec spec, int length, int tested, long seed, SequenceCache sequences)
    {
        var draw = Draws(spec, tested, seed).Validation;
        var set = sequences.Get(draw, () => Make(draw, Shape(spec)));
        return (set, ReadAll(spec, tested, set));
    }

    private (Draw Training, Draw Validation) Draws(RunSpec spec, int length, long seed)
    {
        var first = spec.FirstDataSeed(seed);
        var training = new Draw(Kind, spec.Protocol, spec.Variant, length, spec.TrainCount, IsValidation: false, first);
        return (training, training with { Count = spec.ValidationCount, IsValidation = true, Seed = first + 1 });
    }

    /// <summary>Symbols as inputs, [symbols, alphabet]: 1 at a symbol's own place.</summary>
    protected static float[] OneHot(IReadOnlyList<int> symbols, int alphabet)
    {
        var inputs = new float[symbols.Count * alphabet];
        for (var i = 0; i < symbols.Count; i++) inputs[i * alphabet + symbols[i]] = 1;
        return inputs;
    }

    /// <summary>Draws a set.</summary>
    protected abstract SampleSet Make(Draw draw, TaskShape shape);

    /// <summary>What is read from predictions of the validation set after every epoch; a <see cref="TaskScore.Solved"/> of the
    /// task rests on it.</summary>
    protected abstract IPredictionReader Reader(RunSpec spec, SampleSet validation);

    /// <summary>The predictors and what they score in the long run.</summary>
    protected abstract IReadOnlyList<Baseline> Exact(RunSpec spec, int length);

    /// <inheritdoc />
    public sealed override IReadOnlyList<Baseline> Baselines(RunSpec spec, int length, long seed, KnownBaselines known) => Exact(spec, length);

    /// <inheritdoc />
    public sealed override IReadOnlyList<Baseline> KnownBaselines(RunSpec spec, int length, long seed, KnownBaselines known) => Exact(spec, length);
}
