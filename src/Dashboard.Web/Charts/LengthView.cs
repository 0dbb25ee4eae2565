using Dashboard.Engine.Experiments;
using Dashboard.Engine.Tasks;
using Dashboard.Engine.Training;
using Dashboard.Web.Addresses;

namespace Dashboard.Web.Charts;

/// <summary>
/// What the two charts over length show; compared by value, so that an unchanged view is not computed again. An address
/// holds all of it but the chosen point.
/// </summary>
public sealed record LengthView
{
    /// <summary>The query parameters it is written in.</summary>
    public static readonly IReadOnlyList<string> Parameters =
        ["model", "band", "centre", "seeds", "published", "memory", "batches", "gradient", "mad", "hidden", "from", "to", "solved"];

    /// <summary>Most keys of hidden lines that an address may hold.</summary>
    private const int MostHidden = 100;

    /// <summary>Where a zoom may begin and end: no axis of lengths is longer.</summary>
    private static readonly Limit Lengths = new(0, RunLimits.Length.Max);

    /// <summary>What any task allows as its threshold.</summary>
    private static readonly Limit Thresholds = new(
        LabTasks.All.Min(t => t.Score.Solved.Allowed.Min), LabTasks.All.Max(t => t.Score.Solved.Allowed.Max), LabTasks.All.All(t => t.Score.Solved.Allowed.AboveMin));
    private static readonly Choices<ModelKind> Models = new();
    private static readonly Choices<Spread> Spreads = new();
    private static readonly Choices<ScoreView> Scores = new();

    /// <summary>What the chart of scores shows of the seeds; null for what suits their number (<see cref="Shown"/>).</summary>
    public ScoreView? Score { get; init; }

    /// <summary>Solved below this; null for the task's own threshold.</summary>
    public double? Solved { get; init; }

    /// <summary>The middle of the seeds in tables and in the chart of gradient means, which has no other view of them.</summary>
    public Centre Centre => Score == ScoreView.Median ? Centre.Median : Centre.Mean;
    public Spread Spread { get; init; }
    public bool Seeds { get; init; } = true;
    public bool Published { get; init; } = true;
    public bool Memory { get; init; } = true;
    public GradientReading? Reading { get; init; }
    public bool? LogGradient { get; init; }
    public bool? LogMad { get; init; }
    public ModelKind? Only { get; init; }
    public ChosenPoint? Chosen { get; init; }

    /// <summary>Keys of hidden lines ("run/rnn") and runs ("run"), commas between.</summary>
    public string Hidden { get; init; } = "";

