namespace Dashboard.Engine.Runs;

/// <summary>
/// The runs somebody holds, each once, so that everyone who watches, steers or trains a run shares one <see cref="LiveRun"/>.
/// Others are read from the store.
/// </summary>
internal sealed class RunBoard(IRunStore store, TimeProvider time)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, LiveRun> held = [];

    /// <summary>How many runs are held.</summary>
    public int Count { get { lock (gate) return held.Count; } }

    /// <summary>Holds a run; null where there is none. Every hold ends with <see cref="Release"/>.</summary>
    /// <param name="id">The run.</param>
    /// <param name="deletedToo">Also one that is deleted and can be brought back.</param>
    public LiveRun? Acquire(string id, bool deletedToo = false)
    {
        lock (gate)
        {
            if (held.TryGetValue(id, out var live))
            {
                if (!deletedToo && live.Run.DeletedAt is not null) return null;
            }
            else
            {
                if (store.Find(id) is not { } run || (!deletedToo && run.DeletedAt is not null)) return null;
                held.Add(id, live = new(run, () => store.Trials(id), FirstSequence()));
            }
            live.Holders++;
            return live;
        }
    }

    /// <summary>Holds a run that is not in the store yet.</summary>
    public LiveRun Add(Run run)
    {
        lock (gate)
        {
            var live = new LiveRun(run, () => [], FirstSequence()) { Holders = 1 };
            held.Add(run.Id, live);
            return live;
        }
    }

    /// <summary>Holds a run once more.</summary>
    public void Hold(LiveRun live)
    {
        lock (gate) live.Holders++;
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
