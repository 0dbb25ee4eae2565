namespace Dashboard.Web.Operations;

/// <summary>Where a worker is.</summary>
public enum NodeState
{
    /// <summary>It shows that it computes what the lab does.</summary>
    Joining,
    Training,
    Idle,

    /// <summary>Two seconds without a heartbeat, or more.</summary>
    Quiet,

    /// <summary>Ten seconds without one.</summary>
    Lost,

    /// <summary>It takes no more, and ends when all it trained is saved.</summary>
    Leaving,

    /// <summary>Another version or other bits, or what it sent could not be read.</summary>
    Refused,
}

/// <summary>A worker at one moment.</summary>
/// <param name="Name">Its name.</param>
/// <param name="State">Where it is.</param>
/// <param name="Cores">Trials it trains at a time.</param>
/// <param name="Busy">Trials it trains now.</param>
/// <param name="VectorBits">Width of its vectors.</param>
/// <param name="Rate">Trials a second, of the last five seconds.</param>
/// <param name="Rates">Trials by second over the last minute, oldest first.</param>
/// <param name="Seen">When it was heard last, UTC.</param>
/// <param name="Holds">Trials it holds.</param>
/// <param name="HandedOn">Trials that were handed on when it fell silent.</param>
/// <param name="LostAt">When that was, UTC.</param>
/// <param name="Refused">Why it gets no work.</param>
/// <param name="Note">What its people should know.</param>
public sealed record Node(
    string Name, NodeState State, int Cores, int Busy, int VectorBits, double Rate, IReadOnlyList<int> Rates, DateTime Seen,
    int Holds, int HandedOn, DateTime? LostAt, string? Refused, string? Note);

/// <summary>What happened to a worker.</summary>
public enum EventKind
{
    Joined,
    Left,

    /// <summary>It was silent; what it held waits for others.</summary>
    HandedOn,

    /// <summary>It was started again while it held trials.</summary>
    StartedAgain,
    Refused,
}

/// <summary>Something that happened.</summary>
/// <param name="At">UTC.</param>
/// <param name="Node">The worker.</param>
/// <param name="Kind">What.</param>
/// <param name="Trials">Trials that were handed on.</param>
/// <param name="LastHeard">When it was heard last, UTC.</param>
public sealed record ClusterEvent(DateTime At, string Node, EventKind Kind, int Trials, DateTime LastHeard);

/// <summary>All machines at one moment.</summary>
/// <param name="IsOn">Whether other machines may train.</param>
/// <param name="Broker">Why the broker cannot be used now; null where it can.</param>
/// <param name="Name">This machine's name.</param>
/// <param name="OwnThreads">Whether this machine's threads take trials.</param>
/// <param name="OwnVectorBits">Width of this machine's vectors.</param>
/// <param name="OwnRates">Trials by second of this machine, over the last minute, oldest first.</param>
/// <param name="Nodes">The workers.</param>
/// <param name="Events">What happened, newest first.</param>
public sealed record ClusterView(
    bool IsOn, string? Broker, string Name, bool OwnThreads, int OwnVectorBits, IReadOnlyList<int> OwnRates, IReadOnlyList<Node> Nodes, IReadOnlyList<ClusterEvent> Events)
{
    /// <summary>That of a lab on its own.</summary>
    public static ClusterView Off { get; } = new(false, null, "", true, 0, [], [], []);
}
