using Dashboard.Engine.Experiments;

namespace Dashboard.Engine.Runs;

/// <summary>There is no run with that id.</summary>
public sealed class RunNotFoundException(string id) : Exception($"There is no run '{id}'.");

/// <summary>The run's status does not allow what was asked.</summary>
public sealed class IllegalMoveException(string message) : Exception(message);

/// <summary>Too many runs wait.</summary>
public sealed class QueueFullException(int limit) : Exception($"The queue is full: {Numbers.Of(limit, "run")} may wait. Cancel one or try again later.");

/// <summary>A phase map has all the seeds it may have.</summary>
public sealed class MapFullException(string message) : Exception(message);
