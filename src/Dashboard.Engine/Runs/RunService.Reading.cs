namespace Dashboard.Engine.Runs;

// What is read and watched of runs.
public sealed partial class RunService
{
    private int runReaders;

    /// <summary>Subscriptions that are open: to single runs, and to the list of runs (every open page has one).</summary>
    public (int Runs, int Lists) Readers => (Volatile.Read(ref runReaders), feed.Readers);

    /// <summary>The run as it now is, or null; deleted runs are not found.</summary>
    public Run? Find(string id) => FindDeletedToo(id) is { DeletedAt: null } run ? run : null;

    /// <summary>The run as it now is, also where it is deleted and can be brought back; or null.</summary>
    public Run? FindDeletedToo(string id) => board.Peek(id)?.Run ?? store.Find(id);

    /// <summary>One page of runs, each as it now is.</summary>
    public RunPage List(RunQuery query) => store.List(query);

    /// <summary>All trials of a run by index, queued and running ones included; empty where there is no such run.</summary>
    public IReadOnlyList<Trial> Trials(string id)
    {
        if (board.Acquire(id) is not { } live) return [];
        try
        {
            return live.Trials;
        }
        finally
        {
            board.Release(live);
        }
    }

    /// <summary>Seconds left of a run that trains, weighted by work; null until it settles.</summary>
    public double? EtaSeconds(string id) => board.Peek(id)?.EtaSeconds;

    /// <summary>Seconds left of several runs: of those that wait, and until it settles of those that train, an estimate. Null
    /// where none goes on.</summary>
    public double? EtaSeconds(IReadOnlyList<Run> of) => of.Any(r => r.Status.GoesOn())
        ? of.Where(r => r.Status.GoesOn()).Sum(r => EtaSeconds(r.Id) ?? EstimateSeconds(r.Spec) * (1 - (double)r.TrialsDone / r.TrialsTotal))
        : null;

    /// <summary>News of one run: a snapshot, then changes. Null where there is no such run.</summary>
    /// <param name="id">The run.</param>
    /// <param name="afterSequence">The last event a reader that comes back has seen: it gets what changed since, or a
    /// snapshot where that is no longer known.</param>
    public Subscription<RunUpdate>? Subscribe(string id, long? afterSequence = null)
    {
        if (board.Acquire(id) is not { } live) return null;
        Interlocked.Increment(ref runReaders);
        return new RunSubscription(live, afterSequence, Leave, observer, time, stopped.Token);
    }

    private void Leave(LiveRun live)
    {
        Interlocked.Decrement(ref runReaders);
        board.Release(live);
    }

    /// <summary>News of the list of runs: first those that are not ended, then every run that changes.</summary>
    public Subscription<RunsUpdate> SubscribeAll() => feed.Subscribe(() =>
    {
        try
        {
            return store.WithStatus(RunStatus.Queued, RunStatus.Running, RunStatus.Paused, RunStatus.Cancelling, RunStatus.Interrupted);
        }
        catch (StorageUnavailableException)
        {
            return []; // The engine's state, which comes with the news, says why.
        }
    });
}
