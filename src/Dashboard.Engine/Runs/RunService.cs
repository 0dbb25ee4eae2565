using Dashboard.Engine.Experiments;

namespace Dashboard.Engine.Runs;

/// <summary>What pages and the API do with runs: launch, steer, edit, read, watch. Thread-safe.</summary>
/// <remarks>Every call that writes may throw <see cref="StorageUnavailableException"/>; then nothing has changed.</remarks>
public sealed partial class RunService
{
    private readonly IRunStore store;
    private readonly ITrialRunner runner;
    private readonly EngineOptions options;
    private readonly TimeProvider time;
    private readonly RunBoard board;
    private readonly RunScheduler scheduler;
    private readonly WorkerThreads workers;
    private readonly TrialSaver saver;
    private readonly RunListFeed feed;
    private readonly RunFactory factory;
    private readonly SafeObserver observer;
    private readonly WorkEstimate estimate = new();
    private readonly CancellationTokenSource stopped = new();

    public RunService(IRunStore store, ITrialRunner runner, EngineOptions options, TimeProvider time, IRunObserver? observer = null)
    {
        (this.store, this.runner, this.options, this.time) = (store, runner, options, time);
        this.observer = new(observer);
        factory = new(time);
        board = new(store, time);
        feed = new(() => scheduler!.State, time, stopped.Token);
        scheduler = new(board, EtaOf, Travels, () => feed.Publish(null), this.observer, time);
        saver = new(scheduler, store, options, this.observer, Announce, time);
        workers = new(scheduler, runner, estimate, this.observer, time);
        Desk = new(scheduler, board, runner, estimate, this.observer);
    }

    /// <summary>Where other machines take trials and bring results.</summary>
    public WorkDesk Desk { get; }

    /// <summary>Runs that somebody holds: those that wait or train, and those that are watched.</summary>
    internal int Held => board.Count;

    /// <summary>What the engine is doing.</summary>
    public EngineState State => scheduler.State;

    /// <summary>The queue by person: between them trials take turns, and each one's runs go in the order given.</summary>
    public IReadOnlyList<Turn> Turns => scheduler.Turns;

    /// <summary>
    /// Starts the workers. Runs that were training when the server was killed become interrupted, and go on where other machines
    /// train them still (<see cref="WorkDesk.Adopt"/>); runs that waited, or trained when it was stopped cleanly, go on.
    /// </summary>
    public void Start()
    {
        var running = store.WithStatus(RunStatus.Running, RunStatus.Cancelling);
        foreach (var run in running) Holding(run.Id, Correct);
        foreach (var run in store.Deleted(before: DateTime.MaxValue))
            if (run.Status is RunStatus.Running or RunStatus.Cancelling) Holding(run.Id, Correct, deletedToo: true);
        saver.SaveNow();
        Desk.WereLeft([.. running.Where(r => r.WentOnAt is not null).Select(r => r.Id)]);
        foreach (var run in store.WithStatus(RunStatus.Queued)) Holding(run.Id, Enqueue);
        PurgeDeleted();
        LearnRates();
        saver.Start();
        workers.Start(options.WorkerCount);
    }

    /// <summary>Stops training and saves what is finished, within about <paramref name="timeout"/>, whatever the store does.
    /// Then every subscription ends, so that no viewer holds up the stop of the server.</summary>
    public void Stop(TimeSpan timeout)
    {
        var deadline = time.GetTimestamp() + (long)(timeout.TotalSeconds * time.TimestampFrequency);
        TimeSpan Left() => time.GetElapsedTime(time.GetTimestamp(), deadline) is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;
        scheduler.Stop();
        workers.Join(Left);
        scheduler.Close();
        saver.Join(Left());
        stopped.Cancel();
    }

    /// <summary>Persists a run, then queues it.</summary>
    /// <exception cref="QueueFullException">Too many runs wait.</exception>
    public Run Launch(RunSpec spec, string? name = null, IReadOnlyList<string>? tags = null, Launcher? by = null)
    {
        var run = factory.Run(spec, name, by) with { Tags = tags ?? [] };
        Launch([run], null);
        return run;
    }

    /// <summary>Saves a result that was not trained here as a run that has ended.</summary>
    /// <param name="spec">From <see cref="BroughtResult"/>, as the trials.</param>
    /// <param name="trials">All of its trials.</param>
    /// <param name="name">Null for one made of the file's.</param>
    /// <param name="tags">What people say of it.</param>
    /// <param name="by">Who brings it.</param>
    public Run Bring(RunSpec spec, IReadOnlyList<Trial> trials, string? name = null, IReadOnlyList<string>? tags = null, Launcher? by = null)
    {
        if (spec.Brought is not { } brought) throw new ArgumentException("It was not brought in.", nameof(spec));
        var run = factory.Run(spec, string.IsNullOrWhiteSpace(name) ? brought.File : name, by);
        run = new RunTally(spec, trials).Apply(run with { Status = RunStatus.Done, EndedAt = run.CreatedAt, Tags = tags ?? [] });
        store.AddEnded(run, trials);
        Announce(null, run);
        return run;
    }

    private Study? Launch(IReadOnlyList<Run> runs, Study? study)
    {
        if (scheduler.State.Queued + runs.Count > options.QueueLimit) throw new QueueFullException(options.QueueLimit);
        // Held before anybody can know of them: between store and queue nothing can fail, and whoever steers one meanwhile shares it.
        LiveRun[] launched = [.. runs.Select(board.Add)];
        try
        {
            store.Add(runs, study);
            foreach (var live in launched)
            {
                // Told before it can start, so that launched comes before started.
                observer.OnRun(null, live.Run);
                Enqueue(live);
            }
        }
        finally
        {
            foreach (var live in launched) board.Release(live);
        }
        return study;
    }

    private Run Correct(LiveRun live)
    {
        scheduler.Correct(live);
        return live.Run;
    }

    /// <summary>Puts a stored run in the queue, unless it was moved elsewhere meanwhile.</summary>
    private Run? Enqueue(LiveRun live) => live.Write(() => live.Run, (_, run) =>
    {
        scheduler.Follow(live, run);
        feed.Publish(run);
    });

    /// <summary>Estimated seconds a run would take on this machine, from the newest trials here; the queue not counted.</summary>
    public double EstimateSeconds(RunSpec spec) =>
        estimate.Seconds(spec, model => runner.EngineOf(spec, model)) / Math.Min(Cores, spec.TrialCount);

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

    private void Announce(Run? before, Run now)
    {
        feed.Publish(now);
        observer.OnRun(before, now);
    }

    private Eta EtaOf(Run run)
    {
        var engines = run.Spec.Models.ToDictionary(m => m, m => runner.EngineOf(run.Spec, m));
        return new(key => estimate.Seconds(run.Spec, key, engines[key.Model]), () => Cores, time);
    }

    // Other machines have the engine that needs no native library.
    private bool Travels(Run run) => run.Spec.Models.All(m => runner.EngineOf(run.Spec, m) == "fused");

    // Trials trained at a time, here and elsewhere.
    private int Cores => Math.Max(1, (Desk.OwnThreads ? options.WorkerCount : 0) + Desk.OtherCores);

    private DateTime Now => time.GetUtcNow().UtcDateTime;
}
