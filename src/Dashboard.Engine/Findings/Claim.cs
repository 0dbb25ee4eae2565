using Dashboard.Engine.Experiments;
using Dashboard.Engine.Training;

namespace Dashboard.Engine.Findings;

/// <summary>What the numbers say of a claim.</summary>
public enum Verdict
{
    /// <summary>The interval holds zero, or there are too few seeds for one.</summary>
    NotSettled,

    /// <summary>The whole interval lies on the claim's side of zero.</summary>
    Supported,

    /// <summary>The whole interval lies on the other side.</summary>
    Contradicted,
}

/// <summary>The effect a claim predicts, for one model or for the difference of the two.</summary>
/// <param name="Model">The model, or null for a comparison of both.</param>
/// <param name="Interval">Mean over the conditions, with its interval over seeds.</param>
/// <param name="Conditions">How many conditions it is the mean of.</param>
/// <param name="Verdict">Where the interval lies.</param>
/// <param name="MoreSeeds">For "not settled": about how many more seeds would settle it; null where that cannot be said.</param>
public sealed record Effect(ModelKind? Model, Interval Interval, int Conditions, Verdict Verdict, int? MoreSeeds);

/// <summary>The same effect in one condition; the interval is corrected for the number of conditions (Bonferroni).</summary>
public sealed record PanelEffect(Panel Panel, ModelKind? Model, Interval Interval, Verdict Verdict);

/// <summary>One claim of the deck put to the test.</summary>
/// <param name="Id">Short name, stable, for links.</param>
/// <param name="Observation">Where the deck says it.</param>
/// <param name="Statement">The claim, one sentence.</param>
/// <param name="Unit">What the effect is measured in.</param>
/// <param name="How">How the statistic is computed.</param>
/// <param name="Effects">One per model, or one for the comparison.</param>
/// <param name="Panels">Per condition.</param>
public sealed record Claim(
    string Id, string Observation, string Statement, string Unit, string How,
    IReadOnlyList<Effect> Effects, IReadOnlyList<PanelEffect> Panels)
{
    /// <summary>That of all effects together: supported or contradicted only where all agree.</summary>
    public Verdict Verdict { get; } = Effects.Select(e => e.Verdict).Distinct().ToArray() is [var only] ? only : Verdict.NotSettled;

    /// <summary>About how many more seeds would settle every effect; null where that cannot be said.</summary>
    public int? MoreSeeds => Effects.Where(e => e.Verdict == Verdict.NotSettled).Select(e => e.MoreSeeds).DefaultIfEmpty(0) is var all && all.Contains(null) ? null : all.Max();
}
