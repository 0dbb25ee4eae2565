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
    private Run run = run;
    private Trial[]? trials;
    private long[] changedAt = [];
    private readonly long first = first;
    private readonly long[] eventTimes = new long[64];
    private long sequence = first;
    private TaskCompletionSource? waiting;

    /// <summary>Holders: a worker's run, subscriptions, calls under way. Guarded by the board's lock.</summary>
    public int Holders;

    public string Id { get; } = run.Id;

    public Run Run { get { lock (gate) return run; } }

    /// <summary>All trials by index, queued ones included.</summary>
    public IReadOnlyList<Trial> Trials { get { lock (gate) return [.. LoadedTrials()]; } }

    /// <summary>Seconds left; null until it settles and while it does not train.</summary>
    public double? EtaSeconds { get { lock (gate) return run.Status == RunStatus.Running ? Eta?.Seconds(LoadedTrials()) : null; } }

    /// <summary>Rates of the trials finished since the run last started; null while it does not train.</summary>
    public Eta? Eta { get; set; }

    /// <summary>
    /// Writes to the store, then shows what was written and announces it. One write of a run at a time, so that what is
    /// shown last is what was written last.
    /// </summary>
    /// <param name="write">Writes and gives the run as it then is; null where the store has none.</param>
    /// <param name="announce">Told of the run before and after.</param>
    /// <param name="saved">Trials that were written with it.</param>
    /// <returns>The run as it now is; null where the store has none.</returns>
    public Run? Write(Func<Run?> write, Action<Run, Run> announce, IReadOnlyList<Trial>? saved = null)
    {
        lock (writing)
        {
            if (write() is not { } newer) return null;
            Run before;
            lock (gate)
            {
                before = run;
                run = newer;
                if (saved is not null) Show(saved);
                if (trials is not null) ShowOpenTrials();
                Changed();
            }
            announce(before, newer);
            return newer;
        }
    }

    /// <summary>Shows trials that train or wait; nothing is saved.</summary>
    public void Set(IReadOnlyList<Trial> newer)
    {
        lock (gate)
        {
            Show(newer);
            Changed();
        }
    }

    private void Show(IReadOnlyList<Trial> newer)
    {
        var all = LoadedTrials();
        Count();
        foreach (var trial in newer)
        {
            all[trial.Index] = trial;
            changedAt[trial.Index] = sequence;
        }
    }

    /// <summary>The changes after event <paramref name="seen"/> and the age of the oldest of them, or a task that ends with the next event. Everything where that
    /// event is unknown here (−1: none seen).</summary>
    public (RunUpdate? Update, TimeSpan Lag, Task NextEvent) Since(long seen)
    {
        lock (gate)
        {
            if (sequence == seen) return (null, TimeSpan.Zero, (waiting ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task);
            var all = LoadedTrials();
            var snapshot = seen < first || seen > sequence;
            var changed = snapshot ? [.. all] : all.Where(t => changedAt[t.Index] > seen).ToArray();
            return (new(sequence, snapshot, run, changed, run.Status == RunStatus.Running ? Eta?.Seconds(all) : null), snapshot ? TimeSpan.Zero : Age(seen + 1), Task.CompletedTask);
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
    private void ShowOpenTrials()
    {
        TrialStatus? shown = run.Status switch { RunStatus.Cancelled => TrialStatus.Cancelled, RunStatus.Queued => TrialStatus.Queued, _ => null };
        if (shown is not { } status) return;
        Count();
        for (var i = 0; i < trials!.Length; i++)
        {
            if (trials[i].IsFinished || trials[i].Status == status) continue;
            trials[i] = trials[i] with { Status = status };
            changedAt[i] = sequence;
        }
    }

    private Trial[] LoadedTrials()
    {
        if (trials is not null) return trials;
        var keys = run.Spec.Trials();
        trials = [.. keys.Select((key, index) => new Trial(index, key, TrialStatus.Queued))];
        changedAt = new long[trials.Length];
        foreach (var saved in loadTrials()) trials[saved.Index] = saved;
        ShowOpenTrials();
        return trials;
    }
}
