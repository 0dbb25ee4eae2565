namespace Dashboard.Engine.Runs;

/// <summary>
/// Works off the queue with one worker thread a core. Runs go in the order they were launched; when a run's last trials are
/// in training, the next run's first ones start, so no worker waits.
/// </summary>
internal sealed class RunScheduler
{
    private readonly object gate = new();
    private readonly List<ActiveRun> queue = [];
    private readonly List<Thread> workers = [];
    private readonly RunWorker worker;
    private readonly IRunStore store;
    private readonly EngineOptions options;
    private readonly TimeProvider time;
    private readonly Action<Run, Run> runChanged;
    private readonly Action<LiveRun> release;
    private readonly SafeObserver observer;
    private readonly TrialSaver saver;
    private bool stopping;
    private string? storageError;

    public RunScheduler(RunWorker worker, IRunStore store, EngineOptions options, TimeProvider time,
        Action<Run, Run> runChanged, Action stateChanged, Action<LiveRun> release, SafeObserver observer)
    {
        (this.worker, this.store, this.options, this.time) = (worker, store, options, time);
        (this.runChanged, this.release, this.observer) = (runChanged, release, observer);
        saver = new TrialSaver(SaveTrials, observer, error =>
        {
            lock (gate)
            {
                if (storageError == error) return;
                storageError = error;
                Monitor.PulseAll(gate);
            }
            observer.OnStorage(error);
            stateChanged();
        }, time);
    }

    public EngineState State
    {
        get
        {
            lock (gate) return new(queue.Count(a => a.HasStarted), queue.Count(a => !a.HasStarted), storageError);
        }
    }

    public void Start()
    {
        saver.Start();
        for (var i = 0; i < options.WorkerCount; i++)
        {
            var thread = new Thread(Work) { IsBackground = true, Name = $"worker {i + 1}" };
            workers.Add(thread);
            thread.Start();
        }
    }

    /// <summary>Stops all training and saves what is finished. Running runs are queued again, so they go on at the next start.</summary>
    public void Stop(TimeSpan timeout)
    {
        var deadline = time.GetTimestamp() + (long)(timeout.TotalSeconds * time.TimestampFrequency);
        TimeSpan Left() => time.GetElapsedTime(time.GetTimestamp(), deadline) is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;
        lock (gate)
        {
            stopping = true;
            foreach (var active in queue) active.StopTraining();
            Monitor.PulseAll(gate);
        }
        foreach (var thread in workers) thread.Join(Left());
        saver.Stop(Left());
        lock (gate)
        {
            // Where the store is unavailable the run stays marked as running, and the next start finds it interrupted.
            foreach (var active in queue.Where(a => a.HasStarted && !a.Dropped))
                TryUpdate(active.Live, r => r.Status == RunStatus.Running ? r with { Status = RunStatus.Queued, Seconds = active.Seconds } : r);
        }
    }

    /// <summary>Puts a run that is held for this at the queue's end; the hold is given back when it leaves.</summary>
    public void Enqueue(LiveRun live)
    {
        lock (gate)
        {
            queue.Add(new(live, time));
            Monitor.PulseAll(gate);
        }
    }

    /// <summary>
    /// Moves a run to a status and takes it from the queue. Trials in training stop within a batch and are not kept; a
    /// cancelled run is "cancelling" until they have.
    /// </summary>
    public Run Drop(LiveRun live, Func<Run, RunStatus?> target)
    {
        lock (gate)
        {
            var active = queue.Find(a => a.Live == live);
            var run = Update(live, r => target(r) is not { } status ? r
                : r with { Status = status == RunStatus.Cancelled && active is { IsIdle: false } ? RunStatus.Cancelling : status, Seconds = active?.Seconds ?? r.Seconds })
                ?? throw new RunNotFoundException(live.Id);
            if (active is null) return run;
            queue.Remove(active);
            active.Dropped = true;
            active.StopTraining();
            if (active.IsIdle) Left(active);
            return run;
        }
    }

