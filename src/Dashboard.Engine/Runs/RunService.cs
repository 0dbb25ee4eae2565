using Dashboard.Engine.Experiments;
using Dashboard.Engine.Sequences;

namespace Dashboard.Engine.Runs;

/// <summary>What pages and the API do with runs: launch, steer, edit, read, watch. Thread-safe.</summary>
/// <remarks>Every call that writes may throw <see cref="StorageUnavailableException"/>; then nothing has changed.</remarks>
public sealed class RunService
{
    /// <summary>How long a deleted run can be brought back.</summary>
    public static readonly TimeSpan UndoTime = TimeSpan.FromMinutes(10);

    private readonly IRunStore store;
    private readonly RunWorker worker;
    private readonly EngineOptions options;
    private readonly TimeProvider time;
    private readonly RunBoard board;
    private readonly RunScheduler scheduler;
    private readonly RunListFeed feed;
    private readonly SafeObserver observer;
    private readonly WorkEstimate estimate = new();
    private readonly CancellationTokenSource stopped = new();
    private int runReaders;

    public RunService(IRunStore store, Trainers trainers, SequenceCache sequences, EngineOptions options, TimeProvider time, IRunObserver? observer = null)
    {
        (this.store, this.options, this.time) = (store, options, time);
        this.observer = new(observer);
        board = new(store, time);
        feed = new(() => scheduler!.State, time, stopped.Token);
        worker = new(trainers, sequences, estimate);
        scheduler = new(worker, store, options, time, Announce, () => feed.Publish(null), board.Release, this.observer);
    }

    /// <summary>What the engine is doing.</summary>
    public EngineState State => scheduler.State;

    /// <summary>Subscriptions that are open: to single runs, and to the list of runs (every open page has one).</summary>
    public (int Runs, int Lists) Readers => (Volatile.Read(ref runReaders), feed.Readers);

    /// <summary>
    /// Starts the workers. Runs that were training when the server was killed become interrupted; runs that waited, or
    /// trained when it was stopped cleanly, go on.
    /// </summary>
    public void Start()
    {
        foreach (var run in store.WithStatus(RunStatus.Running)) Correct(run, r => r with { Status = RunStatus.Interrupted });
        foreach (var run in store.WithStatus(RunStatus.Cancelling)) Correct(run, r => r with { Status = RunStatus.Cancelled, EndedAt = Now });
        foreach (var run in store.WithStatus(RunStatus.Queued)) scheduler.Enqueue(board.Acquire(run.Id)!);
        PurgeDeleted();
        LearnRates();
        scheduler.Start();
    }

    /// <summary>Stops training and saves what is finished, within about <paramref name="timeout"/>. Then every subscription ends,
    /// so that no viewer holds up the stop of the server.</summary>
    public void Stop(TimeSpan timeout)
    {
        scheduler.Stop(timeout);
        stopped.Cancel();
    }

    /// <summary>Persists a run, then queues it.</summary>
    /// <exception cref="QueueFullException">Too many runs wait.</exception>
    public Run Launch(RunSpec spec, string? name = null, IReadOnlyList<string>? tags = null)
    {
        var run = NewRun(spec, name) with { Tags = tags ?? [] };
        Launch([run], null);
        return run;
    }

    /// <summary>The deck's 16 panels as one study.</summary>
    /// <exception cref="QueueFullException">Too many runs wait.</exception>
    public Study LaunchDeck(Protocol protocol, IReadOnlyList<long> seeds, string? name = null, EngineChoice engine = EngineChoice.Auto)
    {
        var id = NewId();
        var runs = Presets.Panels.Select(p => NewRun(Presets.Run(p, protocol, seeds) with { Engine = engine }, p.Name) with { StudyId = id, Tags = ["deck"] }).ToArray();
        var study = new Study
        {
            Id = id,
            Name = string.IsNullOrWhiteSpace(name) ? $"The whole deck, {seeds.Count} seed{(seeds.Count == 1 ? "" : "s")}" : name.Trim(),
            CreatedAt = Now,
            RunIds = [.. runs.Select(r => r.Id)],
            Protocol = protocol,
        };
        Launch(runs, study);
        return study;
    }

