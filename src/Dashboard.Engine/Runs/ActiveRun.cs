
namespace Dashboard.Engine.Runs;

/// <summary>A queued or training run's place in the scheduler. Guarded by the scheduler's lock.</summary>
internal sealed class ActiveRun(LiveRun live, TimeProvider time)
{
    private readonly Queue<int> pending = new(live.Trials.Where(t => !t.IsFinished).Select(t => t.Index));
    private readonly double secondsBefore = live.Run.Seconds;
    private long? started;

    public LiveRun Live { get; } = live;

    /// <summary>Trials in training, each with what stops it.</summary>
    public Dictionary<int, CancellationTokenSource> Training { get; } = [];

    /// <summary>Finished trials that are not saved yet.</summary>
    public int Unsaved { get; set; }

    /// <summary>It has left the queue (paused, cancelled, deleted): nothing of it starts any more.</summary>
    public bool Dropped { get; set; }

    public bool HasStarted => started is not null;
    public bool SelfCheckTaken { get; set; }
    public bool HasPending => pending.Count > 0;

    /// <summary>Nothing is waiting, training or unsaved.</summary>
    public bool IsIdle => Training.Count == 0 && Unsaved == 0;

    /// <summary>Wall seconds the run has trained, earlier sessions included.</summary>
    public double Seconds => secondsBefore + (started is { } since ? time.GetElapsedTime(since).TotalSeconds : 0);

    public void Start() => started = time.GetTimestamp();

    public int Take(CancellationTokenSource stop)
    {
        var index = pending.Dequeue();
        Training.Add(index, stop);
        return index;
    }

    public void StopTraining()
    {
        foreach (var stop in Training.Values) stop.Cancel();
    }
}
