namespace Dashboard.Engine.Runs;

// What the store has yet to hear.
internal sealed partial class RunScheduler
{
    /// <summary>Waits until the store has something to hear: at once where a run's status is to change, otherwise for the
    /// rest of <paramref name="pause"/>, which gathers trials. Ends when the scheduler is closed.</summary>
    public void AwaitChanges(TimeSpan pause)
    {
        var since = time.GetTimestamp();
        lock (gate)
        {
            while (!closed)
            {
                var left = pause - time.GetElapsedTime(since);
                if (changed.Count > 0 && (left <= TimeSpan.Zero || (urgent && storageError is null))) return;
                Monitor.Wait(gate, changed.Count > 0 ? left : Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>What the store has yet to hear. Each change comes back as <see cref="Settled"/> or <see cref="NotSettled"/>.</summary>
    public IReadOnlyList<Settlement> Changes()
    {
        lock (gate)
        {
            urgent = false;
            Settlement[] changes = [.. changed.Select(a => a.Settle(a.Unsaved, stopping))];
            foreach (var run in changed) run.IsBeingSaved = true;
            changed.Clear();
            return changes;
        }
    }

    /// <summary>A change with all but its trials as it is now. Asked while no move of the run can be written, so that where
    /// the run is here and what the store says of it are of one moment.</summary>
    public Settlement AsOfNow(Settlement change)
    {
        lock (gate) return change.Active.Settle(change.Trials, stopping);
    }

    /// <summary>The store has a change. Here is where whoever trained its trials elsewhere may forget them.</summary>
    /// <param name="change">The change.</param>
    /// <param name="isThere">False where the run is gone from the store.</param>
    /// <param name="isComplete">None of its trials is left to train.</param>
    public void Settled(Settlement change, bool isThere, bool isComplete)
    {
        bool left;
        lock (gate)
        {
            var run = change.Active;
            run.IsBeingSaved = false;
            run.Forget(change.Trials);
            // Somebody resumed it when it had just ended: the store has yet to hear that there is nothing left to train.
            var resumed = isThere && isComplete && run.InQueue && run.Live.Run.Status.GoesOn();
            if (resumed) Change(run, now: true);
            left = (!isThere || isComplete) && !resumed && Unqueue(run);
            if (!run.InQueue) LeaveWhenDone(run);
        }
        if (change.Trials.Count > 0) shared?.Kept(change.Active.Live.Id, [.. change.Trials.Select(t => t.Index)]);
        if (left) stateChanged();
    }

    /// <summary>The store could not take a change.</summary>
    public void NotSettled(Settlement change)
    {
        lock (gate)
        {
            change.Active.IsBeingSaved = false;
            Change(change.Active, now: false);
        }
    }

    /// <summary>Results cannot be saved (why), so that no more are made, or can again (null).</summary>
    public void Storage(string? error)
    {
        lock (gate)
        {
            if (storageError == error) return;
            storageError = error;
            shared?.Waiting();
            Monitor.PulseAll(gate);
        }
        observer.OnStorage(error);
        stateChanged();
    }

    private void Change(ActiveRun run, bool now)
    {
        if (!changed.Contains(run)) changed.Add(run);
        urgent |= now;
        Monitor.PulseAll(gate);
    }
}
