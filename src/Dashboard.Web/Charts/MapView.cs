using System.Globalization;
using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Tasks;
using Dashboard.Engine.Training;
using Dashboard.Web.Addresses;

namespace Dashboard.Web.Charts;

/// <summary>What the cells of a phase map say.</summary>
public enum MapShown
{
    /// <summary>How many seeds learnt the task.</summary>
    Solved,

    /// <summary>Their median score.</summary>
    Median,
}

/// <summary>Everything one sees of a phase map, as its page's address holds it. Only what differs from the default is written.</summary>
public sealed record MapView
{
    /// <summary>The query parameters, in the order they are written.</summary>
    public static readonly IReadOnlyList<string> Parameters = ["shown", "under", "model", "cell"];

    private static readonly Choices<MapShown> Words = new();

    public MapShown Shown { get; init; }

    /// <summary>Solved below this; null for the task's own threshold.</summary>
    public double? Under { get; init; }

    /// <summary>One model only; null for all.</summary>
    public ModelKind? Only { get; init; }

    /// <summary>The cell whose seeds are listed, or null.</summary>
    public MapCell? Cell { get; init; }

    /// <summary>Reads a view from an address; what cannot be read counts as the default and is named in its errors.</summary>
    /// <param name="address">The address.</param>
    /// <param name="rule">When the map's task is solved.</param>
    public static MapView Parse(AddressFields address, SolvedRule rule) => new()
    {
        Shown = address.Choice("shown", Words) ?? MapShown.Solved,
        Under = address.Number("under", rule.Allowed) is { } under && under != rule.Threshold ? under : null,
        Only = address.Choice("model", RunLimits.Models),
        Cell = CellOf(address),
    };

    /// <summary>The query parameters of this view; null for one that is not needed.</summary>
    public IReadOnlyDictionary<string, object?> Query() => new Dictionary<string, object?>
    {
        ["shown"] = Shown == MapShown.Solved ? null : Choices<MapShown>.Word(Shown),
        ["under"] = Under is { } under ? QueryWords.Of(under) : null,
        ["model"] = Only?.Tone(),
        ["cell"] = Cell is { } cell ? Name(cell) : null,
    };

    /// <summary>A cell as addresses write it, model, length and value: "lstm-12-6", "lstm-12-none".</summary>
    public static string Name(MapCell cell) =>
        string.Create(CultureInfo.InvariantCulture, $"{cell.Model.Tone()}-{cell.Length}-{(cell.Value is { } v ? QueryWords.Of(v) : MapSetting.None)}");

    private static MapCell? CellOf(AddressFields address)
    {
        if (address.Text("cell", 60) is not { } text) return null;
        if (text.Split('-', 3) is [var model, var length, var value] && RunLimits.Models.TryGet(model, out var kind)
            && int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var steps))
        {
            if (value == MapSetting.None) return new(kind, steps, null);
            if (double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)) return new(kind, steps, number);
        }
        address.Errors.Add("cell", "Must be a model, a length and a value of the row, like lstm-12-6.");
        return null;
    }
}
