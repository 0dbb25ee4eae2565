namespace Dashboard.Engine.Runs;

/// <summary>
/// Saves finished trials on a thread of its own, all that wait in one durable write. A trial is shown as done only after
/// that. While the store is unavailable the trials wait here and the write is tried again.
/// </summary>
internal sealed class TrialSaver(
    Func<ActiveRun, IReadOnlyList<Trial>, Run?> write, SafeObserver observer, Action<string?> availability, TimeProvider time)
{
    /// <summary>With a fast engine a pause between writes gathers several trials into one; a crash redoes at most those.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan RetryPace = TimeSpan.FromSeconds(1);

    private readonly object gate = new();
    private readonly List<(ActiveRun Run, Trial? Trial)> waiting = [];
    private Thread? thread;
    private bool stopping;

    public void Start()
    {
        thread = new Thread(Run) { IsBackground = true, Name = "trial saver" };
        thread.Start();
    }

    /// <summary>Queues a finished trial, or with null the check whether a run is complete.</summary>
    public void Enqueue(ActiveRun run, Trial? trial)
    {
        lock (gate)
        {
            waiting.Add((run, trial));
            Monitor.Pulse(gate);
        }
    }

    /// <summary>Saves what waits and ends the thread.</summary>
    public void Stop(TimeSpan timeout)
    {
        lock (gate)
        {
            stopping = true;
            Monitor.Pulse(gate);
        }
        thread?.Join(timeout);
    }

    private void Run()
    {
        while (true)
        {
            (ActiveRun Run, Trial? Trial)[] batch;
            lock (gate)
            {
                while (waiting.Count == 0)
                {
                    if (stopping) return;
                    Monitor.Wait(gate);
                }
                batch = [.. waiting];
                waiting.Clear();
            }
            var began = time.GetTimestamp();
            foreach (var group in batch.GroupBy(b => b.Run))
                if (!Save(group.Key, [.. group.Select(b => b.Trial).OfType<Trial>()])) return;
            Sleep(Pace - time.GetElapsedTime(began));
        }
    }

    private bool Save(ActiveRun run, IReadOnlyList<Trial> trials)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            try
            {
                write(run, trials);
                if (trials.Count > 0) observer.OnSaved(run.Live.Id, trials.Count, time.GetElapsedTime(began));
                availability(null);
                return true;
            }
            catch (StorageUnavailableException e)
            {
                availability(e.Message);
                if (Sleep(RetryPace)) return false;
            }
        }
    }

    /// <summary>Waits, less when it is time to stop.</summary>
    /// <returns>Whether it is time to stop.</returns>
    private bool Sleep(TimeSpan pause)
    {
        var until = time.GetTimestamp() + (long)(pause.TotalSeconds * time.TimestampFrequency);
        lock (gate)
        {
            while (!stopping)
            {
                var left = time.GetElapsedTime(time.GetTimestamp(), until);
                if (left <= TimeSpan.Zero) break;
                Monitor.Wait(gate, left);
            }
            return stopping;
        }
    }
}
