using Dashboard.Engine.Runs;
using Dashboard.Engine.Training;

namespace Dashboard.Web.Operations;

/// <summary>Writes what the engine does to the log, the metrics and the traces.</summary>
internal sealed class EngineTelemetry(ILogger<RunService> logger, EngineMetrics metrics, EngineTraces traces, TrialRates rates) : IRunObserver
{
    public void OnRun(Run? before, Run now)
    {
        if (before is null)
        {
            if (now.Spec.Brought is null) logger.RunLaunched(now.Id, now.Name, now.TrialsTotal);
            else logger.RunBrought(now.Id, now.Name, now.TrialsTotal);
            return;
        }
        if (before.DeletedAt is null != now.DeletedAt is null)
        {
            if (now.DeletedAt is null) logger.RunRestored(now.Id);
            else logger.RunDeleted(now.Id);
        }
        if (before.Status == now.Status) return;
        if (now.Status == RunStatus.Running) traces.RunStarted(now);
        else if (before.Status.GoesOn()) traces.RunStopped(now);
        if (now.IsEnded) logger.RunEnded(now.Id, now.Status, now.TrialsDone, now.TrialsTotal, now.TrialsDiverged, now.TrialsFailed, now.Seconds);
        else logger.RunMoved(now.Id, now.Status, now.TrialsDone, now.TrialsTotal);
        if (now.Status == RunStatus.Failed) logger.RunFailed(now.Id, now.Error);
    }

    public void OnTrialStarted(Run run, Trial trial) => traces.TrialStarted(run, trial);

    public void OnTrialEnded(Run run, Trial trial)
    {
        traces.TrialEnded(run, trial);
        metrics.TrialEnded(trial);
        if (trial.IsFinished) rates.Count(trial.Machine);
        var key = trial.Key;
        switch (trial.Status)
        {
            case TrialStatus.Diverged:
                logger.TrialDiverged(trial.Index, run.Id, key.Model, key.Length, key.Seed, trial.Result?.Error);
                break;
            case TrialStatus.Failed:
                logger.TrialFailed(trial.Index, run.Id, key.Model, key.Length, key.Seed, trial.Result?.Error);
                break;
            case TrialStatus.Done:
                logger.TrialEnded(trial.Index, run.Id, trial.Status, key.Model, key.Length, key.Seed, trial.Result?.Seconds ?? 0);
                break;
        }
    }

    public void OnSaved(string runId, int trials, TimeSpan took) => metrics.Saved(took);

    public void OnNewsRead(TimeSpan lag) => metrics.NewsRead(lag);

    public void OnStorage(string? error)
    {
        if (error is null) logger.StorageBack();
        else logger.StorageUnavailable(error);
    }
}
