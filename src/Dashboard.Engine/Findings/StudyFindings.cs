using Dashboard.Engine.Experiments;

namespace Dashboard.Engine.Findings;

/// <summary>What the finished trials of some runs say together. Immutable.</summary>
/// <param name="TrialsDone">Trials of these runs that had ended.</param>
/// <param name="Data">The scores, one condition each.</param>
/// <param name="Claims">Every claim of the deck that has numbers.</param>
/// <param name="Published">One for each condition that may be held against the published result: the notebook protocol
/// with the deck's settings.</param>
/// <param name="Forgetting">The forgetting horizon of every simple condition.</param>
/// <param name="Constant">What "always the same number" scores on realistic noise-free data; null without such a run.</param>
public sealed record StudyFindings(
    int TrialsDone, StudyData Data, IReadOnlyList<Claim> Claims, IReadOnlyList<PublishedCheck> Published,
    IReadOnlyList<PanelForgetting> Forgetting, ConstantScore? Constant)
{
    /// <summary>The published result alone; made once.</summary>
    public static StudyFindings PublishedResult => published.Value;

    private static readonly Lazy<StudyFindings> published = new(() =>
    {
        var data = PublishedCheck.PublishedStudy();
        return new(0, data, Findings.Claims.Test(data), [], [], null);
    });

    /// <summary>Different seeds of which every trial has ended, in the condition that has most of them.</summary>
    public int Seeds => Data.Panels.SelectMany(p => p.Models.Values).Select(m => m.Count(s => s.Complete)).DefaultIfEmpty(0).Max();
}

/// <summary>The forgetting horizon of one condition, by model.</summary>
/// <param name="Panel">A condition of simple data.</param>
/// <param name="LastInputOnly">[lengths], the MAD of the predictor that knows the last input only; empty before a seed has finished.</param>
/// <param name="Models">One for each model with a finished seed.</param>
public sealed record PanelForgetting(
    Panel Panel, IReadOnlyList<double> LastInputOnly, IReadOnlyDictionary<Training.ModelKind, ForgettingHorizon> Models);

/// <summary>A network that learnt nothing but the number the training series settles on.</summary>
/// <param name="Length">The sequence length.</param>
/// <param name="Value">The number the training series settles on.</param>
/// <param name="Mad">The MAD of always answering it.</param>
public sealed record ConstantScore(int Length, double Value, double Mad);
