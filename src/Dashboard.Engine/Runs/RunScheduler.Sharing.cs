using Dashboard.Engine.Experiments;

namespace Dashboard.Engine.Runs;

/// <summary>That other machines train too.</summary>
/// <param name="Name">This machine's name.</param>
/// <param name="VectorBits">Vector width of its engine.</param>
/// <param name="Waiting">Told, under the scheduler's lock, that trials may wait to be handed out.</param>
/// <param name="Kept">Told which trials of a run need be kept nowhere else: they are on disk, or their run is gone.</param>
internal sealed record Sharing(string Name, int VectorBits, Action Waiting, Action<string, IReadOnlyList<int>> Kept);

// What other machines take and bring; where none do, nothing here is called and nothing changes.
internal sealed partial class RunScheduler
{
    private volatile Sharing? shared;

    // Read without the lock: estimates ask for it under locks of their own.
    private volatile bool ownThreads = true;

    /// <summary>This machine's name where others train too, else null.</summary>
    public string? OwnName => shared?.Name;

    /// <summary>Whether this machine's own threads take trials that others could train.</summary>
    public bool OwnThreads
    {
        get => ownThreads;
        set
        {
            lock (gate)
            {
                ownThreads = value;
                Monitor.PulseAll(gate);
            }
        }
    }

    /// <summary>Trials waiting and in training, by run, in the order of the queue.</summary>
    public IReadOnlyList<QueuedRun> Queue
    {
        get
        {
            lock (gate) return [.. queue.Runs.Select(a => new QueuedRun(a.Live.Run, a.PendingCount, a.TrainingCount, a.TrainingHere, a.Travels ? a.VectorBits : null, a.IsLeftToOthers))];
        }
    }

    /// <summary>From now on other machines train too.</summary>
    public void Share(Sharing with)
    {
        lock (gate) shared = with;
    }

    /// <summary>
    /// Hands a chunk of one run's trials to another machine, without waiting. Towards the end of the queue chunks get smaller, so
    /// that all cores end together.
    /// </summary>
    /// <param name="bits">Its vector width.</param>
    /// <param name="seconds">Work of a chunk, by the estimate; one trial at least.</param>
    /// <param name="most">Most trials.</param>
    /// <param name="cores">Trials that train at a time, on all machines.</param>
    /// <returns>Empty where nothing waits for such a machine.</returns>
    public IReadOnlyList<TrialHandout> TakeChunk(int bits, double seconds, int most, int cores)
    {
        lock (gate)
        {
            if (stopping || storageError is not null || queue.Next(a => a.Travels && a.Fits(bits)) is not { } next) return [];
            Begin(next);
            var enough = Math.Min(seconds, queue.Runs.Sum(a => a.WaitingSeconds) / (2 * Math.Max(1, cores)));
            List<TrialHandout> chunk = [];
            double held = 0;
            do
            {
                var taken = HandOut(next, bits, elsewhere: true);
                chunk.Add(taken);
                held += taken.Expected;
            }
            while (next.HasPending && held < enough && chunk.Count < most);
            return chunk;
        }
    }

    /// <summary>Gives a trial to the machine that says it holds it since before this server started; null where it does not wait.
    /// Called with the run held by the caller, who writes no other version of it meanwhile.</summary>
    /// <param name="live">The run.</param>
    /// <param name="index">The trial.</param>
    /// <param name="bits">Vector width of the machine.</param>
    /// <param name="goesOn">Whether the run goes on with it, should it not be in the queue: the rest of it is then for other machines too,
    /// and not for this one.</param>
    public TrialHandout? Adopt(LiveRun live, int index, int bits, bool goesOn)
    {
        TrialHandout? adopted = null;
        Enter(live, run =>
        {
            if (run.Travels && run.Fits(bits)) adopted = run.Take(index, bits, elsewhere: true);
            if (adopted is not null && goesOn && !run.InQueue) GoOn(run);
            if (adopted is not null) queue.Taken(run.Person, adopted.Expected);
            LeaveWhenDone(run);
        });
        return adopted;
    }

    /// <summary>A run goes on with other machines and without this one. Called as <see cref="Adopt"/> is.</summary>
    public void GoOn(LiveRun live) => Enter(live, run =>
    {
        if (run.Travels && !run.InQueue) GoOn(run);
        LeaveWhenDone(run);
    });

    private void GoOn(ActiveRun run)
    {
        run.IsLeftToOthers = true;
        Enqueue(run, resumed: false);
        Begin(run);
    }

    /// <summary>No other machine is there any more: runs that are left to them wait for somebody to resume them.</summary>
    public void NobodyElse()
    {
        lock (gate)
        {
            if (!ownThreads) return;
            foreach (var run in queue.Runs.Where(r => r.IsLeftToOthers && r.IsQuiet).ToArray())
            {
                Unqueue(run);
                Change(run, now: true);
            }
        }
    }

    /// <summary>Takes a finished trial of a run that is here from whoever brings it; null where the run is not here.</summary>
    public (DeliveredResult Became, Trial Trial, LiveRun Live)? TryAccept(string runId, int index, Func<TrialKey, Trial> finished)
    {
        lock (gate)
        {
            if (!active.TryGetValue(runId, out var run)) return null;
            var trial = finished(run.KeyOf(index));
            return (Accept(run, trial), trial, run.Live);
        }
    }

    /// <summary>The same for a run that may not be here. Called as <see cref="Adopt"/> is.</summary>
    public DeliveredResult Accept(LiveRun live, Trial trial)
    {
        var became = DeliveredResult.Known;
        Enter(live, run =>
        {
            became = Accept(run, trial);
            LeaveWhenDone(run);
        });
        return became;
    }

    private DeliveredResult Accept(ActiveRun run, Trial trial)
    {
        if (!run.Accept(trial, out var stopped)) return run.IsUnsaved(trial.Index) ? DeliveredResult.Waiting : DeliveredResult.Known;
        queue.Returned(run.Person, stopped?.Expected ?? 0, trial.Result?.Seconds ?? 0);
        // The last one of a run is not kept waiting for others to be written with.
        Change(run, now: run.IsQuiet && !(run.InQueue && run.HasPending));
        return DeliveredResult.Taken;
    }

    private TrialHandout HandOut(ActiveRun run, int? bits, bool elsewhere)
    {
        var taken = run.Take(bits, elsewhere);
        queue.Taken(run.Person, taken.Expected);
        return taken;
    }

    private bool IsForOwnThreads(ActiveRun run) =>
        !run.IsLeftToOthers && (shared is null || !run.Travels || (ownThreads && run.Fits(shared.VectorBits)));
}

/// <summary>A run in the queue.</summary>
/// <param name="Run">The run.</param>
/// <param name="Waiting">Its trials that nobody trains.</param>
/// <param name="Training">Its trials that are handed out.</param>
/// <param name="TrainingHere">Those of them that this machine's own threads have.</param>
/// <param name="VectorBits">Vector width it stays on; null before its first trial, and where the engine chooses.</param>
/// <param name="IsLeftToOthers">It went on by itself after the server was killed while it trained, and this machine takes none of it.</param>
public sealed record QueuedRun(Run Run, int Waiting, int Training, int TrainingHere, int? VectorBits, bool IsLeftToOthers);
