using Dashboard.Engine.Experiments;
using Dashboard.Engine.Training;

namespace Dashboard.Engine.Statistics;

/// <summary>Whose effect it is: one model's own, or the first's against the second's.</summary>
/// <param name="First">The model.</param>
/// <param name="Second">The model it is held against; null for an effect of one model.</param>
public readonly record struct Subject(ModelKind First, ModelKind? Second = null)
{
    /// <summary>The model whose own effect it is; null for a comparison.</summary>
    public ModelKind? Model => Second is null ? First : null;

    /// <summary>"RNN", "RNN against LSTM".</summary>
    public string Name => Second is { } second ? $"{First.Name()} against {second.Name()}" : First.Name();
}

/// <summary>The effect a claim predicts, for one subject.</summary>
/// <param name="Subject">Whose it is.</param>
/// <param name="Interval">The estimate over the conditions, with its interval over seeds.</param>
/// <param name="Conditions">How many conditions it is taken over.</param>
/// <param name="Verdict">Where the interval lies.</param>
/// <param name="MoreSeeds">For "not settled": about how many more seeds would settle it; null where that cannot be said.</param>
public sealed record Effect(Subject Subject, Interval Interval, int Conditions, Verdict Verdict, int? MoreSeeds)
{
    /// <summary>The model whose own effect it is; null for a comparison.</summary>
    public ModelKind? Model => Subject.Model;
}

/// <summary>The same effect in one condition; the interval is corrected for the number of conditions (Bonferroni).</summary>
public sealed record PanelEffect(Panel Panel, Subject Subject, Interval Interval, Verdict Verdict);
