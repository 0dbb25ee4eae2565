namespace Dashboard.Engine.Runs;

/// <summary>The legal moves of a run's status.</summary>
public static class RunStates
{
    /// <summary>Whether a run may go from one status to another.</summary>
    public static bool CanMove(RunStatus from, RunStatus to) => (from, to) switch
    {
        (RunStatus.Queued, RunStatus.Running or RunStatus.Paused or RunStatus.Cancelled or RunStatus.Failed) => true,
        (RunStatus.Running, RunStatus.Paused or RunStatus.Cancelling or RunStatus.Interrupted or RunStatus.Done or RunStatus.Failed or RunStatus.Queued) => true,
        (RunStatus.Paused, RunStatus.Queued or RunStatus.Cancelled) => true,
        (RunStatus.Cancelling, RunStatus.Cancelled or RunStatus.Interrupted) => true,
        (RunStatus.Interrupted, RunStatus.Queued or RunStatus.Cancelled) => true,
        (RunStatus.Cancelled or RunStatus.Failed, RunStatus.Queued) => true,
        _ => false,
    };

    public static bool CanPause(this RunStatus status) => CanMove(status, RunStatus.Paused);

    public static bool CanCancel(this RunStatus status) => status is RunStatus.Queued or RunStatus.Running or RunStatus.Paused or RunStatus.Interrupted;

    /// <summary>Paused, interrupted, cancelled and failed runs go on from their first unfinished trial.</summary>
    public static bool CanResume(this RunStatus status) => status is RunStatus.Paused or RunStatus.Interrupted or RunStatus.Cancelled or RunStatus.Failed;
}
