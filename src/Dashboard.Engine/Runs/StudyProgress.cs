namespace Dashboard.Engine.Runs;

/// <summary>Where the runs of a study are together.</summary>
/// <param name="Status">Running while one of its runs trains; else the status its runs share, or that of the first that is not done.</param>
/// <param name="TrialsDone">Trials that ended, over all runs.</param>
/// <param name="TrialsTotal">All trials.</param>
/// <param name="TrialsDiverged">Of those that ended.</param>
/// <param name="TrialsFailed">Of those that ended.</param>
/// <param name="RunsDone">Runs that are done.</param>
/// <param name="Runs">All runs.</param>
/// <param name="Seconds">Time spent training, the runs' pauses left out.</param>
public sealed record StudyProgress(
    RunStatus Status, int TrialsDone, int TrialsTotal, int TrialsDiverged, int TrialsFailed, int RunsDone, int Runs, double Seconds)
{
    /// <summary>The progress of these runs.</summary>
    public static StudyProgress Of(IReadOnlyList<Run> runs) => new(
        StatusOf(runs), runs.Sum(r => r.TrialsDone), runs.Sum(r => r.TrialsTotal), runs.Sum(r => r.TrialsDiverged), runs.Sum(r => r.TrialsFailed),
        runs.Count(r => r.Status == RunStatus.Done), runs.Count, runs.Sum(r => r.Seconds));

    private static RunStatus StatusOf(IReadOnlyList<Run> runs)
    {
        if (runs.Any(r => r.Status == RunStatus.Running)) return RunStatus.Running;
        var open = runs.Where(r => r.Status != RunStatus.Done).Select(r => r.Status).ToArray();
        return open.Length == 0 ? RunStatus.Done : open[0];
    }
}
