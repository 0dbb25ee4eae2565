using Dashboard.Web.Exports;
using Dashboard.Web.Sharing;

namespace Dashboard.Web.Components.SharedLinks;

/// <summary>The chart of a shared view that stands alone in another page's frame: <c>/s/{token}?embed=mad</c>.</summary>
internal static class EmbeddedChart
{
    /// <summary>The query parameter.</summary>
    public const string Parameter = "embed";

    /// <summary>What can stand alone of a view, the usual one first, with its name for people.</summary>
    public static IReadOnlyList<(string Word, string Name)> Of(ShareKind kind) => kind switch
    {
        ShareKind.Run => [("mad", "Scores"), ("gradient", "Gradient means"), ("flow", "Gradient flow")],
        ShareKind.Comparison => [("mad", "Scores"), ("gradient", "Gradient means")],
        ShareKind.Study => [("study", "Conditions or map"), ("horizon", "Gradient horizon")],
        _ => [("inside", "Networks")],
    };

    /// <summary>Reads it from an address: null where it asks for the whole view, the usual one where it names none.</summary>
    /// <param name="query">The address's.</param>
    /// <param name="kind">What is shared.</param>
    /// <param name="wrong">What is allowed, where it names something else; else null.</param>
    public static string? Read(IQueryCollection query, ShareKind kind, out string? wrong)
    {
        wrong = null;
        if (!query.ContainsKey(Parameter)) return null;
        var (charts, asked) = (Of(kind), (string?)query[Parameter]);
        if (string.IsNullOrEmpty(asked)) return charts[0].Word;
        if (charts.Any(c => c.Word == asked)) return asked;
        wrong = $"{Parameter}: Must be {string.Join(" or ", charts.Select(c => c.Word))}.";
        return null;
    }

    /// <summary>What a lecture page writes to show it; as wide as its place there.</summary>
    /// <param name="url">The link.</param>
    /// <param name="chart">One of the view's.</param>
    /// <param name="title">What it shows, for people who hear pages.</param>
    public static string Frame(string url, string chart, string title) =>
        $"<iframe src=\"{url}?{Parameter}={chart}\" title=\"{SafeText.Markup(title)}\" width=\"100%\" height=\"420\" style=\"border:0\" loading=\"lazy\"></iframe>";
}
