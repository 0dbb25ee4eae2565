namespace Dashboard.Cluster.Contracts;

/// <summary>What lab and workers hold each other to. What is larger, longer or more is not read.</summary>
public static class ClusterLimits
{
    /// <summary>Version of the messages; both ends must have the same.</summary>
    public const int Protocol = 1;

    /// <summary>Most bytes of a message; below NATS's own limit of 1 MiB.</summary>
    public const int MessageBytes = 1_000_000;

    /// <summary>How deep a message may nest.</summary>
    public const int Depth = 8;

    /// <summary>Most trials of a chunk.</summary>
    public const int ChunkTrials = 200;

    /// <summary>Most chunks a heartbeat or a claim names.</summary>
    public const int Chunks = 4_096;

    /// <summary>Most cores of a worker.</summary>
    public const int Cores = 1_024;

    /// <summary>Most numbers read from the predictions of one epoch.</summary>
    public const int Readings = 4_096;

    /// <summary>Most characters of an explanation.</summary>
    public const int Text = 1_000;

    /// <summary>Most characters of a name of a worker.</summary>
    public const int Name = 32;

    /// <summary>How often a worker says that it is there and what it holds.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(1);

    /// <summary>How long a request for work waits for some.</summary>
    public static readonly TimeSpan Parked = TimeSpan.FromSeconds(2);

    /// <summary>How often epochs are sent.</summary>
    public static readonly TimeSpan EpochPace = TimeSpan.FromMilliseconds(100);

    /// <summary>Whether a text is a name of a worker: lower-case letters, digits and hyphens, as it is part of subjects.</summary>
    public static bool IsName(string? name) => name is { Length: > 0 and <= Name } && name.All(c => c is >= 'a' and <= 'z' or >= '0' and <= '9' or '-');

    /// <summary>Whether a text is an id: letters, digits and hyphens.</summary>
    internal static bool IsId(string? id) => id is { Length: > 0 and <= 64 } && id.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    /// <summary>Whether a text is a digest in hex.</summary>
    internal static bool IsDigest(string? digest) => digest is { Length: 64 } && digest.All(char.IsAsciiHexDigitLower);
}
