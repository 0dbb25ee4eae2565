using Dashboard.Web.Operations;

namespace Dashboard.Web.Cluster;

/// <summary>What happens between machines, as structured log lines.</summary>
internal static partial class ClusterLog
{
    [LoggerMessage(300, LogLevel.Information, "The broker is connected")]
    public static partial void BrokerConnected(this ILogger logger);

    [LoggerMessage(301, LogLevel.Warning, "The broker is out of reach; workers train on and keep their results, and nobody counts as lost meanwhile")]
    public static partial void BrokerAway(this ILogger logger);

    [LoggerMessage(302, LogLevel.Warning, "The broker's process ended (exit code {ExitCode}) and is started again")]
    public static partial void BrokerEnded(this ILogger logger, int? exitCode);

    [LoggerMessage(303, LogLevel.Error, "The broker cannot be started: {Error}")]
    public static partial void BrokerFailed(this ILogger logger, string error);

    [LoggerMessage(304, LogLevel.Warning, "The broker says: {Error}")]
    public static partial void BrokerSays(this ILogger logger, string error);

    [LoggerMessage(310, LogLevel.Information, "Worker {Worker} is {State}: {Cores} cores, {VectorBits}-bit vectors")]
    public static partial void WorkerState(this ILogger logger, string worker, NodeState state, int cores, int vectorBits);

    [LoggerMessage(311, LogLevel.Warning, "Worker {Worker} is {State}; {Trials} of its trials went to others")]
    public static partial void WorkerLost(this ILogger logger, string worker, NodeState state, int trials);

    [LoggerMessage(312, LogLevel.Warning, "Worker {Worker} gets no work: {Why}")]
    public static partial void WorkerRefused(this ILogger logger, string worker, string? why);

    [LoggerMessage(313, LogLevel.Warning, "A message of worker {Worker} cannot be read ({Verb}: {Problem})")]
    public static partial void BrokenMessage(this ILogger logger, string worker, string verb, string problem);

    [LoggerMessage(320, LogLevel.Error, "What a worker said could not be dealt with; the others go on")]
    public static partial void LedgerFailed(this ILogger logger, Exception error);
}
