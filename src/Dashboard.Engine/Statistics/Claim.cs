namespace Dashboard.Engine.Statistics;

/// <summary>
/// One claim and all that is its own: what it says, how it is tested, in what words and with which chart it is shown. Its
/// effects may be of any kind and over any models; those of a <see cref="MeanClaim"/> are means over seeds. A task offers its
/// claims, so a new one is a class in the folder of its task and a line in the task's list.
/// </summary>
public abstract class Claim
{
    /// <summary>Short name, stable, for links; no two claims of the lab share one.</summary>
    public abstract string Id { get; }

    /// <summary>Where it is said: "Observation 2".</summary>
    public abstract string Observation { get; }

    /// <summary>The claim, one sentence without its full stop.</summary>
    public abstract string Statement { get; }

    /// <summary>How the statistic is computed, and what supports the claim.</summary>
    public abstract string How { get; }

    /// <summary>Where the claim predicts its effects.</summary>
    protected abstract Side Side { get; }

    /// <summary>What stands before the number of an effect in big type, with the space between: "ρ ", "LSTM "; may be empty.</summary>
    public abstract string Prefix { get; }

    /// <summary>What the number of an effect is, in small type beside it; empty where it says so itself.</summary>
    public abstract string Meaning { get; }

    /// <summary>Ends of the line that intervals are drawn on; null for as far to both sides of zero as they need.</summary>
    public abstract (double Min, double Max)? Bounds { get; }

    /// <summary>The same claim held against the share of seeds that learnt the task instead of means of scores, with words of its
    /// own; null for a claim that does not rest on such means.</summary>
    protected internal virtual Claim? OnSolved => null;

    /// <summary>Whether the claim speaks of results at a length.</summary>
    protected internal virtual bool Concerns(int length) => true;

    /// <summary>What the small chart beside it shows.</summary>
    public abstract Score Charted { get; }

    /// <summary>The number of an effect as people read it: "−0.29", "1.5 lower", "3.5 × larger".</summary>
    public abstract string Number(double estimate);

    /// <summary>An interval as people read it: "−0.49 to −0.05", "3.3 to 3.5 ×".</summary>
    public abstract string Range(double low, double high);

    /// <summary>How effect and interval come from the statistic.</summary>
    /// <param name="unitIsCondition">As <see cref="StudyData.UnitIsCondition"/>.</param>
    public abstract string HowInterval(bool unitIsCondition);

    /// <summary>The effects on this data, none where it has no numbers for them, and the same in each condition.</summary>
    protected abstract (IReadOnlyList<Effect> Effects, IReadOnlyList<PanelEffect> Panels) Measure(StudyData data);

    /// <summary>What the numbers say, in one or two sentences made of them; empty where there is nothing to say yet.</summary>
    protected internal abstract string Sentence(TestedClaim tested, StudyData data);

    /// <summary>The condition that the small chart shows; null where none is fit to.</summary>
    protected internal abstract PanelData? Typical(TestedClaim tested, StudyData data);

    /// <summary>Puts it to the test; null where the data has no numbers for it (no gradient flow in the published result).</summary>
    public TestedClaim? Test(StudyData data)
    {
        var (effects, panels) = Measure(data);
        return effects.Count == 0 ? null : new(this, effects, panels, data);
    }
}
