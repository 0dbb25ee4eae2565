using System.Diagnostics;
using Dashboard.Engine.Training;

namespace Dashboard.Engine.Runs;

/// <summary>
/// A run somebody trains, steers or watches: its newest version, its trials, and a counter of events, all under one lock,
/// so that a snapshot and the changes after it leave no gap. Readers pull: a slow one holds no queue and costs nothing.
/// </summary>
/// <param name="run">The run as stored.</param>
/// <param name="loadTrials">Reads its saved trials.</param>
/// <param name="first">Where the counter starts: above every number an earlier holder of this run has given out, so that a
/// reader from then is told everything again.</param>
internal sealed class LiveRun(Run run, Func<IReadOnlyList<Trial>> loadTrials, long first = 0)
{
    private readonly Lock gate = new();
    private readonly Lock writing = new();
    private readonly Lock loading = new();
    private Run run = run;
    private volatile Trial[]? trials;
    private long[] changedAt = [];
    private readonly long first = first;
    private readonly long[] eventTimes = new long[64];
    private long sequence = first;
    private TaskCompletionSource? waiting;

    /// <summary>Holders: a worker's run, subscriptions, calls under way. Guarded by the board's lock.</summary>
    public int Holders;

    public string Id { get; } = run.Id;

    public Run Run { get { lock (gate) return run; } }

    /// <summary>All trials by index, queued ones included: a copy.</summary>
    public IReadOnlyList<Trial> Trials
    {
        get
        {
            var all = LoadedTrials();
            lock (gate) return [.. all];
        }
    }

    /// <summary>One trial.</summary>
    public Trial Trial(int index)
    {
        var all = LoadedTrials();
        lock (gate) return all[index];
    }

    /// <summary>Seconds left; null until it settles and while it does not train.</summary>
    public double? EtaSeconds { get { lock (gate) return Left(); } }

    /// <summary>Time left of the trials that are open; null until it first waited.</summary>
    public Eta? Eta { get; set; }

    private double? Left() => run.Status == RunStatus.Running ? Eta?.Seconds() : null;

    /// <summary>
    /// Writes to the store, then shows what was written and announces it. One write of a run at a time, so that what is
    /// shown last is what was written last.
    /// </summary>
    /// <param name="write">Writes and gives the run as it then is; null where the store has none.</param>
    /// <param name="announce">Told of the run before and after, before anybody else writes it.</param>
    /// <param name="saved">Trials that were written with it.</param>
    /// <returns>The run as it now is; null where the store has none.</returns>
    public Run? Write(Func<Run?> write, Action<Run, Run> announce, IReadOnlyList<Trial>? saved = null)
    {
        lock (writing)
        {
            if (write() is not { } newer) return null;
            var all = saved is { Count: > 0 } ? LoadedTrials() : trials;
            Run before;
            lock (gate)
            {
                before = run;
                run = newer;
                foreach (var trial in saved ?? []) Show(all!, trial);
                if (all is not null && before.Status != newer.Status) ShowOpenTrials(all);
                Changed();
            }
            announce(before, newer);
            return newer;
        }
    }

    /// <summary>Does something while nobody writes the run.</summary>
    public void Hold(Action act)
    {
        lock (writing) act();
    }

    /// <summary>Shows a trial that trains; nothing is saved.</summary>
    public void Set(Trial newer)
    {
        var all = LoadedTrials();
        lock (gate)
        {
            Show(all, newer);
            Changed();
        }
    }

    /// <summary>Shows that a trial was stopped: it waits again, or was cancelled with its run.</summary>
    public void Open(int index)
    {
        var all = LoadedTrials();
        lock (gate)
        {
            var status = run.Status == RunStatus.Cancelled ? TrialStatus.Cancelled : TrialStatus.Queued;
            Show(all, new(index, all[index].Key, status));
            Changed();
        }
    }

    private void Show(Trial[] all, Trial newer)
    {
        Count();
        all[newer.Index] = newer;
        changedAt[newer.Index] = sequence;
    }

    /// <summary>The changes after event <paramref name="seen"/> and the age of the oldest of them, or a task that ends with
    /// the next event. Everything where that event is unknown here (−1: none seen).</summary>
    public (RunUpdate? Update, TimeSpan Lag, Task NextEvent) Since(long seen)
    {
        var all = LoadedTrials();
        lock (gate)
        {
            if (sequence == seen) return (null, TimeSpan.Zero, (waiting ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task);
            var snapshot = seen < first || seen > sequence;
            var changed = snapshot ? [.. all] : all.Where(t => changedAt[t.Index] > seen).ToArray();
            return (new(sequence, snapshot, run, changed, Left()), snapshot ? TimeSpan.Zero : Age(seen + 1), Task.CompletedTask);
        }
    }

    private void Count()
    {
        sequence++;
        eventTimes[sequence % eventTimes.Length] = Stopwatch.GetTimestamp();
    }

    /// <summary>How long ago an event was; of the oldest one remembered where it was before that.</summary>
    private TimeSpan Age(long number) =>
        Stopwatch.GetElapsedTime(eventTimes[Math.Max(number, sequence - eventTimes.Length + 1) % eventTimes.Length]);

    private void Changed()
    {
        Count();
        waiting?.TrySetResult();
        waiting = null;
    }

    /// <summary>The open trials of a cancelled run are cancelled; those of one that goes on wait again.</summary>
    private void ShowOpenTrials(Trial[] all)
    {
        TrialStatus? shown = run.Status switch { RunStatus.Cancelled => TrialStatus.Cancelled, RunStatus.Queued => TrialStatus.Queued, _ => null };
        if (shown is not { } status) return;
        Count();
        for (var i = 0; i < all.Length; i++)
        {
            if (all[i].IsFinished || all[i].Status == status) continue;
            all[i] = new(i, all[i].Key, status);
            changedAt[i] = sequence;
        }
    }

    /// <summary>Reads the trials unless they are here.</summary>
    public void Load() => LoadedTrials();

    /// <summary>Reads the trials the first time, outside the lock that news and progress take: a store that hangs holds up
    /// those who ask for these trials, and nobody else.</summary>
    private Trial[] LoadedTrials()
    {
        if (trials is { } known) return known;
        lock (loading)
        {
            if (trials is { } meanwhile) return meanwhile;
            Trial[] all = [.. run.Spec.Trials().Select((key, index) => new Trial(index, key, TrialStatus.Queued))];
            foreach (var saved in loadTrials()) all[saved.Index] = saved;
            lock (gate)
            {
                changedAt = new long[all.Length];
                ShowOpenTrials(all);
                return trials = all;
            }
        }
    }
}
