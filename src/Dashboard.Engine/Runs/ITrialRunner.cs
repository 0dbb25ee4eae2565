using Dashboard.Engine.Experiments;
using Dashboard.Engine.Training;

namespace Dashboard.Engine.Runs;

/// <summary>
/// Trains trials: the one thing the queue knows of training. It knows no run, no queue and no store, so a trial may be trained
/// wherever its spec and key are. Thread-safe: trials, also of one run, train side by side.
/// </summary>
public interface ITrialRunner
{
    /// <summary>The name of the engine that trains a model of a run: "fused" or "torch".</summary>
    string EngineOf(RunSpec spec, ModelKind model);

    /// <summary>Compares the engines on a run's first batches.</summary>
    /// <returns>What was found, or a note why nothing could be compared; never an exception.</returns>
    SelfCheck SelfCheck(RunSpec spec);

    /// <summary>Trains one trial, synchronously, on the calling thread.</summary>
    /// <param name="spec">The run's configuration.</param>
    /// <param name="key">Which network of it.</param>
    /// <param name="observer">Hears of the start and of every epoch; null where nobody listens.</param>
    /// <param name="cancellation">Stops it within a batch.</param>
    /// <returns>Always a result: being stopped (<see cref="TrialStatus.Cancelled"/>) and failing are statuses, not exceptions.</returns>
    TrialResult Train(RunSpec spec, TrialKey key, ITrialObserver? observer, CancellationToken cancellation);
}

/// <summary>Hears how a trial goes, on the thread that trains it; must not block or throw.</summary>
public interface ITrialObserver : IEpochObserver
{
    /// <summary>Training begins, before the first epoch.</summary>
    /// <param name="engine">"fused" or "torch".</param>
    /// <param name="origin">What decides the bits of the result.</param>
    void OnStarted(string engine, TrialOrigin origin);
}
