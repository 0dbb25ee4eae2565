using Dashboard.Engine.Statistics;
using Dashboard.Engine.Tasks;
using Dashboard.Engine.Training;
using Dashboard.Web.Charts;
using Dashboard.Web.Components.Studies;

namespace Dashboard.Web.Components.Verdicts;

/// <summary>The small chart on a claim's card: one condition, mean over seeds.</summary>
/// <param name="Title">"MAD, 0 to 35: simple, noise 2, raw".</param>
/// <param name="Lines">One a model.</param>
/// <param name="Scale">Of y (exponents where it is logarithmic).</param>
/// <param name="Longest">Right end of x.</param>
public sealed record ClaimChart(string Title, IReadOnlyList<SmallLine> Lines, RowScale Scale, int Longest)
{
    /// <summary>Of the condition and the score that the claim names. Null without data.</summary>
    public static ClaimChart? Of(TestedClaim tested)
    {
        if (tested.Typical is not { } panel) return null;
        var score = tested.Claim.Charted;
        SmallLine[] lines = [.. panel.Models.Keys.Order().Select(m => Line(panel, m, score))];
        var scale = RowScale.Of(lines, score.Log, 1, 5);
        var (min, max) = (RowScale.Tick(scale.Min, score.Log), RowScale.Tick(scale.Max, score.Log));
        return new($"{score.Name}, {min} to {max}: {(panel.Panel.Task.DrawsIntegers ? panel.Panel.Short : panel.Panel.Task.Name)}", lines, scale, panel.Lengths.Max());
    }

    private static SmallLine Line(PanelData panel, ModelKind model, Score score)
    {
        var points = panel.Lengths.Zip(panel.Mean(model, score.Of)).Where(p => p.Second is not null).OrderBy(p => p.First).ToArray();
        return new(model.Tone(), [.. points.Select(p => (double)p.First)], [.. points.Select(p => score.Log ? Math.Log10(p.Second!.Value) : p.Second)]);
    }
}
