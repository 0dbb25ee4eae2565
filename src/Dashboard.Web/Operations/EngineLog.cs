using Dashboard.Engine.Runs;
using Dashboard.Engine.Training;

namespace Dashboard.Web.Operations;

/// <summary>What the engine does, as structured log lines: every one carries RunId, those of trials TrialIndex too.</summary>
internal static partial class EngineLog
{
    [LoggerMessage(100, LogLevel.Information, "Run {RunId} launched: {Name}, {Trials} trials")]
    public static partial void RunLaunched(this ILogger logger, string runId, string name, int trials);

    [LoggerMessage(101, LogLevel.Information, "Run {RunId} is {Status}, {TrialsDone} of {Trials} trials done")]
    public static partial void RunMoved(this ILogger logger, string runId, RunStatus status, int trialsDone, int trials);

    [LoggerMessage(102, LogLevel.Information, "Run {RunId} ended {Status}: {TrialsDone} of {Trials} trials, {Diverged} diverged, {Failed} failed, {Seconds:0.0} s")]
    public static partial void RunEnded(this ILogger logger, string runId, RunStatus status, int trialsDone, int trials, int diverged, int failed, double seconds);

    [LoggerMessage(103, LogLevel.Warning, "Run {RunId} failed: {Error}")]
    public static partial void RunFailed(this ILogger logger, string runId, string? error);

    [LoggerMessage(104, LogLevel.Information, "Run {RunId} deleted")]
    public static partial void RunDeleted(this ILogger logger, string runId);

    [LoggerMessage(105, LogLevel.Information, "Run {RunId} restored")]
    public static partial void RunRestored(this ILogger logger, string runId);

    [LoggerMessage(106, LogLevel.Information, "Run {RunId} brought in: {Name}, {Trials} trials from a file")]
    public static partial void RunBrought(this ILogger logger, string runId, string name, int trials);

    [LoggerMessage(110, LogLevel.Debug, "Trial {TrialIndex} of run {RunId} {Status}: {Model}, length {Length}, seed {Seed}, {Seconds:0.000} s")]
    public static partial void TrialEnded(
        this ILogger logger, int trialIndex, string runId, TrialStatus status, ModelKind model, int length, long seed, double seconds);

    [LoggerMessage(111, LogLevel.Information, "Trial {TrialIndex} of run {RunId} diverged: {Model}, length {Length}, seed {Seed}. {Error}")]
    public static partial void TrialDiverged(this ILogger logger, int trialIndex, string runId, ModelKind model, int length, long seed, string? error);

    [LoggerMessage(112, LogLevel.Warning, "Trial {TrialIndex} of run {RunId} failed: {Model}, length {Length}, seed {Seed}. {Error}")]
    public static partial void TrialFailed(this ILogger logger, int trialIndex, string runId, ModelKind model, int length, long seed, string? error);

    [LoggerMessage(120, LogLevel.Error, "Results cannot be saved; they wait in memory and no trial starts. {Error}")]
    public static partial void StorageUnavailable(this ILogger logger, string error);

    [LoggerMessage(121, LogLevel.Information, "Results are saved again")]
    public static partial void StorageBack(this ILogger logger);
}