    /// <summary>The runs of a study again with other seeds, as a study of its own: what a run trains never changes.</summary>
    /// <exception cref="KeyNotFoundException">There is no such study.</exception>
    /// <exception cref="QueueFullException">Too many runs wait.</exception>
    public Study LaunchMore(string studyId, IReadOnlyList<long> seeds)
    {
        var (of, old) = FindStudy(studyId) ?? throw new KeyNotFoundException($"There is no study '{studyId}'.");
        var id = NewId();
        var runs = old.Select(r => NewRun(r.Spec with { Seeds = seeds }, r.Name) with { StudyId = id, Tags = r.Tags }).ToArray();
        var study = of with
        {
            Id = id,
            Name = $"{(of.Preset == "deck" ? "The whole deck" : of.Name)}, {(seeds.Count == 1 ? $"seed {seeds[0]}" : $"seeds {seeds[0]}–{seeds[^1]}")}",
            CreatedAt = Now,
            RunIds = [.. runs.Select(r => r.Id)],
        };
        Launch(runs, study);
        return study;
    }

    private void Launch(IReadOnlyList<Run> runs, Study? study)
    {
        if (scheduler.State.Queued + runs.Count > options.QueueLimit) throw new QueueFullException(options.QueueLimit);
        store.Add(runs, study);
        foreach (var run in runs)
        {
            // Told before it can start, so that launched comes before started.
            observer.OnRun(null, run);
            scheduler.Enqueue(board.Acquire(run.Id)!);
            feed.Publish(run);
        }
    }

    /// <summary>Pauses a queued or running run: trials in training are stopped and will be trained again.</summary>
    /// <exception cref="RunNotFoundException"/>
    /// <exception cref="IllegalMoveException">Its status does not allow it.</exception>
    public Run Pause(string id) => Holding(id, live => scheduler.Drop(live, r =>
        r.Status.CanPause() ? RunStatus.Paused : throw Illegal(r, "paused", "queued or running")));

    /// <summary>Ends the run; what is finished stays.</summary>
    public Run Cancel(string id) => Holding(id, live => scheduler.Drop(live, r =>
        r.Status.CanCancel() ? RunStatus.Cancelled : throw Illegal(r, "cancelled", "queued, running, paused or interrupted")));

    /// <summary>Goes on from the first unfinished trial.</summary>
    public Run Resume(string id)
    {
        var live = board.Acquire(id) ?? throw new RunNotFoundException(id);
        try
        {
            var run = Change(live, r => r.Status.CanResume() ? r with { Status = RunStatus.Queued, EndedAt = null, Error = null }
                : throw Illegal(r, "resumed", "paused, interrupted, cancelled or failed"));
            scheduler.Enqueue(live);
            return run;
        }
        catch
        {
            board.Release(live);
            throw;
        }
    }

    /// <summary>Changes what people said of a run; null leaves a field as it is.</summary>
    public Run Edit(string id, string? name = null, string? notes = null, IReadOnlyList<string>? tags = null) =>
        Edit(id, _ => new() { Name = name, Notes = notes, Tags = tags });

    /// <summary>Changes what people said of a run from what it is at that moment, so that nobody's words are overwritten unseen.</summary>
    /// <param name="id">The run.</param>
    /// <param name="change">Called under a lock with the run as it now is: the change, already checked; nothing to change leaves it as it is.</param>
    public Run Edit(string id, Func<Run, RunEdit> change) => Holding(id, live => Change(live, r => change(r) is var e && e == new RunEdit() ? r
        : r with { Name = e.Name ?? r.Name, Notes = e.Notes ?? r.Notes, Tags = e.Tags ?? r.Tags }));

    /// <summary>Deletes a run (it stops training); <see cref="Restore"/> brings it back for the next 10 minutes.</summary>
    public void Delete(string id)
    {
        PurgeDeleted();
        Holding(id, live =>
        {
            if (live.Run.Status.GoesOn()) scheduler.Drop(live, r => r.Status.CanPause() ? RunStatus.Paused : null);
            return Change(live, r => r with { DeletedAt = Now });
        });
    }

