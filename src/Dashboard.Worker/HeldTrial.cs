using Dashboard.Cluster.Contracts;
using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Training;

namespace Dashboard.Worker;

/// <summary>A chunk and what of it is not saved.</summary>
internal sealed class HeldChunk(Chunk chunk, RunSpec spec)
{
    public Chunk Chunk { get; } = chunk;
    public RunSpec Spec { get; } = spec;
    public double SecondsOfTrial { get; } = Math.Max(0, chunk.Seconds) / chunk.Trials.Count;
    public SortedDictionary<int, HeldTrial> Open { get; } = [];
}

/// <summary>A trial of a chunk; guarded by its shelf but for <see cref="OnEpoch"/>, which its thread calls.</summary>
internal sealed class HeldTrial(HeldChunk chunk, int index, TrialKey key) : ITrialObserver
{
    private readonly List<EpochResult> epochs = [];

    public HeldChunk Chunk { get; } = chunk;
    public int Index { get; } = index;
    public TrialKey Key { get; } = key;
    public CancellationTokenSource Stop { get; } = new();

    /// <summary>Nobody needs it any more.</summary>
    public bool Gone { get; set; }

    /// <summary>Its result as it is sent.</summary>
    public byte[]? Message { get; set; }

    /// <summary>When it was sent last.</summary>
    public long SentAt { get; set; }

    /// <summary>How many epochs the lab was told; null where not even that it trains.</summary>
    public int? Told { get; set; }

    /// <summary>The epochs the lab was not told of; null where there is nothing to tell.</summary>
    public EpochWire[]? News()
    {
        lock (epochs)
        {
            if (Told == epochs.Count) return null;
            EpochWire[] news = [.. epochs.Skip(Told ?? 0).Select(EpochWire.From)];
            Told = epochs.Count;
            return news;
        }
    }

    public void OnStarted(string engine, TrialOrigin origin)
    {
    }

    public void OnEpoch(EpochResult epoch)
    {
        lock (epochs) epochs.Add(epoch);
    }
}
