namespace Dashboard.Engine.Runs;

/// <summary>
/// The runs somebody holds, each once, so that everyone who watches, steers or trains a run shares one <see cref="LiveRun"/>.
/// Others are read from the store.
/// </summary>
internal sealed class RunBoard(IRunStore store, TimeProvider time)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, LiveRun> held = [];

    /// <summary>Holds a run; null where there is none. Every hold ends with <see cref="Release"/>.</summary>
    public LiveRun? Acquire(string id)
    {
        lock (gate)
        {
            if (!held.TryGetValue(id, out var live))
            {
                if (store.Find(id) is not { DeletedAt: null } run) return null;
                held.Add(id, live = new(run, () => store.Trials(id), FirstSequence()));
            }
            live.Holders++;
            return live;
        }
    }

    /// <summary>Gives back a hold.</summary>
    public void Release(LiveRun live)
    {
        lock (gate)
            if (--live.Holders == 0) held.Remove(live.Id);
    }

    // Microseconds: no run has a million events a second, so a later holder starts above an earlier one's last number, after
    // a restart too. JavaScript keeps it exactly until the year 2255.
    private long FirstSequence() => (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>The run if somebody holds it.</summary>
    public LiveRun? Peek(string id)
    {
        lock (gate) return held.GetValueOrDefault(id);
    }
}