    /// <summary>Undoes <see cref="Delete"/>; a run that was training is then paused.</summary>
    public Run Restore(string id)
    {
        if (store.Find(id) is not { DeletedAt: not null }) throw new RunNotFoundException(id);
        Run? Back() => store.Update(id, r => r with { DeletedAt = null });
        if (board.Peek(id) is { } live) return live.Write(Back, Announce) ?? throw new RunNotFoundException(id);
        var run = Back() ?? throw new RunNotFoundException(id);
        feed.Publish(run);
        return run;
    }

    /// <summary>The run as it now is, or null; deleted runs are not found.</summary>
    public Run? Find(string id) => (board.Peek(id)?.Run ?? store.Find(id)) is { DeletedAt: null } run ? run : null;

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

    /// <summary>All studies, newest first.</summary>
    public IReadOnlyList<Study> Studies() => store.Studies();

    /// <summary>The study and its runs as they now are, or null.</summary>
    public (Study Study, IReadOnlyList<Run> Runs)? FindStudy(string id) =>
        store.FindStudy(id) is { } study ? (study, store.FindMany(study.RunIds)) : null;

    /// <summary>Seconds left of a run that trains, weighted by work; null until it settles.</summary>
    public double? EtaSeconds(string id) => board.Peek(id)?.EtaSeconds;

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

    /// <summary>Estimated seconds a run would take on this machine, from the newest trials here; the queue not counted.</summary>
    public double EstimateSeconds(RunSpec spec) =>
        estimate.Seconds(spec, model => worker.EngineOf(spec, model)) / Math.Min(options.WorkerCount, spec.TrialCount);

    /// <summary>So that the first estimate after a start is as good as the last before it.</summary>
    private void LearnRates()
    {
        try
        {
            foreach (var run in store.List(new() { Statuses = [RunStatus.Done], Take = 3 }).Items.Reverse())
                foreach (var trial in store.Trials(run.Id)) estimate.Observe(run.Spec, trial);
        }
        catch (StorageUnavailableException)
        {
            // A guess is no reason not to start; the pages say what the store says.
        }
    }

    private void Announce(Run before, Run now)
    {
        feed.Publish(now);
        observer.OnRun(before, now);
    }

    private void Correct(Run run, Func<Run, Run> change)
    {
        if (store.Update(run.Id, change) is { } now) observer.OnRun(run, now);
    }

    private void PurgeDeleted()
    {
        foreach (var run in store.Deleted(before: Now - UndoTime)) store.Purge(run.Id);
    }

    private Run NewRun(RunSpec spec, string? name) => new()
    {
        Id = NewId(),
        Name = string.IsNullOrWhiteSpace(name) ? spec.Panel.Name : name.Trim(),
        Spec = spec,
        CreatedAt = Now,
        Summary = [.. spec.Models.Select(m => new ModelSummary(m, new double?[spec.Lengths.Count], new double?[spec.Lengths.Count]))],
    };

    private Run Change(LiveRun live, Func<Run, Run> change) =>
        live.Write(() => store.Update(live.Id, change), Announce) ?? throw new RunNotFoundException(live.Id);

    private Run Holding(string id, Func<LiveRun, Run> act)
    {
        var live = board.Acquire(id) ?? throw new RunNotFoundException(id);
        try
        {
            return act(live);
        }
        finally
        {
            board.Release(live);
        }
    }

    private string NewId() => Guid.CreateVersion7(time.GetUtcNow()).ToString("N");

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    private static IllegalMoveException Illegal(Run run, string move, string from) =>
        new($"A run that is {run.Status.ToString().ToLowerInvariant()} cannot be {move}; only one that is {from} can.");
}

/// <summary>There is no run with that id.</summary>
public sealed class RunNotFoundException(string id) : Exception($"There is no run '{id}'.");

/// <summary>The run's status does not allow what was asked.</summary>
public sealed class IllegalMoveException(string message) : Exception(message);

/// <summary>Too many runs wait.</summary>
public sealed class QueueFullException(int limit) : Exception($"The queue is full: {limit} runs may wait. Cancel one or try again later.");
