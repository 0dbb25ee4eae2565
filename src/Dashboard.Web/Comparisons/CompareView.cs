using Dashboard.Engine.Experiments;
using Dashboard.Web.Addresses;
using Dashboard.Web.Charts;

namespace Dashboard.Web.Comparisons;

/// <summary>
/// Everything one sees of a comparison, as its query string holds it: a copied link shows the same view. Only what differs
/// from the default is written.
/// </summary>
public sealed record CompareView
{
    /// <summary>Most runs side by side; published results count.</summary>
    public const int MostRuns = 10;

    /// <summary>Longest key: an id, or that of a published result.</summary>
    private const int MostKey = 100;
    private static readonly Choices<Metric> Metrics = new();

    /// <summary>The query parameters.</summary>
    public static readonly IReadOnlyList<string> Parameters = ["runs", "base", "metric", "all", .. LengthView.Parameters];

    /// <summary>Bands of many runs would hide each other, so they start hidden.</summary>
    public static readonly LengthView Standard = new() { Spread = Spread.None };

    /// <summary>Ids of runs and keys of published results in the order shown.</summary>
    public IReadOnlyList<string> Runs { get; init; } = [];

    /// <summary>The one pinned as baseline; null for the first.</summary>
    public string? Base { get; init; }

    /// <summary>What the table by length shows.</summary>
    public Metric Metric { get; init; } = Metric.Mad;

    /// <summary>Settings that are the same everywhere are shown too.</summary>
    public bool AllSettings { get; init; }
    public LengthView Charts { get; init; } = Standard;

    /// <summary>The baseline's key, or null without runs.</summary>
    public string? Baseline => Base is { } pinned && Runs.Contains(pinned) ? pinned : Runs.Count > 0 ? Runs[0] : null;

    /// <summary>Reads a view from an address; what cannot be read counts as the default and is named in its errors.</summary>
    public static CompareView Parse(AddressFields address) => new()
    {
        Runs = address.Keys("runs", MostRuns),
        Base = address.Text("base", MostKey),
        Metric = address.Choice("metric", Metrics) ?? Metric.Mad,
        AllSettings = address.OnOff("all") ?? false,
        Charts = LengthView.Parse(address, Standard),
    };

    /// <summary>The query string of this view: "?runs=…", or empty.</summary>
    public string Query()
    {
        var query = Charts.Query(Standard);
        query["runs"] = Runs.Count == 0 ? null : string.Join(',', Runs);
        query["base"] = Base;
        query["metric"] = Metric == Metric.Mad ? null : QueryWords.Of(Metric);
        query["all"] = AllSettings ? "on" : null;
        // Commas, colons and slashes may stand in a query as they are; escaped they would make long links longer.
        var text = string.Join('&', Parameters.Where(p => query[p] is not null).Select(p => $"{p}={Uri.EscapeDataString(query[p]!).Replace("%2C", ",").Replace("%3A", ":").Replace("%2F", "/")}"));
        return text.Length == 0 ? "" : "?" + text;
    }

    /// <summary>The view with a run added at the end; the same where it is there already or there is no room.</summary>
    public CompareView With(string key) => Runs.Contains(key) || Runs.Count >= MostRuns ? this : this with { Runs = [.. Runs, key] };

    /// <summary>The view without a run and what was said of it.</summary>
    public CompareView Without(string key) => this with
    {
        Runs = [.. Runs.Where(r => r != key)],
        Base = Base == key ? null : Base,
        Charts = Charts with { Hidden = string.Join(',', Charts.HiddenLines.Where(h => h != key && !h.StartsWith(key + "/", StringComparison.Ordinal))) },
    };

    /// <summary>The view with a run moved to a place.</summary>
    public CompareView Moved(string key, int place)
    {
        var runs = Runs.Where(r => r != key).ToList();
        if (runs.Count == Runs.Count) return this;
        runs.Insert(Math.Clamp(place, 0, runs.Count), key);
        // Without a pin the first is the baseline; moving must not change what is held against what.
        return this with { Runs = runs, Base = Base ?? Baseline };
    }

    /// <summary>The view with a line or run hidden, or shown again.</summary>
    public CompareView Toggled(string line)
    {
        var hidden = Charts.HiddenLines;
        return this with { Charts = Charts with { Hidden = string.Join(',', hidden.Contains(line) ? hidden.Where(h => h != line) : [.. hidden, line]) } };
    }
}
