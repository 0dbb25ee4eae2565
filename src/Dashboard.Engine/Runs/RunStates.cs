namespace Dashboard.Engine.Runs;

/// <summary>What a run's status means: whether it goes on by itself, and what people may do with it. All other moves are the engine's own.</summary>
public static class RunStates
{
    /// <summary>It trains, or will when its turn comes.</summary>
    public static bool GoesOn(this RunStatus status) => status is RunStatus.Queued or RunStatus.Running;

    /// <summary>What goes on can wait.</summary>
    public static bool CanPause(this RunStatus status) => status.GoesOn();

    /// <summary>Whatever has not ended can be ended.</summary>
    public static bool CanCancel(this RunStatus status) => status.GoesOn() || status is RunStatus.Paused or RunStatus.Interrupted;

    /// <summary>Paused, interrupted, cancelled and failed runs go on from their first unfinished trial.</summary>
    public static bool CanResume(this RunStatus status) => status is RunStatus.Paused or RunStatus.Interrupted or RunStatus.Cancelled or RunStatus.Failed;

    /// <summary>An interrupted run goes on by itself where other machines hold trials of it, unless nothing of it was saved since it
    /// last did: whatever kills the server with it cannot do so for ever.</summary>
    public static bool MayGoOn(this Run run) => run.Status == RunStatus.Interrupted && (run.WentOnAt is not { } before || run.TrialsDone > before);
}
