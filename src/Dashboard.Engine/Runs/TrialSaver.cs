namespace Dashboard.Engine.Runs;

/// <summary>
/// Tells the store what happened, on a thread of its own: finished trials, all that wait in one durable write, and what their
/// run becomes with them. A trial is shown as done only after that. While the store is unavailable all of it waits in the
/// scheduler and is tried again.
/// </summary>
internal sealed class TrialSaver(
    RunScheduler scheduler, IRunStore store, EngineOptions options, SafeObserver observer, Action<Run, Run> runChanged, TimeProvider time)
{
    private Thread? thread;

    public void Start()
    {
        thread = new Thread(Work) { IsBackground = true, Name = "trial saver" };
        thread.Start();
    }

    /// <summary>Waits for the thread to end, which it does when a closed scheduler's last changes were tried.</summary>
    public void Join(TimeSpan timeout) => thread?.Join(timeout);

    /// <summary>Tells the store all that waits, on the calling thread; what it does not take waits on.</summary>
    /// <returns>Whether it took all.</returns>
    public bool SaveNow() => Save(scheduler.Changes());

    private void Work()
    {
        for (var pause = TimeSpan.Zero; ;)
        {
            scheduler.AwaitChanges(pause);
            var last = scheduler.IsClosed;
            var began = time.GetTimestamp();
            pause = SaveNow() ? options.SavePace - time.GetElapsedTime(began) : options.RetryPace;
            if (last) return;
        }
    }

    private bool Save(IReadOnlyList<Settlement> changes)
    {
        for (var i = 0; i < changes.Count; i++)
        {
            try
            {
                Save(changes[i]);
            }
            catch (Exception e)
            {
                // Whatever a store throws, the results stay here until it takes them, and training waits meanwhile.
                for (var j = i; j < changes.Count; j++) scheduler.NotSettled(changes[j]);
                scheduler.Storage(e is StorageUnavailableException ? e.Message : $"Results cannot be saved ({e.GetType().Name}: {e.Message})");
                return false;
            }
        }
        if (changes.Count > 0) scheduler.Storage(null);
        return true;
    }

    private void Save(Settlement change)
    {
        var (live, tally) = (change.Active.Live, change.Active.Tally);
        tally.Add(change.Trials);
        var began = time.GetTimestamp();
        var written = live.Write(
            () => store.SaveTrials(live.Id, change.Trials, r => Settle(r)), runChanged, change.Trials);
        if (written is not null && change.Trials.Count > 0) observer.OnSaved(live.Id, change.Trials.Count, time.GetElapsedTime(began));
        scheduler.Settled(change, isThere: written is not null, tally.IsComplete);

        Run Settle(Run run)
        {
            var next = scheduler.AsOfNow(change).Apply(run, tally, time.GetUtcNow().UtcDateTime);
            return next == run ? run : next;
        }
    }
}
