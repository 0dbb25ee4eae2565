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
    private readonly int[] attempts;
    private readonly Dictionary<int, int> losses = [];
    private int? vectorBits;
    private bool widthIsKept;
    private double secondsBefore;
    private long? started;
    private bool checkedOut;

    /// <param name="live">The run; a hold on it is given back when it leaves.</param>
    /// <param name="eta">Its time left.</param>
    /// <param name="travels">Its trials may be trained on other machines.</param>
    /// <param name="time">Clock.</param>
    public ActiveRun(LiveRun live, Eta eta, bool travels, TimeProvider time)
    {
        (Live, this.eta, Travels, this.time) = (live, eta, travels, time);
        var (run, trials) = (live.Run, live.Trials);
        (secondsBefore, Person, Tally) = (run.Seconds, run.LaunchedBy?.Key ?? "", new(run.Spec, trials));
        keys = [.. trials.Select(t => t.Key)];
        attempts = new int[keys.Length];
        vectorBits = trials.LastOrDefault(t => t.IsFinished && t.Origin is { VectorBits: > 0 })?.Origin!.VectorBits;
        widthIsKept = vectorBits is not null;
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

    /// <summary>The store is being told of it.</summary>
    public bool IsBeingSaved { get; set; }

    public bool HasStarted => started is not null;

    /// <summary>Its trials may be trained on other machines.</summary>
    public bool Travels { get; }

    /// <summary>It went on by itself after the server was killed while it trained. What killed it may be training it, so this machine
    /// takes none of it until somebody resumes it.</summary>
    public bool IsLeftToOthers { get; set; }

    /// <summary>Width of the vectors its trials are trained with, since the first of them was; null before.</summary>
    public int? VectorBits => widthIsKept || training.Count > 0 ? vectorBits : null;

    /// <summary>Seconds expected for the trials that wait.</summary>
    public double WaitingSeconds => eta.Waiting;

    /// <summary>The engines compared, if they were since the run came.</summary>
    public SelfCheck? SelfCheck { get; set; }

    public bool HasPending => pending.Count > 0;

    public int PendingCount => pending.Count;

    public int TrainingCount => training.Count;

    public int TrainingHere => training.Values.Count(t => !t.Elsewhere);

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

    public void StopTraining(bool elsewhereToo = true)
    {
        foreach (var taken in training.Values)
            if (elsewhereToo || !taken.Elsewhere) taken.Stop.Cancel();
    }

    /// <summary>Whether machines of a vector width may train its trials: a run stays on one, so that it repeats to the bit.</summary>
    public bool Fits(int bits) => VectorBits is not { } own || own == bits;

    /// <summary>Which network a trial is.</summary>
    public TrialKey KeyOf(int index) => keys[index];

    /// <summary>Notes that the machine that trained a trial was lost.</summary>
    /// <returns>How often that happened.</returns>
    public int Lost(int index) => losses[index] = losses.GetValueOrDefault(index) + 1;

    /// <summary>Hands the first waiting trial out.</summary>
    /// <param name="bits">Vector width of who takes it, which the run then stays on; null where nobody shares.</param>
    /// <param name="elsewhere">It is trained on another machine.</param>
    public TrialHandout Take(int? bits, bool elsewhere) => Take(pending.Min, bits, elsewhere)!;

    /// <summary>Hands a trial out; null where it does not wait.</summary>
    /// <inheritdoc cref="Take(int?, bool)"/>
    public TrialHandout? Take(int index, int? bits, bool elsewhere)
    {
        if (!pending.Remove(index)) return null;
        if (bits is { } width && Travels && VectorBits is null) vectorBits = width;
        var taken = new TrialHandout(this, index, ChecksFirst: !checkedOut, eta.Expected(keys[index])) { Elsewhere = elsewhere, Attempt = ++attempts[index] };
        checkedOut = true;
        training.Add(index, taken);
        eta.Taken(keys[index]);
        return taken;
    }

    /// <summary>Whether a trial is finished and not saved.</summary>
    public bool IsUnsaved(int index) => unsaved.Exists(t => t.Index == index);

    /// <summary>Whether a trial is in the hands it was given to.</summary>
    public bool Holds(TrialHandout taken) => training.GetValueOrDefault(taken.Index) == taken;

    /// <summary>Takes a finished trial from whoever brings it; who else trains it stops.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="taken">The hands it was in; null where it waited.</param>
    /// <returns>False where it was finished before.</returns>
    public bool Accept(Trial trial, out TrialHandout? taken)
    {
        if (training.Remove(trial.Index, out taken)) taken.Stop.Cancel();
        else if (pending.Remove(trial.Index)) eta.Taken(trial.Key);
        else return false;
        eta.Returned(trial);
        Keep(trial);
        return true;
    }

    /// <summary>Takes a trial back: finished it waits to be saved, otherwise to be trained again.</summary>
    /// <returns>False where it was handed out again meanwhile: the outcome is that of nobody's trial.</returns>
    public bool Return(TrialHandout taken, Trial trial)
    {
        if (!Holds(taken)) return false;
        training.Remove(taken.Index);
        eta.Returned(trial);
        if (trial.IsFinished) Keep(trial);
        else pending.Add(taken.Index);
        return true;
    }

    private void Keep(Trial trial)
    {
        unsaved.Add(trial);
        widthIsKept |= trial.Origin is { VectorBits: > 0 };
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

    /// <summary>Another machine has it.</summary>
    public bool Elsewhere { get; init; }

    /// <summary>How often the trial has been handed out since its run came, this time included.</summary>
    public int Attempt { get; init; }
}