    /// <summary>The keys in <see cref="Hidden"/>.</summary>
    public IReadOnlyList<string> HiddenLines => Hidden.Split(',', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The part of the lengths shown; null for all.</summary>
    public ChartRange? Zoom { get; init; }

    /// <summary>What the chart of scores shows of these runs' seeds.</summary>
    public ScoreView Shown(IReadOnlyList<RunData> runs) => Score ?? ScoreViews.Standard(runs);

    /// <summary>The view with another look at the scores; what would be shown anyway is not written down.</summary>
    public LengthView With(ScoreView score, IReadOnlyList<RunData> runs) => this with { Score = score == ScoreViews.Standard(runs) ? null : score };

    /// <summary>The view without a threshold that the runs shown do not allow, which is named in the errors: one beyond their
    /// rule's, or one for several rules.</summary>
    public LengthView Checked(IReadOnlyList<RunSpec> specs, FieldErrors errors)
    {
        var rule = TaskScore.Of(specs).Solved;
        var one = TaskScore.IsOneRule(specs);
        if (Solved is not { } threshold || (one && rule.Allowed.Allows(threshold))) return this;
        errors.Add("solved", one ? $"Must be a number, {rule.Allowed}." : "Must be left out: these runs are of tasks with rules of their own.");
        return this with { Solved = null };
    }

    /// <summary>Whether a chart's axis is logarithmic.</summary>
    public bool IsLog(Metric metric) => metric == Metric.Mad ? LogMad ?? false : LogGradient ?? true;

    /// <summary>The view with a chart's axis changed.</summary>
    public LengthView WithScale(Metric metric, bool log) =>
        metric == Metric.Mad ? this with { LogMad = log ? true : null } : this with { LogGradient = log ? null : false };

    /// <summary>Reads a view from an address; what cannot be read counts as <paramref name="standard"/> and is named in its errors.</summary>
    /// <param name="address">The address.</param>
    /// <param name="standard">What counts where it says nothing.</param>
    /// <param name="rule">When the task shown is solved; null where that is not known yet.</param>
    public static LengthView Parse(AddressFields address, LengthView standard, SolvedRule? rule = null) => standard with
    {
        Only = address.Choice("model", Models),
        Spread = address.Choice("band", Spreads) ?? standard.Spread,
        Score = address.Choice("centre", Scores) ?? standard.Score,
        Seeds = address.OnOff("seeds") ?? true,
        Published = address.OnOff("published") ?? true,
        Memory = address.OnOff("memory") ?? true,
        Reading = address.Word("batches", ("last", GradientReading.LastBatch), ("all", GradientReading.AllBatches)),
        LogGradient = Scale(address, "gradient"),
        LogMad = Scale(address, "mad"),
        Hidden = string.Join(',', address.Keys("hidden", MostHidden)),
        Zoom = Range(address),
        Solved = address.Number("solved", rule?.Allowed ?? Thresholds),
    };

    private static bool? Scale(AddressFields address, string field) => address.Word(field, ("log", true), ("linear", false));

    private static ChartRange? Range(AddressFields address)
    {
        var (from, to) = (address.Number("from", Lengths), address.Number("to", Lengths));
        if (from is { } low && to is { } high && high > low) return new(low, high);
        if (from is not null && to is not null) address.Errors.Add("to", $"Must be above from ({Numbers.Plain(from.Value)}), at most {Numbers.Plain(Lengths.Max)}.");
        if (!address.Has("from") && address.Has("to")) address.Errors.Add("from", $"Must be given with to: a number, {Lengths}.");
        if (!address.Has("to") && address.Has("from")) address.Errors.Add("to", $"Must be given with from: a number, {Lengths}.");
        return null;
    }

    /// <summary>The query parameters of this view; null for one that is as in <paramref name="standard"/>.</summary>
    public Dictionary<string, string?> Query(LengthView standard) => new()
    {
        ["model"] = Only?.Tone(),
        ["band"] = Spread == standard.Spread ? null : QueryWords.Of(Spread),
        ["centre"] = Score == standard.Score || Score is not { } score ? null : QueryWords.Of(score),
        ["seeds"] = Off(Seeds),
        ["published"] = Off(Published),
        ["memory"] = Off(Memory),
        ["batches"] = Reading switch { GradientReading.LastBatch => "last", GradientReading.AllBatches => "all", _ => null },
        ["gradient"] = Scale(LogGradient),
        ["mad"] = Scale(LogMad),
        ["hidden"] = Hidden.Length == 0 ? null : Hidden,
        ["from"] = Zoom is { } z ? QueryWords.Of(z.From) : null,
        ["to"] = Zoom is { } y ? QueryWords.Of(y.To) : null,
        ["solved"] = Solved is { } threshold ? QueryWords.Of(threshold) : null,
    };

    /// <summary>One chart's options.</summary>
    public ComparisonOptions Options(Metric metric, IReadOnlyList<ReferencePoint> published, IReadOnlyList<MemoryLine> memory) => new()
    {
        Metric = metric,
        Log = metric == Metric.Mad ? LogMad : LogGradient,
        Reading = Reading,
        Centre = Centre,
        Threshold = Solved,
        Spread = Spread,
        Seeds = Seeds,
        Published = Published ? published : [],
        Memory = Memory ? memory : [],
        Hidden = Only is { } only ? [.. Enum.GetValues<ModelKind>().Where(m => m != only)] : [],
        HiddenLines = HiddenLines,
        Chosen = Chosen,
        Zoom = Zoom,
    };

    private static string? Off(bool on) => on ? null : "off";

    private static string? Scale(bool? log) => log switch { true => "log", false => "linear", _ => null };
}
