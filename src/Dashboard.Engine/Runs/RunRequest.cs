using Dashboard.Engine.Experiments;
using System.Text.Json.Serialization;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Tasks;
using Dashboard.Engine.Training;

namespace Dashboard.Engine.Runs;

/// <summary>
/// What a form or an API client asks for; every field optional. Text enums ("slides", "rnn", "auto") and nullable numbers, so
/// that wrong values can be named instead of failing to parse. <see cref="RunRequestValidator"/> makes a <see cref="RunSpec"/> of it.
/// </summary>
public sealed record RunRequest
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Name { get; init; }
    public string? Protocol { get; init; }
    public string? Sequence { get; init; }
    public string? Variant { get; init; }
    public double? Noise { get; init; }
    public bool? Standardize { get; init; }
    public IReadOnlyList<int>? Lengths { get; init; }
    public IReadOnlyList<int>? TestLengths { get; init; }
    public IReadOnlyList<string>? Models { get; init; }
    public IReadOnlyList<long>? Seeds { get; init; }
    public long? DataSeed { get; init; }
    public bool? FreshData { get; init; }
    public int? TrainCount { get; init; }
    public int? ValidationCount { get; init; }
    public int? Low { get; init; }
    public int? High { get; init; }
    public int? HiddenSize { get; init; }
    public int? Layers { get; init; }
    public int? Epochs { get; init; }
    public int? Patience { get; init; }
    public int? BatchSize { get; init; }
    public double? LearningRate { get; init; }
    public string? Engine { get; init; }
    public string? RecurrentInit { get; init; }

    /// <summary>Null is PyTorch's start. Left out it is the preset's, which a paper's protocol has: so null is always written.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public double? ForgetBias { get; init => (field, SaysForgetBias) = (value, true); }

    /// <inheritdoc cref="ForgetBias"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public double? InputGateBias { get; init => (field, SaysInputGateBias) = (value, true); }

    internal bool SaysForgetBias { get; private init; }

    internal bool SaysInputGateBias { get; private init; }

    public double? ClipNorm { get; init; }
    public double? TrialTimeLimit { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>The request that gives this spec: what a relaunch starts from, and how the API shows a run's configuration. Of what
    /// was brought in only what is known.</summary>
    public static RunRequest From(RunSpec spec) => spec.Brought is not null ? new()
    {
        Sequence = Choices<SequenceKind>.Word(spec.Sequence),
        Lengths = spec.Lengths,
        Models = [.. spec.Models.Select(Choices<ModelKind>.Word)],
        Seeds = spec.Brought.Says(BroughtColumns.Seed) ? spec.Seeds : null,
    } : new()
    {
        Protocol = Choices<Protocol>.Word(spec.Protocol),
        Sequence = Choices<SequenceKind>.Word(spec.Sequence),
        Variant = spec.Variant.Length == 0 ? null : spec.Variant,
        Noise = spec.Task.DrawsIntegers ? spec.Noise : null,
        Standardize = spec.Task.DrawsIntegers ? spec.Standardize : null,
        Lengths = spec.Lengths,
        TestLengths = spec.TestLengths.Count == 0 ? null : spec.TestLengths,
        Models = [.. spec.Models.Select(Choices<ModelKind>.Word)],
        Seeds = spec.Seeds,
        DataSeed = spec.DataSeed,
        FreshData = spec.FreshData,
        TrainCount = spec.TrainCount,
        ValidationCount = spec.ValidationCount,
        Low = spec.Task.DrawsIntegers ? spec.Low : null,
        High = spec.Task.DrawsIntegers ? spec.High : null,
        HiddenSize = spec.HiddenSize,
        Layers = spec.Layers,
        Epochs = spec.Epochs,
        Patience = spec.Patience,
        BatchSize = spec.BatchSize,
        LearningRate = spec.LearningRate,
        Engine = Choices<EngineChoice>.Word(spec.Engine),
        RecurrentInit = Choices<RecurrentInit>.Word(spec.RecurrentInit),
        ForgetBias = spec.ForgetBias,
        InputGateBias = spec.InputGateBias,
        ClipNorm = spec.ClipNorm,
        TrialTimeLimit = spec.TrialTimeLimit,
    };
}
