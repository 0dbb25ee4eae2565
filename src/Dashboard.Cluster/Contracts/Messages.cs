using Dashboard.Engine.Runs;

namespace Dashboard.Cluster.Contracts;

/// <summary>A message that says what is wrong with it.</summary>
public interface IChecked
{
    /// <summary>What is out of bounds, in words; null where nothing is.</summary>
    string? Problem();
}

/// <summary>A message of a worker.</summary>
public interface IFromWorker : IChecked
{
    /// <summary>The process that sends it: a worker that is started again has another.</summary>
    string Session { get; }
}

/// <summary>A worker joins, or comes back.</summary>
/// <param name="Session">Its process.</param>
/// <param name="Protocol">Its <see cref="ClusterLimits.Protocol"/>.</param>
/// <param name="Engine">Version of its engines' numbers.</param>
/// <param name="Product">Version of the product.</param>
/// <param name="Cores">Trials it trains at a time.</param>
/// <param name="Bits">Width of its vectors.</param>
/// <param name="Utc">Its clock, ticks. For people: nothing is measured with it.</param>
/// <param name="Sequences">Digest of the sequences it draws; null while it has not proved itself.</param>
/// <param name="Training">Digest of what it trains.</param>
public sealed record Hello(
    string Session, int Protocol, int Engine, string Product, int Cores, int Bits, long Utc, string? Sequences = null, string? Training = null) : IFromWorker
{
    /// <inheritdoc/>
    public string? Problem() =>
        !ClusterLimits.IsId(Session) ? "session"
        : Cores is < 1 or > ClusterLimits.Cores ? "cores"
        : Bits is not (32 or 128 or 256 or 512) ? "bits"
        : Product is not { Length: <= 64 } ? "product"
        : Sequences is not null && !ClusterLimits.IsDigest(Sequences) ? "sequences"
        : Training is not null && !ClusterLimits.IsDigest(Training) ? "training"
        : (Sequences is null) != (Training is null) ? "digests" : null;
}

/// <summary>Answer to <see cref="Hello"/>.</summary>
/// <param name="Lab">The lab's process: one that is started again has another, and knows nothing of what it gave out before.</param>
/// <param name="Refused">Why it gets no work; null where it does.</param>
/// <param name="Note">Something its people should know.</param>
public sealed record Welcome(string Lab, string? Refused = null, string? Note = null) : IChecked
{
    /// <inheritdoc/>
    public string? Problem() => !ClusterLimits.IsId(Lab) ? "lab" : Refused?.Length > ClusterLimits.Text || Note?.Length > ClusterLimits.Text ? "text" : null;
}

/// <summary>Give me work.</summary>
/// <param name="Session">Its process.</param>
public sealed record Ask(string Session) : IFromWorker
{
    /// <inheritdoc/>
    public string? Problem() => ClusterLimits.IsId(Session) ? null : "session";
}

/// <summary>Answer to <see cref="Ask"/>.</summary>
/// <param name="Lab">The lab's process.</param>
/// <param name="Chunk">Trials; null where there are none, or the worker is not known: the orders then say which.</param>
public sealed record Work(string Lab, Chunk? Chunk = null) : IChecked
{
    /// <inheritdoc/>
    public string? Problem() => !ClusterLimits.IsId(Lab) ? "lab" : Chunk?.Problem();
}

/// <summary>Trials of one run, handed out together.</summary>
/// <param name="Id">Of this lab and this hand-out.</param>
/// <param name="Run">The run.</param>
/// <param name="Attempt">How often the trial of them that was handed out most was.</param>
/// <param name="Seconds">Work, by the lab's estimate.</param>
/// <param name="Spec">The run's configuration, its lists cut down to these trials.</param>
/// <param name="Trials">The trials.</param>
/// <param name="Ticket">What shows a lab that was started again that it handed them to this worker.</param>
public sealed record Chunk(string Id, string Run, int Attempt, double Seconds, RunRequest Spec, IReadOnlyList<TrialRef> Trials, string Ticket) : IChecked
{
    /// <inheritdoc/>
    public string? Problem() =>
        !ClusterLimits.IsId(Id) ? "chunk" : !ClusterLimits.IsId(Run) ? "run"
        : Spec is null ? "spec"
        : Trials is not { Count: > 0 and <= ClusterLimits.ChunkTrials } ? "trials"
        : Ticket is not { Length: <= 64 } ? "ticket" : null;
}

