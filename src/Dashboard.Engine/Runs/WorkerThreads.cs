using Dashboard.Engine.Training;

namespace Dashboard.Engine.Runs;

/// <summary>Threads of this process that take trials from the queue, train each with the runner, and give the outcome back.</summary>
internal sealed class WorkerThreads(RunScheduler scheduler, ITrialRunner runner, WorkEstimate estimate, SafeObserver observer, TimeProvider time)
{
    private readonly List<Thread> threads = [];

    public void Start(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var thread = new Thread(Work) { IsBackground = true, Name = $"worker {i + 1}" };
            threads.Add(thread);
            thread.Start();
        }
    }

    /// <summary>Waits for the threads to end, which they do once the scheduler hands nothing out any more.</summary>
    public void Join(Func<TimeSpan> left)
    {
        foreach (var thread in threads) thread.Join(left());
    }

    private void Work()
    {
        while (scheduler.Take() is { } taken)
        {
            var live = taken.Run.Live;
            if (taken.ChecksFirst) scheduler.Checked(taken.Run, runner.SelfCheck(live.Run.Spec));
            var began = live.Trial(taken.Index);
            observer.OnTrialStarted(live.Run, began);
            var trial = Train(live, began, taken.Stop.Token) with { Machine = scheduler.OwnName };
            observer.OnTrialEnded(live.Run, trial);
            if (trial.IsFinished) estimate.Observe(live.Run.Spec, trial);
            else if (scheduler.Holds(taken)) live.Open(trial.Index);
            scheduler.Finish(taken, trial);
            taken.Stop.Dispose();
        }
    }

    private Trial Train(LiveRun live, Trial trial, CancellationToken stop)
    {
        var progress = new Progress(live, trial);
        var started = time.GetTimestamp();
        TrialResult result;
        try
        {
            result = runner.Train(live.Run.Spec, trial.Key, progress, stop);
        }
        catch (Exception e)
        {
            // Memory that has run out included: what this trial took is free again, and the others go on.
            result = TrialResults.Failed(e, time.GetElapsedTime(started));
        }
        return result.Status == TrialStatus.Cancelled
            ? trial with { Status = TrialStatus.Queued }
            : progress.Trial with { Status = result.Status, Result = result };
    }

    /// <summary>Shows a trial's epochs as they end.</summary>
    private sealed class Progress(LiveRun live, Trial trial) : ITrialObserver
    {
        private readonly EpochLog epochs = new();

        /// <summary>The trial, with what trains it once that is known.</summary>
        public Trial Trial { get; private set; } = trial;

        public void OnStarted(string engine, TrialOrigin origin)
        {
            Trial = Trial with { Status = TrialStatus.Running, Engine = engine, Origin = origin, Result = null };
            live.Set(Trial);
        }

        public void OnEpoch(EpochResult epoch) =>
            live.Set(Trial with { Result = new(TrialStatus.Running, epochs.Add(epoch), StoppedEarly: false, 0, null, null) });
    }
}
