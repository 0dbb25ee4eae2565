using Dashboard.Engine.Experiments;
using Dashboard.Engine.Published;
using Dashboard.Web.Charts;

namespace Dashboard.Web.Comparisons;

/// <summary>The published results a run is held against.</summary>
public static class Reference
{
    // The deck draws its numbers from this range.
    private static readonly (int, int) Range = (-50, 50);

    /// <summary>The deck's panel with a run's condition, or null where the deck has none.</summary>
    public static Panel? PanelOf(RunSpec spec) => spec.Brought is not null || (spec.Low, spec.High) != Range ? null
        : Presets.Panels.Select(p => (Panel?)p).FirstOrDefault(p => p == new Panel(spec.Sequence, spec.Noise, spec.Standardize));

    /// <summary>
    /// The published points a run may stand beside; empty where the condition was not published, and for the slides
    /// protocol, whose weights and readings differ from the published ones.
    /// </summary>
    public static IReadOnlyList<ReferencePoint> Published(RunSpec spec) =>
        spec.Protocol == Protocol.Notebook && PanelOf(spec) is { } panel ? Published(panel) : [];

    /// <summary>The published points of a panel, both models.</summary>
    public static IReadOnlyList<ReferencePoint> Published(Panel panel) =>
    [
        .. from model in Presets.Models
           from point in PublishedResults.For(panel)
           select new ReferencePoint(model, point.Length, point.Models[model].Mad, point.Models[model].GradientMean),
    ];

    /// <summary>The published MAD of a panel as small lines.</summary>
    public static IReadOnlyList<SmallLine> PublishedLines(Panel panel, bool faint = false)
    {
        var points = PublishedResults.For(panel);
        double[] x = [.. points.Select(p => (double)p.Length)];
        return [.. Presets.Models.Select(m => new SmallLine(m.Tone(), x, [.. points.Select(p => (double?)p.Models[m].Mad)], faint))];
    }
}
