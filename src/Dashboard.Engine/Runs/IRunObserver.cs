namespace Dashboard.Engine.Runs;

/// <summary>
/// Hears what the engine does, for logs, metrics and traces. Called on the engine's own threads: a call must not block. One
/// that throws changes nothing for the engine. Implement what is of interest.
/// </summary>
public interface IRunObserver
{
    /// <summary>A run was launched (<paramref name="before"/> is null) or changed, and the store has it.</summary>
    void OnRun(Run? before, Run now)
    {
    }

    /// <summary>A trial begins, on the thread that trains it.</summary>
    void OnTrialStarted(Run run, Trial trial)
    {
    }

    /// <summary>A trial stopped training, on the same thread; it is finished unless it was stopped, and not saved yet.</summary>
    void OnTrialEnded(Run run, Trial trial)
    {
    }

    /// <summary>Finished trials are in the store.</summary>
    /// <param name="runId">Their run.</param>
    /// <param name="trials">How many.</param>
    /// <param name="took">How long the write took, waiting for a store that was unavailable included.</param>
    void OnSaved(string runId, int trials, TimeSpan took)
    {
    }

    /// <summary>A subscriber was handed an update.</summary>
    /// <param name="lag">Age of the oldest event in it.</param>
    void OnNewsRead(TimeSpan lag)
    {
    }

    /// <summary>Results can no longer be saved (why), or can again (null).</summary>
    void OnStorage(string? error)
    {
    }
}

/// <summary>Keeps the engine safe from an observer that throws.</summary>
internal sealed class SafeObserver(IRunObserver? observer) : IRunObserver
{
    public void OnRun(Run? before, Run now) => Safely(o => o.OnRun(before, now));

    public void OnTrialStarted(Run run, Trial trial) => Safely(o => o.OnTrialStarted(run, trial));

    public void OnTrialEnded(Run run, Trial trial) => Safely(o => o.OnTrialEnded(run, trial));

    public void OnSaved(string runId, int trials, TimeSpan took) => Safely(o => o.OnSaved(runId, trials, took));

    public void OnNewsRead(TimeSpan lag) => Safely(o => o.OnNewsRead(lag));

    public void OnStorage(string? error) => Safely(o => o.OnStorage(error));

    private void Safely(Action<IRunObserver> tell)
    {
        if (observer is null) return;
        try
        {
            tell(observer);
        }
        catch (Exception)
        {
            // There is nobody left to tell: the observer is what writes the log.
        }
    }
}
