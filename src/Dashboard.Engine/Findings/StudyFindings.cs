using Dashboard.Engine.Experiments;
using Dashboard.Engine.Statistics;
using Dashboard.Engine.Tasks;

namespace Dashboard.Engine.Findings;

/// <summary>What the finished trials of some runs say together. Immutable.</summary>
/// <param name="TrialsDone">Trials of these runs that had ended.</param>
/// <param name="Data">The scores, one condition each.</param>
/// <param name="Published">One for each condition that may be held against the published result: the notebook protocol
/// with the deck's settings.</param>
/// <param name="Forgetting">The forgetting horizon of every simple condition.</param>
public sealed record StudyFindings(
    int TrialsDone, StudyData Data, IReadOnlyList<PublishedCheck> Published, IReadOnlyList<PanelForgetting> Forgetting)
{
    /// <summary>The published result alone; made once.</summary>
    public static StudyFindings PublishedResult => published.Value;

    private static readonly Lazy<StudyFindings> published = new(() => new(0, PublishedCheck.PublishedStudy(), [], []));

    /// <summary>Every claim of the tasks that has numbers. Follows from the data alone, so a frozen link keeps the data only.</summary>
    public IReadOnlyList<TestedClaim> Claims { get; } = Test(Data);

    /// <summary>Every claim of the tasks that were trained, each on the conditions of the tasks it belongs to. A claim without
    /// numbers is left out.</summary>
    public static IReadOnlyList<TestedClaim> Test(StudyData data) =>
    [
        .. data.Panels.SelectMany(p => p.Panel.Task.Claims).Distinct()
            .Select(claim => claim.Test(data with { Panels = [.. data.Panels.Where(p => p.Panel.Task.Claims.Contains(claim))] })).OfType<TestedClaim>(),
    ];

    /// <summary>Different seeds of which every trial has ended, in the condition that has most of them.</summary>
    public int Seeds => Data.Panels.SelectMany(p => p.Models.Values).Select(m => m.Count(s => s.Complete)).DefaultIfEmpty(0).Max();
}

/// <summary>The forgetting horizon of one condition, by model.</summary>
/// <param name="Panel">A condition of simple data.</param>
/// <param name="LastInputOnly">[lengths], the MAD of the predictor that knows the last input only; empty before a seed has finished.</param>
/// <param name="Models">One for each model with a finished seed.</param>
public sealed record PanelForgetting(
    Panel Panel, IReadOnlyList<double> LastInputOnly, IReadOnlyDictionary<Training.ModelKind, ForgettingHorizon> Models);
