using System.Globalization;
using Dashboard.Engine.Experiments;
using Dashboard.Engine.Published;
using Dashboard.Engine.Tasks;
using Dashboard.Web.Charts;

namespace Dashboard.Web.Comparisons;

/// <summary>The published result of a panel as one of the runs compared: "published:simple-0-raw".</summary>
public static class PublishedKey
{
    private const string Lead = "published:";

    /// <summary>The keys there are, in words for who writes them.</summary>
    public static string Known { get; } = $"{Lead}simple or realistic-{string.Join(", ", Presets.Noises.SkipLast(1))} or {Presets.Noises[^1]}-raw or standardized, such as {Of(Presets.Panels[0])}";

    /// <summary>The key of a panel.</summary>
    public static string Of(Panel panel) => string.Create(CultureInfo.InvariantCulture,
        $"{Lead}{panel.Sequence.ToString().ToLowerInvariant()}-{panel.Noise}-{(panel.Standardize ? "standardized" : "raw")}");

    /// <summary>The panel of a key, or null for anything else.</summary>
    public static Panel? Parse(string key)
    {
        foreach (var panel in Presets.Panels)
            if (Of(panel) == key) return panel;
        return null;
    }

    /// <summary>Whether a key means a published result, known or not.</summary>
    public static bool Is(string key) => key.StartsWith(Lead, StringComparison.Ordinal);

    /// <summary>"Published: simple, no noise, raw inputs".</summary>
    public static string Name(Panel panel) => $"Published: {char.ToLowerInvariant(panel.Name[0])}{panel.Name[1..]}";

    /// <summary>The panel as a run of one seed, by the notebook protocol, which has one reading of the gradient.</summary>
    public static RunData Data(Panel panel)
    {
        var spec = Presets.Run(panel, Protocol.Notebook, [1]);
        var points = PublishedResults.For(panel);
        ChartSeries[] Series(Func<PublishedScore, double> value) =>
            [.. spec.Models.Select(m => new ChartSeries(m, [.. points.Select(p => new LengthValues(p.Length, [(1, value(p.Models[m]))], 0))]))];
        ChartSeries[] mad = Series(p => p.Mad), gradient = Series(p => p.GradientMean);
        var rule = spec.Task.Score.Solved;
        ChartSeries[] misses = Series(p => rule.Miss(new(1, double.NaN, p.Mad, double.NaN, double.NaN)));
        return new(Of(panel), Name(panel), spec, new RunSeries(Protocol.Notebook, mad, gradient, gradient, misses)) { IsPublished = true };
    }
}
