using Dashboard.Engine.Experiments;
using Dashboard.Engine.Training;

namespace Dashboard.Engine.Runs;

/// <summary>
/// Where other machines' trials are taken and brought back: the scheduler, for those who train elsewhere. It knows no network and
/// no machine but its name. Thread-safe. What is brought here is believed: whoever calls has checked it.
/// </summary>
public sealed class WorkDesk
{
    /// <summary>A trial whose machine was lost that often while it trained fails: it may be what brings them down.</summary>
    public const int MostLosses = 10;

    private readonly RunScheduler scheduler;
    private readonly RunBoard board;
    private readonly ITrialRunner runner;
    private readonly WorkEstimate estimate;
    private readonly SafeObserver observer;
    private string[] left = [];
    private int otherCores;

    internal WorkDesk(RunScheduler scheduler, RunBoard board, ITrialRunner runner, WorkEstimate estimate, SafeObserver observer) =>
        (this.scheduler, this.board, this.runner, this.estimate, this.observer) = (scheduler, board, runner, estimate, observer);

    /// <summary>Whether this machine's own threads take trials that others could train; otherwise they take only those that need
    /// the native library.</summary>
    public bool OwnThreads { get => scheduler.OwnThreads; set => scheduler.OwnThreads = value; }

    /// <summary>Trials other machines train at a time, for estimates and the size of chunks.</summary>
    public int OtherCores { get => Volatile.Read(ref otherCores); set => Volatile.Write(ref otherCores, value); }

    /// <summary>Runs in the queue, in its order.</summary>
    public IReadOnlyList<QueuedRun> Queue => scheduler.Queue;

    /// <summary>From now on other machines train too; called before the engine starts.</summary>
    /// <param name="name">This machine's name, as its trials say it.</param>
    /// <param name="bits">Vector width of its engine.</param>
    /// <param name="waiting">Told that trials may wait. Must return at once and call nothing here.</param>
    /// <param name="kept">Told which trials of a run need be kept nowhere else any more: they are on disk, or their run is gone.</param>
    public void Open(string name, int bits, Action waiting, Action<string, IReadOnlyList<int>> kept) => scheduler.Share(new(name, bits, waiting, kept));

    /// <summary>Takes a chunk of one run's trials, without waiting.</summary>
    /// <param name="machine">Who trains them.</param>
    /// <param name="bits">Its vector width.</param>
    /// <param name="seconds">Work of a chunk by the estimate; one trial at least.</param>
    /// <param name="most">Most trials.</param>
    /// <returns>Empty where nothing waits for such a machine.</returns>
    public IReadOnlyList<LentTrial> Take(string machine, int bits, double seconds, int most)
    {
        var taken = scheduler.TakeChunk(bits, seconds, most, OtherCores + 1);
        if (taken.FirstOrDefault(t => t.ChecksFirst) is { } first)
            ThreadPool.UnsafeQueueUserWorkItem(run => scheduler.Checked(run, runner.SelfCheck(run.Live.Run.Spec)), first.Run, preferLocal: false);
        return [.. taken.Select(t => new LentTrial(t, machine))];
    }

    /// <summary>Lends a trial to the machine that holds it since before this server started; null where it is not open, or somebody
    /// else has it, or its run does not go on. A run that was interrupted when the server was killed goes on by it.</summary>
    /// <exception cref="StorageUnavailableException"/>
    public LentTrial? Adopt(string machine, int bits, string runId, int index) => WithRun<LentTrial?>(runId, index, null, live =>
        live.Run.Status is RunStatus.Queued or RunStatus.Running or RunStatus.Interrupted && scheduler.Adopt(live, index, bits, live.Run.MayGoOn()) is { } taken
            ? new LentTrial(taken, machine) : null);

    /// <summary>These runs were left to other machines when the server was killed once more.</summary>
    internal void WereLeft(string[] runIds) => left = runIds;

    /// <summary>Other machines are there: runs that were left to them when the server was killed once more go on, whoever held trials of
    /// them. This machine did not train them, so it was not that what killed it.</summary>
    /// <exception cref="StorageUnavailableException"/>
    public void GoOn()
    {
        foreach (var id in Interlocked.Exchange(ref left, []))
            WithRun(id, 0, false, live =>
            {
                if (live.Run.MayGoOn()) scheduler.GoOn(live);
                return true;
            });
    }

    /// <summary>No other machine is there any more: a run that is left to them since the server was killed is interrupted again,
    /// where this machine could train it.</summary>
    public void NobodyElse() => scheduler.NobodyElse();

