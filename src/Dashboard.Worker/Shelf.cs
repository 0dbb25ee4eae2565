using Dashboard.Cluster.Contracts;
using Dashboard.Engine.Experiments;
using Dashboard.Engine.Training;

namespace Dashboard.Worker;

/// <summary>
/// What the worker holds: trials that wait, train, or are finished and not yet on the lab's disk. Nothing leaves it before the lab
/// says so. Thread-safe.
/// </summary>
/// <param name="time">Clock.</param>
internal sealed class Shelf(TimeProvider time)
{
    private readonly object gate = new();
    private readonly Dictionary<string, HeldChunk> chunks = [];
    private readonly Queue<HeldTrial> waiting = [];
    private readonly HashSet<HeldTrial> training = [];
    private readonly Outbox results = new(time);
    private bool closed;

    /// <summary>Trials in training now.</summary>
    public int Busy { get { lock (gate) return training.Count; } }

    /// <summary>Whether nothing is held.</summary>
    public bool IsEmpty { get { lock (gate) return chunks.Count == 0; } }

    /// <summary>Seconds of work that nobody has begun, by the lab's estimate.</summary>
    public double BacklogSeconds { get { lock (gate) return waiting.Where(t => !t.Gone).Sum(t => t.Chunk.SecondsOfTrial); } }

    /// <summary>Trials that nobody has begun.</summary>
    public int Backlog { get { lock (gate) return waiting.Count(t => !t.Gone); } }

    /// <summary>A chunk came.</summary>
    public void Add(Chunk chunk, RunSpec spec, IReadOnlyList<TrialKey> keys)
    {
        lock (gate)
        {
            if (chunks.ContainsKey(chunk.Id)) return;
            var held = new HeldChunk(chunk, spec);
            foreach (var (trial, key) in chunk.Trials.Zip(keys))
            {
                var one = new HeldTrial(held, trial.Index, key);
                if (!held.Open.TryAdd(trial.Index, one)) continue;
                waiting.Enqueue(one);
                Monitor.Pulse(gate);
            }
            chunks.Add(chunk.Id, held);
        }
    }

    /// <summary>The next trial to train; waits for one. Null when the worker ends.</summary>
    public HeldTrial? Take()
    {
        lock (gate)
        {
            for (; ; Monitor.Wait(gate))
            {
                while (waiting.TryDequeue(out var next))
                {
                    if (next.Gone || closed) continue;
                    training.Add(next);
                    return next;
                }
                if (closed) return null;
            }
        }
    }

    /// <summary>A trial stopped training. A cancelled one is forgotten; any other waits to be sent.</summary>
    public void Finished(HeldTrial trial, TrialResult result, string session)
    {
        // Written before the lock is taken, for which all cores wait.
        var message = result.Status == TrialStatus.Cancelled ? null : Wire.Write(ResultOf.From(session, trial.Chunk.Chunk.Id, trial.Index, result));
        lock (gate)
        {
            training.Remove(trial);
            if (message is null || trial.Gone)
            {
                Forget(trial);
                return;
            }
            trial.Message = message;
            results.Add(trial);
        }
    }

    /// <summary>The lab has these on disk, or will never want them.</summary>
    public void Saved(IEnumerable<TrialsOf> saved) => Each(saved, Forget);

    /// <summary>Nobody waits for these any more: what trains stops within a batch and is held until it has. Results that are there
    /// already are brought all the same.</summary>
    /// <returns>Whether there was one of them here.</returns>
    public bool Drop(IEnumerable<TrialsOf> dropped) => Each(dropped, Leave);

    /// <summary>Gives back what nobody has begun.</summary>
    public void DropWaiting()
    {
        lock (gate)
            foreach (var trial in waiting.ToArray()) Leave(trial);
    }

    /// <summary>Ends the threads: nothing more is begun, and what trains stops within a batch.</summary>
    public void Close()
    {
        lock (gate)
        {
            closed = true;
            foreach (var trial in training) trial.Stop.Cancel();
            Monitor.PulseAll(gate);
        }
    }

    /// <summary>Results to send now: new ones, and those the lab has not answered for a while.</summary>
    public IReadOnlyList<byte[]> Results()
    {
        lock (gate) return results.Take();
    }

    /// <summary>The lab is another one, or was out of reach: it is told everything again.</summary>
    public void TellAgain()
    {
        lock (gate)
        {
            results.SendAgain();
            foreach (var trial in training) trial.Told = null;
        }
    }

    /// <summary>What is new of the trials in training.</summary>
    public IReadOnlyList<TrialEpochs> News()
    {
        lock (gate)
        {
            List<TrialEpochs> news = [];
            foreach (var trial in training)
            {
                if (trial.Gone || trial.News() is not { } epochs) continue;
                news.Add(new(trial.Chunk.Chunk.Id, trial.Index, epochs));
            }
            return news;
        }
    }

    /// <summary>Every chunk of which something is not saved.</summary>
    public IReadOnlyList<TrialsOf> Held()
    {
        lock (gate) return [.. chunks.Values.Select(c => new TrialsOf(c.Chunk.Id, [.. c.Open.Keys]))];
    }

    /// <summary>The same, as they were handed out.</summary>
    public IReadOnlyList<ClaimedChunk> Claims()
    {
        lock (gate) return [.. chunks.Values.Select(c => new ClaimedChunk(c.Chunk.Id, c.Chunk.Run, [.. c.Chunk.Trials.Select(t => t.Index)], [.. c.Open.Keys], c.Chunk.Ticket))];
    }

    private bool Each(IEnumerable<TrialsOf> of, Action<HeldTrial> act)
    {
        var any = false;
        lock (gate)
        {
            foreach (var part in of)
                foreach (var index in chunks.TryGetValue(part.Chunk, out var chunk) ? part.Trials : [])
                {
                    if (!chunk!.Open.TryGetValue(index, out var trial)) continue;
                    act(trial);
                    any = true;
                }
        }
        return any;
    }

    private void Leave(HeldTrial trial)
    {
        if (trial.Message is not null) return;
        trial.Gone = true;
        if (training.Contains(trial)) trial.Stop.Cancel();
        else Forget(trial);
    }

    private void Forget(HeldTrial trial)
    {
        trial.Gone = true;
        trial.Message = null;
        trial.Chunk.Open.Remove(trial.Index);
        if (trial.Chunk.Open.Count == 0) chunks.Remove(trial.Chunk.Chunk.Id);
    }
}
