using System.Globalization;
using Dashboard.Engine.Experiments;
using Dashboard.Engine.Tasks;
using Dashboard.Web.Addresses;
using Dashboard.Web.Charts;
using Microsoft.AspNetCore.WebUtilities;

namespace Dashboard.Web.Components.RunDetail;

/// <summary>
/// Everything one sees on a run's page, as its query string holds it: a copied link shows the same view. Only what differs
/// from the default is written.
/// </summary>
public sealed record RunView
{
    /// <summary>The query parameters, in the order they are written.</summary>
    public static readonly IReadOnlyList<string> Parameters = ["tab", "point", "sort", "epoch", "length", .. LengthView.Parameters];

    private static readonly Choices<RunTab> Tabs = new();

    public LengthView Charts { get; init; } = new();
    public RunTab Tab { get; init; }
    public PointName? Point { get; init; }

    /// <summary>Column of the trials table, "-" before it for descending.</summary>
    public string Sort { get; init; } = "length";

    /// <summary>The gradient flow of the first epoch, else of the best.</summary>
    public bool FirstEpoch { get; init; }

    /// <summary>The length whose gradient flow, or data, is drawn; null for the part's own choice.</summary>
    public int? Length { get; init; }

    /// <summary>Reads a view from an address; what cannot be read counts as the default and is named in its errors.</summary>
    /// <param name="address">The address.</param>
    /// <param name="rule">When the run's task is solved; null where the run is not known.</param>
    public static RunView Parse(AddressFields address, SolvedRule? rule = null) => new()
    {
        Tab = address.Choice("tab", Tabs) ?? RunTab.Trials,
        Point = PointOf(address),
        Sort = SortOf(address),
        FirstEpoch = address.Word("epoch", ("first", true), ("best", false)) ?? false,
        Length = (int?)address.Whole("length", RunLimits.Length),
        Charts = LengthView.Parse(address, new(), rule),
    };

    private static PointName? PointOf(AddressFields address)
    {
        if (address.Text("point", 40) is not { } text) return null;
        var point = PointName.Parse(text);
        if (point is null) address.Errors.Add("point", "Must be a model, a length and a seed, like lstm-12-1; or the first two.");
        return point;
    }

    private static string SortOf(AddressFields address)
    {
        if (address.Text("sort", 20) is not { } sort) return "length";
        if (TrialOrder.Columns.Contains(sort.StartsWith('-') ? sort[1..] : sort)) return sort;
        address.Errors.Add("sort", $"Must be {string.Join(", ", TrialOrder.Columns)}; with - before it for descending.");
        return "length";
    }

    /// <summary>The query string of this view: "?tab=log", or empty.</summary>
    public string QueryString() =>
        QueryHelpers.AddQueryString("", Query().Where(p => p.Value is not null).ToDictionary(p => p.Key, p => Convert.ToString(p.Value, CultureInfo.InvariantCulture)));

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
