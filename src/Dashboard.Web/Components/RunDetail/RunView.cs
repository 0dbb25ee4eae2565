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
    public static readonly IReadOnlyList<string> Parameters = ["tab", "point", "sort", "epoch", "length", .. LengthView.Parameters];

    public LengthView Charts { get; init; } = new();
    public RunTab Tab { get; init; }
    public PointName? Point { get; init; }

    /// <summary>Column of the trials table, "-" before it for descending.</summary>
    public string Sort { get; init; } = "length";

    /// <summary>The gradient flow of the first epoch, else of the best.</summary>
    public bool FirstEpoch { get; init; }

    /// <summary>The length whose gradient flow, or data, is drawn; null for the part's own choice.</summary>
    public int? Length { get; init; }

    /// <summary>Reads a view from query parameters.</summary>
    public static RunView Parse(Func<string, string?> query) => new()
    {
        Tab = QueryWords.Word(query("tab"), RunTab.Trials),
        Point = PointName.Parse(query("point")),
        Sort = query("sort") is { Length: > 0 and < 20 } sort ? sort : "length",
        FirstEpoch = query("epoch") == "first",
        Length = QueryText.Number<int>(query("length")),
        Charts = LengthView.Parse(query, new()),
    };

    /// <summary>The query parameters of this view; null for one that is not needed.</summary>
    public IReadOnlyDictionary<string, object?> Query()
    {
        var query = Charts.Query(new()).ToDictionary(p => p.Key, p => (object?)p.Value);
        query["tab"] = Tab == RunTab.Trials ? null : QueryWords.Of(Tab);
        query["point"] = Point?.ToString();
        query["epoch"] = FirstEpoch ? "first" : null;
        query["length"] = Length;
        query["sort"] = Sort == "length" ? null : Sort;
        return query;
    }
}
