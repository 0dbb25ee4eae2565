using Dashboard.Engine.Experiments;
using Dashboard.Engine.Training;

namespace Dashboard.Engine.Tasks;

/// <summary>When a network has learnt a task. It is asked of the epoch with the lowest validation loss, whose score is the
/// trial's.</summary>
/// <param name="Title">The rule with a threshold as people write it: "MAD under 5".</param>
/// <param name="Threshold">Solved below this, where nobody asks for another.</param>
/// <param name="Allowed">What may be asked for.</param>
/// <param name="Miss">How far a network is from knowing all after an epoch, 0 for perfect; NaN where it is not known.</param>
/// <param name="OrEqual">Whether a miss that is the threshold itself is solved.</param>
public sealed record SolvedRule(
    Func<string, string> Title, double Threshold, Limit Allowed, Func<EpochResult, double> Miss, bool OrEqual = false)
{
    /// <summary>Whether a finished trial's network has learnt the task; null where that is not known of it.</summary>
    /// <param name="result">The trial's.</param>
    /// <param name="threshold">Null for the task's own.</param>
    public bool? Of(TrialResult result, double? threshold = null) => result.Best is { } best ? Of(best, threshold) : false;

    /// <summary>The same of a network at another length than its own.</summary>
    public bool? Of(TestResult test, double? threshold = null) =>
        Of(new EpochResult(1, test.Score, test.Score, 0, 0) { Readings = test.Readings }, threshold);

    private bool? Of(EpochResult epoch, double? threshold)
    {
        var (miss, limit) = (Miss(epoch), threshold ?? Threshold);
        return double.IsNaN(miss) ? null : miss < limit || (OrEqual && miss == limit);
    }
}
