using Dashboard.Engine.Experiments;
using Dashboard.Engine.Metrics;
using Dashboard.Engine.Python;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Statistics;
using Dashboard.Engine.Tasks.Deck.Claims;
using Dashboard.Engine.Training;

namespace Dashboard.Engine.Tasks.Deck;

/// <summary>The deck's task (docs/protocol.md, "Data"): the weighted sum of the first and the last number of a sequence.</summary>
public abstract partial class DeckTask : LabTask
{
    /// <summary>Mean absolute deviation from the noise-free outputs (docs/protocol.md).</summary>
    public static TaskScore Mad { get; } = new("MAD", "MAD (validation L1)", Low: 5,
        new(threshold => $"MAD under {threshold}", Threshold: 5, new(0, 1_000, AboveMin: true), epoch => epoch.ValidationLoss));

    /// <summary>The deck's tasks in its order.</summary>
    public static IReadOnlyList<DeckTask> All => [.. LabTasks.All.OfType<DeckTask>()];

    /// <inheritdoc />
    public sealed override TaskScore Score => Mad;

    // Both kinds of sequences have weighted sums of integers, and the deck holds their MADs against each other.
    /// <inheritdoc />
    public sealed override string Target(RunSpec spec) => "The deck";

    /// <inheritdoc />
    public sealed override IReadOnlyList<Protocol> Protocols { get; } = [Protocol.Slides, Protocol.Notebook];

    /// <inheritdoc />
    public sealed override TaskShape Shape(RunSpec spec) => TaskShape.Deck;

    /// <inheritdoc />
    public sealed override RunSpec Preset(Protocol protocol) => Presets.Run(Presets.Panels[0] with { Sequence = Kind }, protocol, [1]);

    /// <inheritdoc />
    public sealed override string Title(RunSpec spec) => spec.Panel.Name;

    /// <inheritdoc />
    public sealed override IReadOnlyList<string> Drawn(RunSpec spec) =>
    [
        $"numbers from {Numbers.Plain(spec.Low)} to {Numbers.Plain(spec.High)}", spec.Noise == 0 ? "no noise" : $"noise {Numbers.Plain(spec.Noise)}",
        spec.Standardize ? "standardized inputs" : "raw inputs",
    ];

    /// <inheritdoc />
    public sealed override string About(Protocol protocol)
    {
        var weights = Weights(protocol);
        return $"Data and metrics as {(protocol == Protocol.Slides ? "on the deck's slides" : "in the deck's notebook")}: weights {Numbers.Plain(weights.EffectiveFirst)} "
            + $"and {Numbers.Plain(weights.EffectiveLast)}, gradient of {(protocol == Protocol.Slides ? "every batch" : "the last batch")}";
    }

    /// <inheritdoc />
    public sealed override bool DrawsIntegers => true;

    /// <summary>The sets are windows of series.</summary>
    public virtual bool HasSeries => false;

    /// <inheritdoc />
    public sealed override IReadOnlyList<Claim> Claims => DeckClaims.All;

    /// <inheritdoc />
    public sealed override IReadOnlyList<PythonSetting> PythonSettings(RunSpec spec)
    {
        var rule = Weights(spec.Protocol);
        return
        [
            new("LOW", spec.Low, "lowest number drawn"),
            new("HIGH", spec.High, "highest"),
            new("FIRST_WEIGHT", rule.First, "of a sequence's first number in the target"),
            new("LAST_WEIGHT", rule.Last, "of its last one"),
            new("ADDED_TWICE", rule.ProductAddedTwice, "each weighted number is added twice"),
            new("NOISE", spec.Noise, "standard deviation of the noise on training targets"),
            new("NOISE_PER_TERM", rule.NoisePerTerm, "drawn for each weighted number, not once a target"),
        ];
    }

    /// <summary>Weights and noise rule of a protocol.</summary>
    public abstract SequenceRule Weights(Protocol protocol);

    /// <summary>The training and validation set of a trial.</summary>
    public (SequenceSpec Training, SequenceSpec Validation) Sets(RunSpec spec, int length, long seed)
    {
        var dataSeed = spec.FirstDataSeed(seed);
        var training = new SequenceSpec(Kind, Weights(spec.Protocol), length, spec.Noise, spec.TrainCount, spec.Low, spec.High, dataSeed);
        return (training, training with { Noise = 0, Count = spec.ValidationCount, Seed = dataSeed + 1 });
    }

    /// <inheritdoc />
    public sealed override TrainingData Data(RunSpec spec, int length, long seed, SequenceCache sequences)
    {
        var (training, validation) = Sets(spec, length, seed);
        return new(sequences.Get(training), sequences.Get(validation), spec.Standardize);
    }

    /// <inheritdoc />
    public sealed override (SampleSet Set, IPredictionReader Reader) Test(RunSpec spec, int length, int tested, long seed, SequenceCache sequences)
    {
        // Standardized as the network was trained, by its own training set.
        var (training, validation) = Sets(spec, length, seed);
        var data = new TrainingData(sequences.Get(training), sequences.Get(validation with { Length = tested }), spec.Standardize);
        return (data.Validation, data.Reader!);
    }

    /// <inheritdoc />
    public sealed override IReadOnlyList<Baseline> Baselines(RunSpec spec, int length, long seed, KnownBaselines known) =>
        Baselines(known.Of(Sets(spec, length, seed)));

    /// <inheritdoc />
    public sealed override IReadOnlyList<Baseline>? KnownBaselines(RunSpec spec, int length, long seed, KnownBaselines known) =>
        known.Find(Sets(spec, length, seed)) is { } found ? Baselines(found) : null;

    /// <summary>The predictors with their scores.</summary>
    public IReadOnlyList<Baseline> Baselines(MemoryBaselines memory) =>
    [
        new("constant", "The best constant, fitted to the training set", memory.Constant),
        new("last input only", "The best line through the last input, fitted to the training set", memory.LastOnly),
        new("last input and the sign of the first", "The last input, and whether the first lay above or below the middle of its range. "
            + "The best plane through the two, fitted to the training set." + OfSign, memory.LastAndSign),
        new("first input only", "The best line through the first input, fitted to the training set." + OfFirst, memory.FirstOnly, Line: false),
        new("first and last", memory.Both is null ? "The training set does not decide the two weights apart"
            : "The best plane through both, fitted to the training set", memory.Both, Complete: true),
    ];

    /// <summary>What more there is to say of who knows the last input and the sign of the first.</summary>
    protected virtual string OfSign => "";

    /// <summary>What more there is to say of who knows the first input only.</summary>
    protected virtual string OfFirst => "";
}
