using Dashboard.Engine.Findings;
using Dashboard.Engine.Sequences;
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
    /// <summary>
    /// Of the condition whose effect is nearest to the claim's own, so that it is a typical one; where the claim's sentence
    /// speaks of one kind of data, of that kind. Null without data.
    /// </summary>
    public static ClaimChart? Of(Claim claim, StudyData data)
    {
        if (Typical(claim, data) is not { } panel) return null;
        var (name, log, scores) = claim.Id switch
        {
            "mad-rises" or "lstm-lower" or "unexpected" => ("MAD", false, (Func<SeedScores, double[]>)(s => s.Mad)),
            "through-time" => ("Gradient horizon", false, s => s.GradientHorizon),
            _ => ("Gradient mean", true, s => s.GradientMean),
        };
        SmallLine[] lines = [.. panel.Models.Keys.Order().Select(m => Line(panel, m, scores, log))];
        var scale = RowScale.Of(lines, log, 1, 5);
        return new($"{name}, {RowScale.Tick(scale.Min, log)} to {RowScale.Tick(scale.Max, log)}: {ClaimSentence.Short(panel.Panel)}", lines, scale, panel.Lengths.Max());
    }

    private static PanelData? Typical(Claim claim, StudyData data) => claim.Id == "unexpected"
        ? data.Panels.FirstOrDefault(p => p.Panel is { Sequence: SequenceKind.Realistic, Noise: 0 })
        : claim.Panels.GroupBy(p => p.Panel)
            .OrderBy(g => claim.Id == "mad-rises" && g.Key.Sequence != SequenceKind.Simple)
            .ThenBy(g => g.Sum(p => Math.Abs(p.Interval.Estimate - claim.Effects.First(e => e.Model == p.Model).Interval.Estimate)))
            .Select(g => data.Panels.FirstOrDefault(p => p.Panel == g.Key)).FirstOrDefault();

    private static SmallLine Line(PanelData panel, ModelKind model, Func<SeedScores, double[]> scores, bool log)
    {
        var points = panel.Lengths.Zip(panel.Mean(model, scores)).Where(p => p.Second is not null).OrderBy(p => p.First).ToArray();
        return new(model.Tone(), [.. points.Select(p => (double)p.First)], [.. points.Select(p => log ? Math.Log10(p.Second!.Value) : p.Second)]);
    }
}
