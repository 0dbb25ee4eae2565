namespace Dashboard.Engine.Runs;

/// <summary>News of the list of runs for those who watch all of them. A reader holds at most one entry a run.</summary>
internal sealed class RunListFeed(Func<EngineState> state, TimeProvider time, CancellationToken ended)
{
    private readonly Lock gate = new();
    private readonly List<Reader> readers = [];

    public int Readers { get { lock (gate) return readers.Count; } }

    public Subscription<RunsUpdate> Subscribe(Func<IReadOnlyList<Run>> snapshot)
    {
        var reader = new Reader(this, time, ended);
        lock (gate) readers.Add(reader);
        // Read outside the lock, so that a slow store holds nobody else's news up; what was published meanwhile is newer.
        var known = snapshot();
        lock (gate)
            foreach (var run in known) reader.Changed.TryAdd(run.Id, run);
        return reader;
    }

    /// <summary>A run was added or changed, or (null) nothing but the engine's state.</summary>
    public void Publish(Run? run)
    {
        lock (gate)
            foreach (var reader in readers)
            {
                if (run is not null) reader.Changed[run.Id] = run;
                reader.Wake();
            }
    }

    private sealed class Reader(RunListFeed feed, TimeProvider time, CancellationToken ended) : Subscription<RunsUpdate>(time, ended)
    {
        public readonly Dictionary<string, Run> Changed = [];
        private TaskCompletionSource? waiting;
        private bool news = true;

        public void Wake()
        {
            news = true;
            waiting?.TrySetResult();
            waiting = null;
        }

        private protected override (RunsUpdate?, bool, Task) Take()
        {
            // Read outside the lock, which whoever publishes takes.
            var state = feed.state();
            lock (feed.gate)
            {
                if (!news) return (null, false, (waiting ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task);
                news = false;
                RunsUpdate update = new(
                    [.. Changed.Values.Where(r => r.DeletedAt is null)],
                    [.. Changed.Values.Where(r => r.DeletedAt is not null).Select(r => r.Id)],
                    state);
                Changed.Clear();
                return (update, true, Task.CompletedTask);
            }
        }

        private protected override void Leave()
        {
            lock (feed.gate) feed.readers.Remove(this);
        }
    }

    private readonly Func<EngineState> state = state;
}
