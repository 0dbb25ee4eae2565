using Dashboard.Engine.Experiments;
using Dashboard.Engine.Tasks;
using Dashboard.Engine.Training.Cells;
using Dashboard.Engine.Training;

namespace Dashboard.Engine.Runs;

/// <summary>A setting that the rows of a phase map may differ in; the columns are lengths.</summary>
/// <param name="Id">Its name in the API and in data files: a field of <see cref="RunRequest"/>.</param>
/// <param name="Name">For people: "Hidden size".</param>
/// <param name="Axis">Beside the rows: "Hidden units".</param>
/// <param name="Limit">What a value may be.</param>
/// <param name="Whole">Whole numbers only.</param>
/// <param name="Usual">Values to start from, lowest first; null is "none", where the setting may be left out.</param>
/// <param name="Of">The value of a run.</param>
/// <param name="In">The request with that value.</param>
/// <param name="Words">A value in a list of settings: "6 units", "forget bias 1".</param>
public sealed record MapSetting(
    string Id, string Name, string Axis, Limit Limit, bool Whole, IReadOnlyList<double?> Usual,
    Func<RunSpec, double?> Of, Func<RunRequest, double?, RunRequest> In, Func<double?, string> Words)
{
    /// <summary>How a value that is left out is written.</summary>
    public const string None = "none";

    /// <summary>Every one there is.</summary>
    public static IReadOnlyList<MapSetting> All { get; } =
    [
        new("hiddenSize", "Hidden size", "Hidden units", RunLimits.HiddenSize, true, [2, 3, 4, 6, 8, 12, 16],
            s => s.HiddenSize, (r, v) => r with { HiddenSize = (int?)v }, v => Numbers.Of((long)(v ?? 0), "unit")),
        new("forgetBias", "Forget bias", "Forget bias", RunLimits.ForgetBias, false, [null, -1, 0, 1, 2, 3, 4],
            s => s.ForgetBias, (r, v) => r with { ForgetBias = v }, v => v is null ? "no forget bias" : $"forget bias {Numbers.Plain(v.Value)}")
        {
            Changes = model => Cell.Of(model).HasForgetBias,
        },
        new("inputGateBias", "Input gate bias", "Input gate bias", RunLimits.InputGateBias, false, [null, -6, -4, -3, -2, -1, 0],
            s => s.InputGateBias, (r, v) => r with { InputGateBias = v }, v => v is null ? "no input gate bias" : $"input gate bias {Numbers.Plain(v.Value)}")
        {
            Changes = model => Cell.Of(model).HasInputGateBias,
        },
        new("clipNorm", "Clip norm", "Gradient clipping", RunLimits.ClipNorm, false, [null, 0.1, 0.3, 1, 3, 10],
            s => s.ClipNorm, (r, v) => r with { ClipNorm = v }, v => v is null ? "no clipping" : $"clip norm {Numbers.Plain(v.Value)}"),
        new("learningRate", "Learning rate", "Learning rate", RunLimits.LearningRate, false, [0.001, 0.003, 0.01, 0.03, 0.1],
            s => s.LearningRate, (r, v) => r with { LearningRate = v }, v => $"learning rate {Numbers.Plain(v ?? 0)}"),
        new("noise", "Noise", "Noise (std. dev.)", RunLimits.Noise, false, [0, 2, 4, 6],
            s => s.Noise, (r, v) => r with { Noise = v }, v => v == 0 ? "no noise" : $"noise {Numbers.Plain(v ?? 0)}")
        {
            IsOf = task => task.DrawsIntegers,
        },
        new("trainCount", "Training set", "Training sequences", RunLimits.TrainCount, true, [1_000, 2_500, 5_000, 10_000, 25_000],
            s => s.TrainCount, (r, v) => r with { TrainCount = (int?)v }, v => Numbers.Of((long)(v ?? 0), "training sequence")),
    ];

    /// <summary>The tasks that have it.</summary>
    public Func<LabTask, bool> IsOf { get; init; } = _ => true;

    /// <summary>The models that it changes anything of.</summary>
    public Func<ModelKind, bool> Changes { get; init; } = _ => true;

    /// <summary>Whether a run may have no value.</summary>
    public bool MayBeNone => Usual.Contains(null);

    /// <summary>The setting of that id, whatever its case, or null.</summary>
    public static MapSetting? Find(string? id) => All.FirstOrDefault(s => s.Id.Equals(id?.Trim(), StringComparison.OrdinalIgnoreCase));

    /// <summary>A value at its row: "6", "0.01", "25,000" or "none".</summary>
    public string Text(double? value) => value is not { } v ? None : Whole ? Numbers.Count((long)v) : Numbers.Plain(v);

    /// <summary>What is wrong with a value, or null.</summary>
    public string? Problem(double? value) => value switch
    {
        null => MayBeNone ? null : $"Must be {Limit}; a {Name.ToLowerInvariant()} cannot be left out.",
        { } v when !Limit.Allows(v) => $"Must be {Limit}.",
        { } v when Whole && v != Math.Floor(v) => $"Must be whole numbers, {Limit}.",
        _ => null,
    };

    /// <summary>The ids for people: "hiddenSize, forgetBias or noise".</summary>
    public static string Ids => $"{string.Join(", ", All.SkipLast(1).Select(s => s.Id))} or {All[^1].Id}";
}
