using System.Diagnostics.CodeAnalysis;
using Dashboard.Engine.Experiments;

namespace Dashboard.Engine.Statistics;

/// <summary>A claim with what the numbers of some data say of it. Immutable.</summary>
public sealed class TestedClaim
{
    internal TestedClaim(Claim claim, IReadOnlyList<Effect> effects, IReadOnlyList<PanelEffect> panels, StudyData data)
    {
        (Claim, Effects, Panels) = (claim, effects, panels);
        OnSolved = claim.OnSolved?.Test(data);
        if (OnSolved is not null) TwoGroups = SteppedScores.Of(data, effects.SelectMany(e => new[] { e.Subject.First, e.Subject.Second ?? e.Subject.First }).ToHashSet(), claim.Concerns);
        Verdict = RestsOnSolved ? OnSolved.Verdict : effects.Select(e => e.Verdict).Distinct().ToArray() is [var only] ? only : Verdict.NotSettled;
        Sentence = claim.Sentence(this, data);
        Typical = claim.Typical(this, data);
    }

    /// <summary>The claim.</summary>
    public Claim Claim { get; }

    /// <summary>That of the claim.</summary>
    public string Id => Claim.Id;

    /// <summary>One for each subject that has numbers.</summary>
    public IReadOnlyList<Effect> Effects { get; }

    /// <summary>Per condition; may be empty.</summary>
    public IReadOnlyList<PanelEffect> Panels { get; }

    /// <summary>The same claim on the share of seeds that learnt the task; null where it is not of that kind or has no numbers.</summary>
    public TestedClaim? OnSolved { get; }

    /// <summary>At how many of the points its means are of the seeds fall into two groups; none where there is no second effect.</summary>
    public SteppedScores TwoGroups { get; }

    /// <summary>The verdict rests on the share that learnt the task: at too many points a mean is a score that no network has.</summary>
    [MemberNotNullWhen(true, nameof(OnSolved))]
    public bool RestsOnSolved => OnSolved is not null && TwoGroups.AreMany;

    /// <summary>What the verdict rests on: itself, or <see cref="OnSolved"/>.</summary>
    public TestedClaim Basis => RestsOnSolved ? OnSolved : this;

    /// <summary>That of all effects of its basis together: supported or contradicted only where all agree.</summary>
    public Verdict Verdict { get; }

    /// <summary>What the numbers say, in one or two sentences made of them; empty where there is nothing to say yet.</summary>
    public string Sentence { get; }

    /// <summary>The condition that its small chart shows; null where none is fit to.</summary>
    public PanelData? Typical { get; }

    /// <summary>About how many more seeds would settle every effect; null where that cannot be said.</summary>
    public int? MoreSeeds
    {
        get
        {
            int?[] open = [.. Basis.Effects.Where(e => e.Verdict == Verdict.NotSettled).Select(e => e.MoreSeeds)];
            return open.Contains(null) ? null : open.DefaultIfEmpty(0).Max();
        }
    }

    /// <summary>The effect is one of two models against each other, and the only one: there is no need to say whose.</summary>
    public bool IsOneComparison => Effects is [{ Model: null }];

    /// <summary>The condition whose effects are nearest to the claim's own, so that it is a typical one; null without one.</summary>
    /// <param name="data">What it was tested on.</param>
    /// <param name="preferred">Conditions that come before all others, for a claim whose sentence speaks of them.</param>
    public PanelData? Nearest(StudyData data, Func<Panel, bool>? preferred = null) => Panels.GroupBy(p => p.Panel)
        .OrderByDescending(g => preferred?.Invoke(g.Key) ?? false)
        .ThenBy(g => g.Sum(p => Math.Abs(p.Interval.Estimate - Effects.First(e => e.Subject == p.Subject).Interval.Estimate)))
        .Select(g => data.Panels.FirstOrDefault(p => p.Panel == g.Key)).FirstOrDefault();
}
