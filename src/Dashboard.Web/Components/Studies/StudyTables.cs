using Dashboard.Engine.Experiments;
using Dashboard.Engine.Findings;
using Dashboard.Engine.Statistics;
using Dashboard.Engine.Training;
using Dashboard.Web.Charts;

namespace Dashboard.Web.Components.Studies;

/// <summary>A study's heat maps: conditions down, lengths across.</summary>
public static class StudyTables
{
    /// <summary>"Simple, noise 2, std.".</summary>
    public static string Row(Panel panel) => $"{panel.Sequence}, noise {Numbers.Plain(panel.Noise)}, {(panel.Standardize ? "std." : "raw")}";

    /// <summary>Lengths worth a label: enough to find the others.</summary>
    public static IReadOnlyList<string?> Columns(IReadOnlyList<int> lengths) =>
        [.. lengths.Select((l, i) => i == lengths.Count - 1 || l is 2 or 5 or 10 or 15 or 21 or 30 or 36 ? Numbers.Plain(l) : null)];

    /// <summary>Every length's name.</summary>
    public static IReadOnlyList<string> Names(IReadOnlyList<int> lengths) => [.. lengths.Select(l => Numbers.Plain(l))];

    /// <summary>The mean gradient horizon of one model, every condition of the study, as shares of <paramref name="top"/>.</summary>
    public static IReadOnlyList<HeatRow> Horizons(IEnumerable<Panel> panels, StudyData? data, ModelKind model, IReadOnlyList<int> lengths, double top) =>
        Rows(panels, lengths, panel =>
        {
            var means = Find(data, panel)?.Mean(model, s => s.GradientHorizon);
            return at => means?[at] is { } steps ? (steps / top, $"{steps:0.#} of at most {Numbers.Of(lengths[at] - 1, "step")}") : (null, "");
        });

    /// <summary>The longest mean horizon of all, at least 1.</summary>
    public static double LongestHorizon(StudyData? data) => data?.Panels
        .SelectMany(p => p.Models.Keys.SelectMany(m => p.Mean(m, s => s.GradientHorizon))).OfType<double>().DefaultIfEmpty(1).Max() is { } top ? Math.Max(1, Math.Ceiling(top)) : 1;

    /// <summary>Published numbers inside (light) or outside (dark) the range of the seeds.</summary>
    public static IReadOnlyList<HeatRow> Inside(IEnumerable<Panel> panels, IReadOnlyList<PublishedCheck> checks, ModelKind model, bool mad, IReadOnlyList<int> lengths) =>
        Rows(panels, lengths, panel =>
        {
            var comparisons = checks.FirstOrDefault(c => c.Panel == panel)?.Comparisons.Where(c => c.Model == model && c.IsMad == mad).ToArray() ?? [];
            return at => comparisons.FirstOrDefault(c => c.Length == lengths[at]) is { } found
                ? (found.Inside ? 0 : 0.8, $"published {Numbers.Significant(found.Published)}, our seeds {Numbers.Significant(found.Low)} to {Numbers.Significant(found.High)}")
                : (null, "");
        });

    private static IReadOnlyList<HeatRow> Rows(IEnumerable<Panel> panels, IReadOnlyList<int> lengths, Func<Panel, Func<int, (double? Share, string Text)>> cellsOf)
    {
        var rows = new List<HeatRow>();
        Panel? above = null;
        foreach (var panel in panels)
        {
            var cells = Enumerable.Range(0, lengths.Count).Select(cellsOf(panel)).ToArray();
            rows.Add(new(Row(panel), [.. cells.Select(c => c.Share)])
            {
                Texts = [.. cells.Select(c => c.Share is null ? "not yet" : c.Text)],
                Titles = [.. cells.Select((c, i) => c.Share is null ? $"{Row(panel)}, length {lengths[i]}: not yet" : $"{Row(panel)}, length {lengths[i]}: {c.Text}")],
                Apart = above is { } a && a.Sequence != panel.Sequence,
            });
            above = panel;
        }
        return rows;
    }

    private static PanelData? Find(StudyData? data, Panel panel) => data?.Panels.FirstOrDefault(p => p.Panel == panel);
}
