using Dashboard.Engine.Experiments;
using Dashboard.Engine.Statistics;

namespace Dashboard.Web.Components.Verdicts;

/// <summary>A claim's numbers as people read them.</summary>
public static class ClaimNumbers
{
    /// <summary>The effect in big type: "ρ −0.29", "LSTM 1.5 lower", "RNN 3.5 × larger".</summary>
    public static string Big(TestedClaim tested, Effect effect) => tested.Claim.Prefix + Number(tested, effect);

    /// <summary>"95% interval −0.49 to −0.05", or why there is none.</summary>
    public static string Range(TestedClaim tested, Effect effect, string unit) =>
        Ends(tested, effect) is { } ends ? $"95% interval {ends}" : effect.Interval.Missing(unit) ?? "";

    /// <summary>"20 seeds, 16 conditions".</summary>
    public static string Basis(Effect effect, bool unitIsCondition) => unitIsCondition
        ? $"{Numbers.Of(effect.Interval.Count, "condition")}, one seed"
        : $"{Numbers.Of(effect.Interval.Count, "seed")}, {Numbers.Of(effect.Conditions, "condition")}";

    /// <summary>One line for a small card: "ρ −0.29 RNN, −0.49 LSTM".</summary>
    public static string Brief(TestedClaim tested) => tested.RestsOnSolved ? $"{Brief(tested.Basis)}, on the share solved" : tested.Claim.Prefix + (tested.IsOneComparison
        ? string.Join(", ", new[] { Number(tested, tested.Effects[0]), Ends(tested, tested.Effects[0]) }.OfType<string>())
        : string.Join(", ", tested.Effects.Select(e => $"{Number(tested, e)} {e.Subject.Name}")));

    /// <summary>What the verdict rests on, and why: "the share solved: at 41 of 432 points …". Null where there is one effect only.</summary>
    public static string? RestsOn(TestedClaim tested)
    {
        if (tested.OnSolved is null) return null;
        var (two, of) = tested.TwoGroups;
        return tested.RestsOnSolved
            ? $"the share solved: at {two} of {Numbers.Of(of, "point")} the seeds' scores fall into two groups, and a mean between them is the score of no network."
            : of == 0 ? "mean scores: with one seed nobody can tell whether seeds fall into two groups."
            : $"mean scores: at {two} of {Numbers.Of(of, "point")} only the seeds' scores fall into two groups.";
    }

    /// <summary>Ends of the line the intervals are drawn on: the claim's own, else as far to both sides of zero as needed.</summary>
    public static (double Min, double Max) Scale(TestedClaim tested)
    {
        if (tested.Claim.Bounds is { } bounds) return bounds;
        var reach = tested.Effects.SelectMany(e => new[] { e.Interval.Estimate, e.Interval.Low ?? 0, e.Interval.High ?? 0 })
            .Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(1).Max();
        return (-1.25 * reach, 1.25 * reach);
    }

    private static string Number(TestedClaim tested, Effect effect) => tested.Claim.Number(effect.Interval.Estimate);

    private static string? Ends(TestedClaim tested, Effect effect) =>
        effect.Interval is { Low: { } low, High: { } high } ? tested.Claim.Range(low, high) : null;
}
