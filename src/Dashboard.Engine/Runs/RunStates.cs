namespace Dashboard.Engine.Runs;

/// <summary>What people may do with a run, by its status. All other moves are the engine's own.</summary>
public static class RunStates
{
    /// <summary>Queued and running runs can wait.</summary>
    public static bool CanPause(this RunStatus status) => status is RunStatus.Queued or RunStatus.Running;

    /// <summary>Whatever has not ended can be ended.</summary>
    public static bool CanCancel(this RunStatus status) => status is RunStatus.Queued or RunStatus.Running or RunStatus.Paused or RunStatus.Interrupted;

    /// <summary>Paused, interrupted, cancelled and failed runs go on from their first unfinished trial.</summary>
    public static bool CanResume(this RunStatus status) => status is RunStatus.Paused or RunStatus.Interrupted or RunStatus.Cancelled or RunStatus.Failed;
}