    private void Work()
    {
        while (true)
        {
            ActiveRun active;
            int index;
            bool selfCheck;
            using var stop = new CancellationTokenSource();
            lock (gate)
            {
                ActiveRun? next;
                while ((next = stopping || storageError is not null ? null : NextWithPending()) is null)
                {
                    if (stopping) return;
                    Monitor.Wait(gate);
                }
                active = next;
                index = active.Take(stop);
                selfCheck = !active.SelfCheckTaken;
                active.SelfCheckTaken = true;
            }
            if (selfCheck)
            {
                var check = worker.SelfCheck(active.Live.Run.Spec);
                lock (gate) TryUpdate(active.Live, r => r with { SelfCheck = check });
            }
            Finish(active, worker.Train(active.Live, index, observer, stop.Token));
        }
    }

    private ActiveRun? NextWithPending()
    {
        foreach (var active in queue.ToArray())
        {
            if (!active.HasStarted && !Begin(active)) return null;
            if (active.HasPending) return active;
        }
        return null;
    }

    private bool Begin(ActiveRun active)
    {
        var run = TryUpdate(active.Live, r => r with { Status = RunStatus.Running, StartedAt = r.StartedAt ?? Now, EndedAt = null, Error = null });
        if (run is null) return false;
        active.Start();
        active.Live.Eta = new(run.Spec, model => worker.EngineOf(run.Spec, model), options.WorkerCount, time);
        // A resumed run may have nothing left to train.
        if (!active.HasPending) saver.Enqueue(active, null);
        return true;
    }

    private void Finish(ActiveRun active, Trial trial)
    {
        lock (gate)
        {
            active.Training.Remove(trial.Index);
            if (trial.IsFinished)
            {
                active.Unsaved++;
                active.Live.Eta?.Finished(trial);
                saver.Enqueue(active, trial);
                return;
            }
            active.Live.Set([trial]);
            if (active is { Dropped: true, IsIdle: true }) Left(active);
        }
    }

    /// <summary>On the saver's thread: one durable write of finished trials and of what the run has become with them.</summary>
    private Run? SaveTrials(ActiveRun active, IReadOnlyList<Trial> trials)
    {
        var all = active.Live.Trials.ToArray();
        foreach (var trial in trials) all[trial.Index] = trial;
        var complete = all.All(t => t.IsFinished);
        var counted = active.Live.Run.WithTrials(all);
        var run = active.Live.Write(() => store.SaveTrials(active.Live.Id, trials, r =>
        {
            r = r with
            {
                TrialsDone = counted.TrialsDone,
                TrialsDiverged = counted.TrialsDiverged,
                TrialsFailed = counted.TrialsFailed,
                Summary = counted.Summary,
                Seconds = Math.Max(r.Seconds, active.Seconds),
            };
            return complete && r.Status == RunStatus.Running ? Ended(r) : r;
        }), runChanged, trials);
        lock (gate)
        {
            active.Unsaved -= trials.Count;
            if (active.Dropped ? active.IsIdle : complete)
            {
                queue.Remove(active);
                active.Dropped = true;
                Left(active);
            }
        }
        return run;
    }

    private Run Ended(Run run) => run.TrialsFailed == run.TrialsTotal
        ? run with { Status = RunStatus.Failed, EndedAt = Now, Error = "Every trial failed; the trials table says why." }
        : run with { Status = RunStatus.Done, EndedAt = Now };

    /// <summary>The last trace of a run left the scheduler.</summary>
    private void Left(ActiveRun active)
    {
        if (active.Live.Run.Status == RunStatus.Cancelling)
            TryUpdate(active.Live, r => r.Status == RunStatus.Cancelling ? r with { Status = RunStatus.Cancelled, EndedAt = Now } : r);
        release(active.Live);
    }

    private Run? TryUpdate(LiveRun live, Func<Run, Run> change)
    {
        try
        {
            return Update(live, change);
        }
        catch (StorageUnavailableException e)
        {
            // The saver notices when the store is back only if it has something to write; so let it try this run.
            if (storageError != e.Message) observer.OnStorage(e.Message);
            storageError = e.Message;
            if (queue.Find(a => a.Live == live) is { } active) saver.Enqueue(active, null);
            return null;
        }
    }

    private Run? Update(LiveRun live, Func<Run, Run> change) => live.Write(() => store.Update(live.Id, change), runChanged);

    private DateTime Now => time.GetUtcNow().UtcDateTime;
}
