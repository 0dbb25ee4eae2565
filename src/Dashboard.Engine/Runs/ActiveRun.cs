using Dashboard.Engine.Experiments;

namespace Dashboard.Engine.Runs;

/// <summary>
/// A run's place in the scheduler, from its coming until the last trace of it has left: one for a run, however often it is
/// paused and resumed meanwhile. Guarded by the scheduler's lock, but for <see cref="Tally"/>, which is the saver's.
/// </summary>
internal sealed class ActiveRun
{
    private readonly TimeProvider time;
    private readonly Eta eta;
    private readonly TrialKey[] keys;
    private readonly SortedSet<int> pending = [];
    private readonly Dictionary<int, TrialHandout> training = [];
    private readonly List<Trial> unsaved = [];
    private double secondsBefore;
    private long? started;
    private bool checkedOut;

    /// <param name="live">The run; a hold on it is given back when it leaves.</param>
    /// <param name="eta">Its time left.</param>
    /// <param name="time">Clock.</param>
    public ActiveRun(LiveRun live, Eta eta, TimeProvider time)
    {
        (Live, this.eta, this.time) = (live, eta, time);
        var (run, trials) = (live.Run, live.Trials);
        (secondsBefore, Person, Tally) = (run.Seconds, run.LaunchedBy?.Key ?? "", new(run.Spec, trials));
        keys = [.. trials.Select(t => t.Key)];
        foreach (var trial in trials)
        {
            if (trial.IsFinished) continue;
            pending.Add(trial.Index);
            eta.Open(trial.Key);
        }
        live.Eta = eta;
    }

    public LiveRun Live { get; }

    /// <summary>Whose turn it is when it trains: of all runs of nobody known the same.</summary>
    public string Person { get; }

    public RunTally Tally { get; }

    /// <summary>It is to go on. Otherwise it was paused, cancelled or deleted, or is complete: nothing of it starts any more.</summary>
    public bool InQueue { get; set; }

    public bool HasStarted => started is not null;

    /// <summary>The engines compared, if they were since the run came.</summary>
    public SelfCheck? SelfCheck { get; set; }

    public bool HasPending => pending.Count > 0;

    /// <summary>None of its trials is in training.</summary>
    public bool IsQuiet => training.Count == 0;

    /// <summary>None of its trials is in training or unsaved.</summary>
    public bool IsIdle => IsQuiet && unsaved.Count == 0;

    /// <summary>Wall seconds the run has trained, earlier sessions included.</summary>
    public double Seconds => secondsBefore + (started is { } since ? time.GetElapsedTime(since).TotalSeconds : 0);

    public void Start()
    {
        started = time.GetTimestamp();
        eta.Start();
    }

    /// <summary>Its trials in training stop, and its clock.</summary>
    public void Stop()
    {
        (secondsBefore, started) = (Seconds, null);
        StopTraining();
    }

    public void StopTraining()
    {
        foreach (var taken in training.Values) taken.Stop.Cancel();
    }

    /// <summary>Hands the first waiting trial out.</summary>
    public TrialHandout Take()
    {
        var index = pending.Min;
        pending.Remove(index);
        var taken = new TrialHandout(this, index, ChecksFirst: !checkedOut, eta.Expected(keys[index]));
        checkedOut = true;
        training.Add(index, taken);
        eta.Taken(keys[index]);
        return taken;
    }

    /// <summary>Takes a trial back: finished it waits to be saved, otherwise to be trained again.</summary>
    /// <returns>False where it was handed out again meanwhile: the outcome is that of nobody's trial.</returns>
    public bool Return(TrialHandout taken, Trial trial)
    {
        if (training.GetValueOrDefault(taken.Index) != taken) return false;
        training.Remove(taken.Index);
        eta.Returned(trial);
        if (trial.IsFinished) unsaved.Add(trial);
        else pending.Add(taken.Index);
        return true;
    }

    /// <summary>Finished trials that are not saved.</summary>
    public IReadOnlyList<Trial> Unsaved => [.. unsaved];

    /// <summary>Where the run is with these trials saved.</summary>
    public Settlement Settle(IReadOnlyList<Trial> trials, bool stopping) => new(this, trials, InQueue, HasStarted, IsQuiet, stopping, Seconds, SelfCheck);

    /// <summary>The store has these trials: the first that waited.</summary>
    public void Forget(IReadOnlyList<Trial> saved) => unsaved.RemoveRange(0, saved.Count);
}

/// <summary>A trial in the hands of somebody who trains it.</summary>
/// <param name="Run">Its run.</param>
/// <param name="Index">The trial.</param>
/// <param name="ChecksFirst">The run's engines are to be compared first.</param>
/// <param name="Expected">Seconds it is expected to take.</param>
internal sealed record TrialHandout(ActiveRun Run, int Index, bool ChecksFirst, double Expected)
{
    /// <summary>Fires when the run is paused, cancelled or deleted, or the engine stops.</summary>
    public CancellationTokenSource Stop { get; } = new();
}
