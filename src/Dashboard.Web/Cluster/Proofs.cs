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
internal sealed class Proofs : IProofs
{
    private readonly Dictionary<int, string> known = [];

    /// <inheritdoc/>
    public string Sequences { get; } = WorkProof.OfSequences();

    /// <inheritdoc/>
    public bool Training(int bits, string digest)
    {
        if (!known.TryGetValue(bits, out var expected)) known.Add(bits, expected = WorkProof.OfTraining(bits) ?? digest);
        return expected == digest;
    }
}
