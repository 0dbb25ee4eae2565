namespace Dashboard.Engine.Runs;

/// <summary>News of one run.</summary>
/// <param name="Sequence">The run's event counter: it grows with every event, and updates of one subscription carry growing ones.</param>
/// <param name="IsSnapshot">True for a subscription's first update: it holds every trial. Later ones hold only the trials that changed.</param>
/// <param name="Run">The run as it now is.</param>
/// <param name="Trials">All trials by index, or those that changed since the update before.</param>
/// <param name="EtaSeconds">Seconds left, weighted by work; null until it settles and when the run does not train.</param>
public sealed record RunUpdate(long Sequence, bool IsSnapshot, Run Run, IReadOnlyList<Trial> Trials, double? EtaSeconds);

/// <summary>News of the list of runs.</summary>
/// <param name="Changed">Runs added or changed since the update before (the first update: the runs that are not ended).</param>
/// <param name="Removed">Ids of deleted runs.</param>
/// <param name="Engine">What the engine is doing.</param>
public sealed record RunsUpdate(IReadOnlyList<Run> Changed, IReadOnlyList<string> Removed, EngineState Engine);

/// <summary>What the engine is doing.</summary>
/// <param name="Running">Runs in training.</param>
/// <param name="Queued">Runs waiting.</param>
/// <param name="StorageError">Why the store cannot be written, or null.</param>
public sealed record EngineState(int Running, int Queued, string? StorageError);
