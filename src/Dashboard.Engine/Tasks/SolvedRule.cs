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
    /// <summary>The rule in words with a threshold; null for the task's own.</summary>
    public string TitleAt(double? threshold) => Title(Numbers.Plain(threshold ?? Threshold));

    /// <summary>The rule's own words before and after a threshold that is typed: "MAD under ", "".</summary>
    public (string Before, string After) Around() => Title("\n").Split('\n') is [var before, var after] ? (before, after) : ("under ", "");

    /// <summary>What stands over a chart or a table instead of the rule; null for the rule itself.</summary>
    public string? Heading { get; init; }

    /// <summary>What stands over a chart or a table of the share solved: "MAD under 5", with a capital.</summary>
    public string HeadingAt(double? threshold) => Heading ?? (TitleAt(threshold) is var rule ? char.ToUpperInvariant(rule[0]) + rule[1..] : "");

    /// <summary>Whether it asks for more of an epoch than its score: for what was read from the predictions.</summary>
    public bool NeedsReading { get; } = double.IsNaN(Miss(new(1, 0, 0, 0, 0)));

    /// <summary>How far a trial's network is from knowing all: infinitely far where training diverged, NaN where that is not
    /// known of it, as of a trial that has not ended or failed.</summary>
    public double MissOf(TrialResult result) => result.Status switch
    {
        TrialStatus.Diverged => double.PositiveInfinity,
        TrialStatus.Done => result.Best is { } best ? Miss(best) : double.PositiveInfinity,
        _ => double.NaN,
    };

    /// <summary>Whether a trial's network has learnt the task; null where that is not known of it.</summary>
    /// <param name="result">The trial's.</param>
    /// <param name="threshold">Null for the task's own.</param>
    public bool? Of(TrialResult result, double? threshold = null) =>
        MissOf(result) is var miss && double.IsNaN(miss) ? null : Holds(miss, threshold);

    /// <summary>Whether a network that misses knowing all by so much has learnt the task.</summary>
    /// <param name="miss">As <see cref="MissOf"/> gives it.</param>
    /// <param name="threshold">Null for the task's own.</param>
    public bool Holds(double miss, double? threshold = null) =>
        (threshold ?? Threshold) is var limit && (miss < limit || (OrEqual && miss == limit));

    /// <summary>Whether a network has learnt the task at another length than its own; null where that is not known.</summary>
    public bool? Of(TestResult test, double? threshold = null) =>
        Miss(new EpochResult(1, test.Score, test.Score, 0, 0) { Readings = test.Readings }) is var miss && double.IsNaN(miss) ? null : Holds(miss, threshold);
}
