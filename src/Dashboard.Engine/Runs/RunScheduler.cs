namespace Dashboard.Engine.Runs;

/// <summary>
/// The queue: which trial is trained next, which are in training, and what the store has yet to hear. It only decides: it
/// starts no thread, trains nothing and never waits for the store, so whoever asks is answered at once. Those who train take
/// trials and give them back; the saver takes changes and reports them settled. People take turns (<see cref="Turns{TRun}"/>),
/// and one person's runs go in the order they were launched; when a run's last trials are in training, the next run's first
/// ones are handed out, so nobody waits.
/// </summary>
/// <param name="board">Keeps each run in here held.</param>
/// <param name="eta">Makes a run's time left.</param>
/// <param name="travels">Whether a run's trials may be trained on other machines.</param>
/// <param name="stateChanged">Told when <see cref="State"/> changed without a run changing.</param>
/// <param name="observer">Hears of the store.</param>
/// <param name="time">Clock.</param>
internal sealed partial class RunScheduler(
    RunBoard board, Func<Run, Eta> eta, Func<Run, bool> travels, Action stateChanged, SafeObserver observer, TimeProvider time)
{
    private readonly object gate = new();
    private readonly Dictionary<string, ActiveRun> active = [];
    private readonly Turns<ActiveRun> queue = new(a => a.HasPending);
    private readonly List<ActiveRun> changed = [];
    private bool stopping, closed, urgent;
    private string? storageError;

    /// <summary>What the engine is doing.</summary>
    public EngineState State
    {
        get
        {
            lock (gate) return new(queue.Runs.Count(a => a.HasStarted), queue.Runs.Count(a => !a.HasStarted), storageError);
        }
    }

    /// <summary>The queue by person; who came first comes first.</summary>
    public IReadOnlyList<Turn> Turns
    {
        get
        {
            lock (gate) return [.. queue.Lines.Select(runs => new Turn(runs[0].Live.Run.LaunchedBy, [.. runs.Select(r => r.Live.Id)]))];
        }
    }

    /// <summary>Whether the engine has stopped: what cannot be saved now stays unsaved.</summary>
    public bool IsClosed { get { lock (gate) return closed; } }

    /// <summary>Whether nothing of a run is in training or unsaved, and the seconds it has trained since it came (0 where it is not here).</summary>
    public (bool IsIdle, double Seconds) Look(LiveRun live)
    {
        lock (gate) return active.TryGetValue(live.Id, out var run) ? (run.IsIdle, run.Seconds) : (true, 0);
    }

    /// <summary>
    /// Makes the queue agree with a run as it was just written: one that goes on waits at the end of its person's runs unless
    /// it is in the queue, any other leaves it, and its trials in training stop within a batch.
    /// </summary>
    /// <param name="live">The run, held by the caller, who writes no other version of it meanwhile.</param>
    /// <param name="run">As it now is; where it goes on, its trials are loaded.</param>
    public void Follow(LiveRun live, Run run)
    {
        if (run.Status.GoesOn() && run.DeletedAt is null) Enter(live, entered => Enqueue(entered, resumed: run.Status == RunStatus.Queued));
        // An interrupted one that was only edited may be going on with other machines at this moment.
        else if (run.Status != RunStatus.Interrupted || run.DeletedAt is not null) Drop(live);
    }

    /// <summary>Lets the store hear what becomes of a run that says it trains and does not, as after a crash.</summary>
    public void Correct(LiveRun live) => Enter(live, run => Change(run, now: true));

    /// <summary>Hands a trial out when there is one; null when the engine stops.</summary>
    public TrialHandout? Take()
    {
        lock (gate)
        {
            while (!stopping)
            {
                if (storageError is null && queue.Next(IsForOwnThreads) is { } next)
                {
                    Begin(next);
                    return HandOut(next, shared?.VectorBits, elsewhere: false);
                }
                Monitor.Wait(gate);
            }
            return null;
        }
    }

    /// <summary>A run's engines were compared.</summary>
    public void Checked(ActiveRun run, SelfCheck check)
    {
        lock (gate)
        {
            // On another machine the run may have ended, and left, meanwhile.
            if (active.GetValueOrDefault(run.Live.Id) != run) return;
            run.SelfCheck = check;
            Change(run, now: false);
        }
    }

    /// <summary>Takes the outcome of a trial that was handed out. The first one counts: a later one is nobody's.</summary>
    public void Finish(TrialHandout taken, Trial trial)
    {
        lock (gate)
        {
            if (!taken.Run.Return(taken, trial)) return;
            queue.Returned(taken.Run.Person, taken.Expected, trial.IsFinished ? trial.Result?.Seconds ?? 0 : 0);
            // The last one of a run is not kept waiting for others to be written with.
            var last = taken.Run.IsQuiet && !(taken.Run.InQueue && taken.Run.HasPending);
            if (trial.IsFinished || last) Change(taken.Run, now: last);
            if (!trial.IsFinished) shared?.Waiting();
            Monitor.PulseAll(gate);
        }
    }

    /// <summary>Whether a trial is still in the hands it was given to: nobody else brought its result meanwhile.</summary>
    public bool Holds(TrialHandout taken)
    {
        lock (gate) return taken.Run.Holds(taken);
    }

    /// <summary>Hands nothing out any more and stops what trains here; other machines train on what they have.</summary>
    public void Stop()
    {
        lock (gate)
        {
            stopping = true;
            foreach (var run in active.Values) run.StopTraining(elsewhereToo: false);
            Monitor.PulseAll(gate);
        }
    }

    /// <summary>Nothing comes back any more: what the store has to hear now is all.</summary>
    public void Close()
    {
        lock (gate)
        {
            closed = true;
            foreach (var run in queue.Runs.Where(a => a.HasStarted)) Change(run, now: true);
            Monitor.PulseAll(gate);
        }
    }

    /// <summary>Does something with the run's place here, made where there is none.</summary>
    private void Enter(LiveRun live, Action<ActiveRun> act)
    {
        lock (gate)
        {
            if (active.TryGetValue(live.Id, out var known))
            {
                act(known);
                return;
            }
        }
        // Its trials are read without holding anybody up. Nobody else enters it meanwhile: its caller is its only writer.
        var run = new ActiveRun(live, eta(live.Run), travels(live.Run), time);
        board.Hold(live);
        lock (gate)
        {
            active.Add(live.Id, run);
            act(run);
        }
    }

    private void Enqueue(ActiveRun run, bool resumed)
    {
        if (resumed) run.IsLeftToOthers = false;
        if (run.InQueue) return;
        run.InQueue = true;
        queue.Add(run.Person, run);
        // A resumed run may have nothing left to train.
        if (!run.HasPending) Change(run, now: true);
        shared?.Waiting();
        Monitor.PulseAll(gate);
    }

    private void Drop(LiveRun live)
    {
        lock (gate)
        {
            if (!active.TryGetValue(live.Id, out var run)) return;
            // What other machines finish of a run that waits for Resume is out of the queue, and stops likewise.
            if (!Unqueue(run)) run.StopTraining();
            if (run.IsIdle && !changed.Contains(run)) LeaveWhenDone(run);
            else if (run.IsQuiet) Change(run, now: true);
        }
    }

    private bool Unqueue(ActiveRun run)
    {
        if (!run.InQueue) return false;
        queue.Remove(run.Person, run);
        run.InQueue = false;
        run.Stop();
        return true;
    }

    private void Begin(ActiveRun run)
    {
        if (run.HasStarted) return;
        run.Start();
        Change(run, now: true);
    }

    /// <summary>The last trace of a run leaves; not while the store is told of it, or who brought the run in anew would share it with
    /// the saver.</summary>
    private void LeaveWhenDone(ActiveRun run)
    {
        if (run.InQueue || !run.IsIdle || run.IsBeingSaved || changed.Contains(run) || !active.Remove(run.Live.Id)) return;
        board.Release(run.Live);
    }
}