    /// <summary>The run as it now is, or null; deleted runs are not found.</summary>
    /// <exception cref="StorageUnavailableException"/>
    public Run? Find(string runId)
    {
        if (board.Acquire(runId) is not { } live) return null;
        var run = live.Run;
        board.Release(live);
        return run;
    }

    /// <summary>Shows that a lent trial trains, and its epochs so far.</summary>
    /// <param name="lent">The trial.</param>
    /// <param name="engine">What trains it.</param>
    /// <param name="origin">What decides its bits.</param>
    /// <param name="epochs">The epochs that are new.</param>
    public void Show(LentTrial lent, string engine, TrialOrigin origin, IReadOnlyList<EpochResult> epochs)
    {
        if (!scheduler.Holds(lent.Handout)) return;
        var live = lent.Handout.Run.Live;
        var trial = new Trial(lent.Index, lent.Key, TrialStatus.Running, engine, null, origin, lent.Machine);
        if (!lent.IsShown) observer.OnTrialStarted(live.Run, trial);
        foreach (var epoch in epochs) lent.Add(epoch);
        lent.IsShown = true;
        live.Set(lent.Epochs.Count == 0 ? trial : trial with { Result = new(TrialStatus.Running, lent.Epochs, StoppedEarly: false, 0, null, null) });
    }

    /// <summary>Takes a lent trial back without a result: it waits again at its place.</summary>
    /// <param name="lent">The trial.</param>
    /// <param name="lost">Its machine was lost.</param>
    public void GiveBack(LentTrial lent, bool lost = false)
    {
        var taken = lent.Handout;
        if (!scheduler.Holds(taken)) return;
        var live = taken.Run.Live;
        var trial = new Trial(lent.Index, lent.Key, TrialStatus.Queued);
        if (lost && lent.IsShown && taken.Run.Lost(lent.Index) >= MostLosses)
            trial = trial with { Status = TrialStatus.Failed, Machine = lent.Machine, Result = TrialResults.Failed($"{MostLosses} machines were lost while they trained this trial.") };
        if (lent.IsShown) observer.OnTrialEnded(live.Run, trial);
        if (!trial.IsFinished) live.Open(lent.Index);
        scheduler.Finish(taken, trial);
    }

    /// <summary>Takes a trial's result, whoever has the trial now: the first one counts, and who else trains it is told to stop.</summary>
    /// <param name="runId">Its run.</param>
    /// <param name="index">Which of its trials.</param>
    /// <param name="result">Done, diverged or failed.</param>
    /// <param name="engine">What trained it.</param>
    /// <param name="origin">What decides its bits.</param>
    /// <param name="machine">Who delivers it.</param>
    /// <returns>What became of it.</returns>
    /// <exception cref="StorageUnavailableException"/>
    public DeliveredResult Deliver(string runId, int index, TrialResult result, string engine, TrialOrigin origin, string machine)
    {
        Trial Finished(TrialKey key) => new(index, key, result.Status, engine, result, origin, machine);
        // A run in the queue is not waited for, whatever its store does; any other is brought in for it.
        if (scheduler.TryAccept(runId, index, Finished) is { } accepted) return Noted(accepted.Became, accepted.Live, accepted.Trial);
        return WithRun(runId, index, DeliveredResult.NotWanted, live =>
        {
            var now = live.Trial(index);
            if (now.IsFinished) return DeliveredResult.Known;
            if (live.Run.Status is RunStatus.Cancelled or RunStatus.Failed) return DeliveredResult.NotWanted;
            var trial = Finished(now.Key);
            return Noted(scheduler.Accept(live, trial), live, trial);
        });
    }

    private DeliveredResult Noted(DeliveredResult became, LiveRun live, Trial trial)
    {
        if (became != DeliveredResult.Taken) return became;
        observer.OnTrialEnded(live.Run, trial);
        estimate.Observe(live.Run.Spec, trial);
        return became;
    }

    // With the run held and nobody else writing it.
    private T WithRun<T>(string runId, int index, T otherwise, Func<LiveRun, T> act)
    {
        if (board.Acquire(runId) is not { } live) return otherwise;
        try
        {
            if (index < 0 || index >= live.Run.TrialsTotal) return otherwise;
            var answer = otherwise;
            live.Hold(() => answer = act(live));
            return answer;
        }
        finally
        {
            board.Release(live);
        }
    }
}

/// <summary>What became of a result.</summary>
public enum DeliveredResult
{
    /// <summary>It waits to be saved; <see cref="WorkDesk.Open"/>'s <c>kept</c> tells when it is.</summary>
    Taken,

    /// <summary>Somebody else's waits to be saved.</summary>
    Waiting,

    /// <summary>The trial is on disk.</summary>
    Known,

    /// <summary>Its run is cancelled, deleted or gone.</summary>
    NotWanted,
}
