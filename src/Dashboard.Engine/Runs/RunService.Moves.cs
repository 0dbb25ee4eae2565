using Dashboard.Engine.Experiments;

namespace Dashboard.Engine.Runs;

// The steps of a run's life that people ask for; all others are a Settlement's.
public sealed partial class RunService
{
    /// <summary>How long a deleted run can be brought back.</summary>
    public static readonly TimeSpan UndoTime = TimeSpan.FromMinutes(10);

    /// <summary>Pauses a queued or running run: trials in training are stopped and will be trained again.</summary>
    /// <exception cref="RunNotFoundException"/>
    /// <exception cref="IllegalMoveException">Its status does not allow it.</exception>
    public Run Pause(string id) => Move(id, (r, _) =>
        r.Status.CanPause() ? r with { Status = RunStatus.Paused } : throw Illegal(r, "paused", "queued or running"));

    /// <summary>Ends the run; what is finished stays. It is cancelling until its trials in training have stopped.</summary>
    public Run Cancel(string id) => Move(id, (r, idle) => !r.Status.CanCancel() ? throw Illegal(r, "cancelled", "queued, running, paused or interrupted")
        : idle ? r with { Status = RunStatus.Cancelled, EndedAt = Now } : r with { Status = RunStatus.Cancelling });

    /// <summary>Goes on from the first unfinished trial.</summary>
    public Run Resume(string id) => Move(id, (r, _) =>
        r.Status.CanResume() ? r with { Status = RunStatus.Queued, EndedAt = null, Error = null, WentOnAt = null } : throw Illegal(r, "resumed", "paused, interrupted, cancelled or failed"),
        // Read before anything is written: a run whose trials cannot be read now stays as it is.
        before: live => live.Load());

    /// <summary>Changes what people said of a run; null leaves a field as it is.</summary>
    public Run Edit(string id, string? name = null, string? notes = null, IReadOnlyList<string>? tags = null) =>
        Edit(id, _ => new() { Name = name, Notes = notes, Tags = tags });

    /// <summary>Changes what people said of a run from what it is at that moment, so that nobody's words are overwritten unseen.</summary>
    /// <param name="id">The run.</param>
    /// <param name="change">Called under a lock with the run as it now is: the change, already checked; nothing to change leaves it as it is.</param>
    public Run Edit(string id, Func<Run, RunEdit> change) => Move(id, (r, _) => change(r) is var e && e == new RunEdit() ? r
        : r with { Name = e.Name ?? r.Name, Notes = e.Notes ?? r.Notes, Tags = e.Tags ?? r.Tags });

    /// <summary>Deletes a run (it stops training); <see cref="Restore"/> brings it back for the next 10 minutes.</summary>
    public void Delete(string id)
    {
        PurgeDeleted();
        Move(id, (r, _) => r with { DeletedAt = Now, Status = r.Status.CanPause() ? RunStatus.Paused : r.Status });
    }

    /// <summary>Undoes <see cref="Delete"/>; a run that was training is then paused.</summary>
    /// <exception cref="RunNotFoundException">There is no deleted run with that id.</exception>
    public Run Restore(string id) => Move(id, (r, _) => r.DeletedAt is null ? throw new RunNotFoundException(id) : r with { DeletedAt = null }, deleted: true);

    /// <summary>One step of a run's life: written durably, then shown, then the queue follows it.</summary>
    /// <param name="id">The run.</param>
    /// <param name="change">From the run as stored, and whether nothing of it is in training or unsaved, to what it becomes.</param>
    /// <param name="deleted">The move is one of deleted runs.</param>
    /// <param name="before">Done with the run first.</param>
    private Run Move(string id, Func<Run, bool, Run> change, bool deleted = false, Action<LiveRun>? before = null) => Holding(id, live =>
    {
        before?.Invoke(live);
        return live.Write(
            () => store.Update(id, r =>
            {
                if (r.DeletedAt is not null && !deleted) throw new RunNotFoundException(id);
                var (idle, seconds) = scheduler.Look(live);
                return change(seconds > r.Seconds ? r with { Seconds = seconds } : r, idle);
            }),
            (was, now) =>
            {
                scheduler.Follow(live, now);
                Announce(was, now);
            });
    }, deleted) ?? throw new RunNotFoundException(id);

    /// <summary>Does something with a run that is held meanwhile.</summary>
    private T Holding<T>(string id, Func<LiveRun, T> act, bool deletedToo = false)
    {
        var live = board.Acquire(id, deletedToo) ?? throw new RunNotFoundException(id);
        try
        {
            return act(live);
        }
        finally
        {
            board.Release(live);
        }
    }

    private void PurgeDeleted()
    {
        foreach (var run in store.Deleted(before: Now - UndoTime)) store.Purge(run.Id);
    }

    private static IllegalMoveException Illegal(Run run, string move, string from) =>
        new($"A run that is {run.Status.ToString().ToLowerInvariant()} cannot be {move}; only one that is {from} can.");
}
