namespace Dashboard.Engine.Statistics;

/// <summary>A claim whose effects are means over seeds.</summary>
public abstract class MeanClaim : Claim
{
    /// <inheritdoc />
    public sealed override string HowInterval(bool unitIsCondition) => unitIsCondition
        ? "The effect is the mean over the conditions; the interval is Student's, over conditions, because there is one seed."
        : "Worked out for every seed and averaged over the conditions; the interval is Student's, over the seeds.";

    /// <summary>The effect that is the mean of its units.</summary>
    /// <param name="subject">Whose it is.</param>
    /// <param name="units">A number of each seed, or of each condition where there is one seed.</param>
    /// <param name="conditions">How many conditions they are taken over.</param>
    /// <param name="unitIsCondition">As <see cref="StudyData.UnitIsCondition"/>.</param>
    /// <param name="resolution">Distance of the numbers a unit can have; 0 for any number.</param>
    protected Effect Mean(Subject subject, IReadOnlyList<double> units, int conditions, bool unitIsCondition, double resolution = 0)
    {
        var interval = Interval.OfMean(units, repeats: !unitIsCondition, resolution: resolution);
        var verdict = Side.VerdictOf(interval);
        return new(subject, interval, conditions, verdict, verdict == Verdict.NotSettled && !unitIsCondition ? interval.MoreNeeded() : null);
    }
}
