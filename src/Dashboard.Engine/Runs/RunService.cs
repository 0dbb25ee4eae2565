using Dashboard.Engine.Experiments;

namespace Dashboard.Engine.Runs;

/// <summary>What pages and the API do with runs: launch, steer, edit, read. Thread-safe.</summary>
public sealed class RunService
{
    /// <summary>Persists a run, then queues it.</summary>
    /// <exception cref="QueueFullException">Too many runs wait.</exception>
    /// <exception cref="StorageUnavailableException">It could not be saved; nothing was queued.</exception>
    public Run Launch(RunSpec spec, string? name = null, IReadOnlyList<string>? tags = null) => throw new NotImplementedException();

    /// <summary>The deck's 16 panels as one study.</summary>
    public Study LaunchDeck(Protocol protocol, IReadOnlyList<long> seeds, string? name = null, EngineChoice engine = EngineChoice.Auto) => throw new NotImplementedException();

    /// <summary>Pauses a queued or running run: trials in training are stopped and will be trained again.</summary>
    /// <exception cref="RunNotFoundException"/>
    /// <exception cref="IllegalMoveException">Its status does not allow it.</exception>
    public Run Pause(string id) => throw new NotImplementedException();

    /// <summary>Goes on from the first unfinished trial.</summary>
    public Run Resume(string id) => throw new NotImplementedException();

    /// <summary>Ends the run; what is finished stays.</summary>
    public Run Cancel(string id) => throw new NotImplementedException();

    /// <summary>Changes what people said of a run; null leaves a field as it is.</summary>
    public Run Edit(string id, string? name = null, string? notes = null, IReadOnlyList<string>? tags = null) => throw new NotImplementedException();

    /// <summary>Deletes a run (cancelled first if it trains); <see cref="Restore"/> brings it back for the next 10 minutes.</summary>
    public void Delete(string id) => throw new NotImplementedException();

    /// <summary>Undoes <see cref="Delete"/>.</summary>
    public Run Restore(string id) => throw new NotImplementedException();

    /// <summary>The run as it now is (live if it trains), or null; deleted runs are not found.</summary>
    public Run? Find(string id) => throw new NotImplementedException();

    /// <summary>One page of runs, each as it now is.</summary>
    public RunPage List(RunQuery query) => throw new NotImplementedException();

    /// <summary>All trials of a run by index, queued and running ones included; empty where there is no such run.</summary>
    public IReadOnlyList<Trial> Trials(string id) => throw new NotImplementedException();

    /// <summary>All studies, newest first.</summary>
    public IReadOnlyList<Study> Studies() => throw new NotImplementedException();

    /// <summary>The study and its runs as they now are, or null.</summary>
    public (Study Study, IReadOnlyList<Run> Runs)? FindStudy(string id) => throw new NotImplementedException();

    /// <summary>News of one run: a snapshot, then changes. Null where there is no such run.</summary>
    public Subscription<RunUpdate>? Subscribe(string id) => throw new NotImplementedException();

    /// <summary>News of the list of runs.</summary>
    public Subscription<RunsUpdate> SubscribeAll() => throw new NotImplementedException();

    /// <summary>What the engine is doing.</summary>
    public EngineState State => throw new NotImplementedException();

    /// <summary>Estimated seconds a run would take on this machine, from the newest runs of the same engine; the queue not counted.</summary>
    public double EstimateSeconds(RunSpec spec) => throw new NotImplementedException();
}

/// <summary>There is no run with that id.</summary>
public sealed class RunNotFoundException(string id) : Exception($"There is no run '{id}'.");

/// <summary>The run's status does not allow what was asked.</summary>
public sealed class IllegalMoveException(string message) : Exception(message);

/// <summary>Too many runs wait.</summary>
public sealed class QueueFullException(int limit) : Exception($"The queue is full: {limit} runs wait. Cancel one or try again later.");
