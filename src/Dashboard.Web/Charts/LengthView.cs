using Dashboard.Engine.Training;

namespace Dashboard.Web.Charts;

/// <summary>
/// What the two charts over length show; compared by value, so that an unchanged view is not computed again. An address
/// holds all of it but the chosen point.
/// </summary>
public sealed record LengthView
{
    /// <summary>The query parameters it is written in.</summary>
    public static readonly IReadOnlyList<string> Parameters =
        ["model", "band", "centre", "seeds", "published", "memory", "batches", "gradient", "mad", "hidden", "from", "to"];

    public Centre Centre { get; init; }
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
    public IReadOnlyList<string> HiddenLines => QueryWords.List(Hidden);

    /// <summary>The part of the lengths shown; null for all.</summary>
    public ChartRange? Zoom { get; init; }

    /// <summary>Whether a chart's axis is logarithmic.</summary>
    public bool IsLog(Metric metric) => metric == Metric.Mad ? LogMad ?? false : LogGradient ?? true;

    /// <summary>The view with a chart's axis changed.</summary>
    public LengthView WithScale(Metric metric, bool log) =>
        metric == Metric.Mad ? this with { LogMad = log ? true : null } : this with { LogGradient = log ? null : false };

    /// <summary>Reads a view from query parameters; what cannot be read counts as <paramref name="standard"/>.</summary>
    public static LengthView Parse(Func<string, string?> query, LengthView standard) => standard with
    {
        Only = query("model") is { } model && Enum.TryParse<ModelKind>(model, ignoreCase: true, out var kind) && kind.Tone() == model ? kind : null,
        Spread = QueryWords.Word(query("band"), standard.Spread),
        Centre = QueryWords.Word(query("centre"), standard.Centre),
        Seeds = query("seeds") != "off",
        Published = query("published") != "off",
        Memory = query("memory") != "off",
        Reading = query("batches") switch { "last" => GradientReading.LastBatch, "all" => GradientReading.AllBatches, _ => null },
        LogGradient = Scale(query("gradient")),
        LogMad = Scale(query("mad")),
        Hidden = string.Join(',', QueryWords.List(query("hidden"))),
        Zoom = QueryWords.Number(query("from")) is { } from && QueryWords.Number(query("to")) is { } to && to > from ? new(from, to) : null,
    };

    /// <summary>The query parameters of this view; null for one that is as in <paramref name="standard"/>.</summary>
    public Dictionary<string, string?> Query(LengthView standard) => new()
    {
        ["model"] = Only?.Tone(),
        ["band"] = Spread == standard.Spread ? null : QueryWords.Of(Spread),
        ["centre"] = Centre == standard.Centre ? null : QueryWords.Of(Centre),
        ["seeds"] = Off(Seeds),
        ["published"] = Off(Published),
        ["memory"] = Off(Memory),
        ["batches"] = Reading switch { GradientReading.LastBatch => "last", GradientReading.AllBatches => "all", _ => null },
        ["gradient"] = Scale(LogGradient),
        ["mad"] = Scale(LogMad),
        ["hidden"] = Hidden.Length == 0 ? null : Hidden,
        ["from"] = Zoom is { } z ? QueryWords.Of(z.From) : null,
        ["to"] = Zoom is { } y ? QueryWords.Of(y.To) : null,
    };

    /// <summary>One chart's options.</summary>
    public ComparisonOptions Options(Metric metric, IReadOnlyList<ReferencePoint> published, IReadOnlyList<MemoryLine> memory) => new()
    {
        Metric = metric,
        Log = metric == Metric.Mad ? LogMad : LogGradient,
        Reading = Reading,
        Centre = Centre,
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

    private static bool? Scale(string? text) => text switch { "log" => true, "linear" => false, _ => null };

    private static string? Scale(bool? log) => log switch { true => "log", false => "linear", _ => null };
}
