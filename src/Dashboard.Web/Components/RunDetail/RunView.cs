using System.Globalization;
using Dashboard.Engine.Training;
using Dashboard.Web.Charts;
using Dashboard.Web.Components.Shared;

namespace Dashboard.Web.Components.RunDetail;

/// <summary>The parts below a run's charts.</summary>
public enum RunTab
{
    Trials,
    Flow,
    Data,
    Configuration,
    Log,
}

/// <summary>One trial of a run as its address writes it: "lstm-12-1".</summary>
public readonly record struct PointName(ModelKind Model, int Length, long? Seed)
{
    /// <summary>The address's form.</summary>
    public override string ToString() => Seed is { } seed
        ? string.Create(CultureInfo.InvariantCulture, $"{Model.Tone()}-{Length}-{seed}")
        : string.Create(CultureInfo.InvariantCulture, $"{Model.Tone()}-{Length}");

    /// <summary>Reads it back; null for anything else.</summary>
    public static PointName? Parse(string? text)
    {
        if (text?.Split('-') is not ([_, _] or [_, _, _]) || text.Split('-') is not [var tone, var at, ..] parts) return null;
        foreach (var model in Enum.GetValues<ModelKind>())
        {
            if (model.Tone() != tone || !int.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var length)) continue;
            if (parts.Length == 2) return new(model, length, null);
            if (long.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var seed)) return new(model, length, seed);
        }
        return null;
    }
}

/// <summary>
/// Everything one sees on a run's page, as its query string holds it: a copied link shows the same view. Only what differs
/// from the default is written; what cannot be read counts as the default.
/// </summary>
public sealed record RunView
{
    /// <summary>The query parameters, in the order they are written.</summary>
    public static readonly IReadOnlyList<string> Parameters = ["tab", "point", "model", "sort", "band", "centre", "seeds", "published", "memory", "batches", "gradient", "mad"];

    public LengthView Charts { get; init; } = new();
    public RunTab Tab { get; init; }
    public PointName? Point { get; init; }

    /// <summary>Column of the trials table, "-" before it for descending.</summary>
    public string Sort { get; init; } = "length";

    /// <summary>Reads a view from query parameters.</summary>
    public static RunView Parse(Func<string, string?> query) => new()
    {
        Tab = Word(query("tab"), RunTab.Trials),
        Point = PointName.Parse(query("point")),
        Sort = query("sort") is { Length: > 0 and < 20 } sort ? sort : "length",
        Charts = new()
        {
            Only = query("model") is { } model && Enum.TryParse<ModelKind>(model, ignoreCase: true, out var kind) && kind.Tone() == model ? kind : null,
            Spread = Word(query("band"), Spread.Interval),
            Centre = Word(query("centre"), Centre.Mean),
            Seeds = query("seeds") != "off",
            Published = query("published") != "off",
            Memory = query("memory") != "off",
            Reading = query("batches") switch { "last" => GradientReading.LastBatch, "all" => GradientReading.AllBatches, _ => null },
            LogGradient = Scale(query("gradient")),
            LogMad = Scale(query("mad")),
        },
    };

    /// <summary>The query parameters of this view; null for one that is not needed.</summary>
    public IReadOnlyDictionary<string, object?> Query()
    {
        string? Off(bool on) => on ? null : "off";
        string? Scale(bool? log) => log switch { true => "log", false => "linear", _ => null };
        return new Dictionary<string, object?>
        {
            ["tab"] = Tab == RunTab.Trials ? null : Lower(Tab),
            ["point"] = Point?.ToString(),
            ["model"] = Charts.Only?.Tone(),
            ["sort"] = Sort == "length" ? null : Sort,
            ["band"] = Charts.Spread == Spread.Interval ? null : Lower(Charts.Spread),
            ["centre"] = Charts.Centre == Centre.Mean ? null : Lower(Charts.Centre),
            ["seeds"] = Off(Charts.Seeds),
            ["published"] = Off(Charts.Published),
            ["memory"] = Off(Charts.Memory),
            ["batches"] = Charts.Reading switch { GradientReading.LastBatch => "last", GradientReading.AllBatches => "all", _ => null },
            ["gradient"] = Scale(Charts.LogGradient),
            ["mad"] = Scale(Charts.LogMad),
        };
    }

    private static bool? Scale(string? text) => text switch { "log" => true, "linear" => false, _ => null };

    private static T Word<T>(string? text, T fallback) where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
            if (Lower(value) == text) return value;
        return fallback;
    }

    private static string Lower<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();
}
