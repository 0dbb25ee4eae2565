using Dashboard.Engine.Sequences;
using Dashboard.Engine.Training;
using Dashboard.Engine.Training.Cells;

namespace Dashboard.Engine.Experiments;

/// <summary>
/// The one table of what a run may be. The validator holds it, forms show it beside their fields, and the API document
/// states it.
/// </summary>
public static class RunLimits
{
    /// <summary>Elements of a sequence. One element has no first and last; above 1,000 a step of one trial takes seconds.</summary>
    public static Limit Length { get; } = new(2, 1_000);

    /// <summary>How many lengths a run may have.</summary>
    public static Limit Lengths { get; } = new(1, 200);

    /// <summary>At how many other lengths a run's networks may be tested.</summary>
    public static Limit TestLengths { get; } = new(0, 20);

    /// <summary>How many seeds a run may have.</summary>
    public static Limit Seeds { get; } = new(1, 100);

    /// <summary>A seed: one 32-bit word of the generator's key, and a number every JSON reader keeps exactly.</summary>
    public static Limit Seed { get; } = new(0, uint.MaxValue);

    /// <summary>Standard deviation of the noise on the training outputs.</summary>
    public static Limit Noise { get; } = new(0, 1_000);

    /// <summary>Sequences of the training set.</summary>
    public static Limit TrainCount { get; } = new(1, 1_000_000);

    /// <summary>Sequences of the validation set.</summary>
    public static Limit ValidationCount { get; } = new(1, 100_000);

    /// <summary>Lowest and highest integer drawn.</summary>
    public static Limit Element { get; } = new(-1_000_000, 1_000_000);

    /// <summary>
    /// Most numbers in the training and validation set of the longest length, (trainCount + validationCount) × length.
    /// Memory: a set keeps them in float64 and every worker a float32 copy, so this many take 240 MB and 120 MB a worker.
    /// The deck's 25,000 + 1,000 sequences fit at any allowed length.
    /// </summary>
    public const long Elements = 30_000_000;

    public static Limit HiddenSize { get; } = new(1, 128);
    public static Limit Layers { get; } = new(1, 4);
    public static Limit Epochs { get; } = new(1, 1_000);
    public static Limit Patience { get; } = new(0, 1_000);
    public static Limit BatchSize { get; } = new(1, 4_096);
    public static Limit LearningRate { get; } = new(0.000001, 1);
    public static Limit ForgetBias { get; } = new(-10, 10);
    public static Limit InputGateBias { get; } = new(-10, 10);
    public static Limit ClipNorm { get; } = new(0, 1_000, AboveMin: true);

    /// <summary>Seconds; a day at most.</summary>
    public static Limit TrialTimeLimit { get; } = new(1, 86_400);

    /// <summary>Lengths × models × seeds.</summary>
    public const int Trials = 20_000;

    /// <summary>How many rows a phase map may have.</summary>
    public static Limit MapRows { get; } = new(2, 20);

    /// <summary>How many lengths a phase map may have.</summary>
    public static Limit MapLengths { get; } = new(2, 40);

    /// <summary>Rows × lengths × models × seeds of a phase map, with the seeds added to its cells later.</summary>
    public const int MapTrials = 20_000;

    /// <summary>Most runs whose trials go into one file.</summary>
    public const int RunsOfOneFile = 100;

    /// <summary>Bytes of a file that is brought in.</summary>
    public const int BroughtBytes = 5_000_000;

    /// <summary>Rows of a file that is brought in, its head left out.</summary>
    public const int BroughtRows = 100_000;

    /// <summary>Lengths of a file that is brought in: longer ones than can be trained here were published.</summary>
    public static Limit BroughtLength { get; } = new(1, 10_000);

    /// <summary>Epochs' numbers of a file that is brought in.</summary>
    public static Limit BroughtEpoch { get; } = new(0, 1_000_000);

    /// <summary>Characters of the name of a model that is brought in.</summary>
    public const int ModelNameLength = 40;

    /// <summary>Characters of a name.</summary>
    public const int NameLength = 120;

    /// <summary>Characters of a note.</summary>
    public const int NotesLength = 10_000;

    /// <summary>Tags of a run.</summary>
    public const int Tags = 20;

    /// <summary>Characters of a tag.</summary>
    public const int TagLength = 40;

    public static Choices<Protocol> Protocols { get; } = new();
    public static Choices<SequenceKind> Sequences { get; } = new();

    /// <summary>Models that can be trained.</summary>
    public static Choices<ModelKind> Models { get; } = new(Cell.Kinds);

    /// <summary>Models that can be shown: those, and what was brought in.</summary>
    public static Choices<ModelKind> ShownModels { get; } = new();
    public static Choices<EngineChoice> Engines { get; } = new();
    public static Choices<RecurrentInit> RecurrentInits { get; } = new();
}
