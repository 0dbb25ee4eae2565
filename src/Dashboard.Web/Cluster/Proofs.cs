using Dashboard.Engine.Runs;

namespace Dashboard.Web.Cluster;

/// <summary>What workers must compute to be given work.</summary>
internal interface IProofs
{
    /// <summary>Digest of the sequences.</summary>
    string Sequences { get; }

    /// <summary>Whether a digest of small trials is that of a vector width.</summary>
    bool Training(int bits, string digest);
}

/// <summary>
/// What this machine computes. Of a width it does not have, the first worker's digest counts: it has drawn the same sequences, and
/// whoever comes later must compute what it does.
/// </summary>
/// <param name="own">Width of this machine's vectors.</param>
internal sealed class Proofs(int own) : IProofs
{
    // Its own is worked out before the first worker waits for it.
    private readonly Dictionary<int, string> known = WorkProof.OfTraining(own) is { } digest ? new() { [own] = digest } : [];

    /// <inheritdoc/>
    public string Sequences { get; } = WorkProof.OfSequences();

    /// <inheritdoc/>
    public bool Training(int bits, string digest)
    {
        if (!known.TryGetValue(bits, out var expected)) known.Add(bits, expected = WorkProof.OfTraining(bits) ?? digest);
        return expected == digest;
    }
}