/// <summary>One trial of a chunk.</summary>
/// <param name="Index">Place in its run.</param>
/// <param name="Model">Word of the model.</param>
/// <param name="Length">Nominal length of the sequences.</param>
/// <param name="Seed">Seed.</param>
public sealed record TrialRef(int Index, string Model, int Length, long Seed);

/// <summary>A worker is there.</summary>
/// <param name="Session">Its process.</param>
/// <param name="Busy">Trials it trains now.</param>
/// <param name="Leaving">It takes no more.</param>
/// <param name="Held">Every chunk of which something is not saved.</param>
public sealed record Beat(string Session, int Busy, bool Leaving, IReadOnlyList<TrialsOf> Held) : IFromWorker
{
    /// <inheritdoc/>
    public string? Problem() =>
        !ClusterLimits.IsId(Session) ? "session"
        : Busy is < 0 or > ClusterLimits.Cores ? "busy"
        : Held is not { Count: <= ClusterLimits.Chunks } ? "held"
        : Held.Any(h => h is null || h.Problem() is not null) ? "held chunk" : null;
}

/// <summary>Some trials of a chunk, by their places in the run.</summary>
public sealed record TrialsOf(string Chunk, IReadOnlyList<int> Trials) : IChecked
{
    /// <inheritdoc/>
    public string? Problem() => !ClusterLimits.IsId(Chunk) ? "chunk" : Trials is not { Count: <= ClusterLimits.ChunkTrials } ? "trials" : null;
}

/// <summary>Holds chunks that a lab gave it which has been started again since.</summary>
/// <param name="Session">Its process.</param>
/// <param name="Chunks">The chunks, as they were handed out.</param>
public sealed record Claim(string Session, IReadOnlyList<ClaimedChunk> Chunks) : IFromWorker
{
    /// <inheritdoc/>
    public string? Problem() =>
        !ClusterLimits.IsId(Session) ? "session"
        : Chunks is not { Count: <= ClusterLimits.Chunks } ? "chunks"
        : Chunks.Any(c => c is null || c.Problem() is not null) ? "chunk" : null;
}

/// <summary>A chunk as it was handed out, and what of it is not saved.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Run">Its run.</param>
/// <param name="Trials">All its trials, as they were handed out.</param>
/// <param name="Open">Those that are not saved.</param>
/// <param name="Ticket">Its ticket.</param>
public sealed record ClaimedChunk(string Id, string Run, IReadOnlyList<int> Trials, IReadOnlyList<int> Open, string Ticket) : IChecked
{
    /// <inheritdoc/>
    public string? Problem() =>
        !ClusterLimits.IsId(Id) || !ClusterLimits.IsId(Run) ? "id"
        : Trials is not { Count: > 0 and <= ClusterLimits.ChunkTrials } || Open is null || Open.Count > Trials.Count ? "trials"
        : Ticket is not { Length: <= 64 } ? "ticket" : null;
}

/// <summary>Leaves: what it holds unfinished is free.</summary>
/// <param name="Session">Its process.</param>
public sealed record Bye(string Session) : IFromWorker
{
    /// <inheritdoc/>
    public string? Problem() => ClusterLimits.IsId(Session) ? null : "session";
}

/// <summary>What the lab says to a worker without being asked.</summary>
/// <param name="Lab">The lab's process.</param>
/// <param name="Session">Which process is meant.</param>
/// <param name="Saved">On disk, or never wanted: the worker may forget them.</param>
/// <param name="Drop">Not to be trained any more: paused, cancelled, deleted, or brought by another. Results that are there are still
/// brought.</param>
/// <param name="Leaving">Take no more work, end when all is saved; false: stay after all. Null: as before.</param>
/// <param name="Introduce">Say hello: the lab does not know this process.</param>
/// <param name="Refused">Why this process gets no work, and should end.</param>
public sealed record Orders(
    string Lab, string Session, IReadOnlyList<TrialsOf>? Saved = null, IReadOnlyList<TrialsOf>? Drop = null,
    bool? Leaving = null, bool Introduce = false, string? Refused = null) : IChecked
{
    /// <inheritdoc/>
    public string? Problem() => !ClusterLimits.IsId(Lab) || !ClusterLimits.IsId(Session) ? "id"
        : (Saved ?? []).Concat(Drop ?? []).Any(t => t is null || t.Problem() is not null) ? "trials" : null;
}
