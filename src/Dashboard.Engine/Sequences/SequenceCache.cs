namespace Dashboard.Engine.Sequences;

/// <summary>
/// Sequence sets shared by all trials that train on them: each spec is generated once, whoever asks meanwhile waits for it.
/// Thread-safe.
/// </summary>
/// <param name="capacity">Bytes kept; beyond them the sets used longest ago are let go.</param>
/// <remarks>
/// A set that was let go stays findable through a weak reference while a trial still holds it, so a set in use is never
/// in memory twice.
/// </remarks>
public sealed class SequenceCache(long capacity = 512L << 20)
{
    private readonly Lock gate = new();
    private readonly Dictionary<SequenceSpec, Entry> entries = [];
    private long clock;

    /// <summary>The set of a spec, generated now or shared.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The spec is out of range (see <see cref="SequenceGenerator"/>).</exception>
    public SequenceSet Get(SequenceSpec spec)
    {
        Lazy<SequenceSet> lazy;
        lock (gate)
        {
            if (!entries.TryGetValue(spec, out var entry)) entries[spec] = entry = new();
            entry.LastUse = ++clock;
            // Lazy, so that generating happens outside the gate and callers for other specs go on.
            lazy = entry.Kept ??= entry.LetGo.TryGetTarget(out var inUse) ? new(inUse) : new(() => SequenceGenerator.Generate(spec));
        }
        SequenceSet set;
        try
        {
            set = lazy.Value;
        }
        catch
        {
            lock (gate) entries.Remove(spec);
            throw;
        }
        lock (gate) LetGo(except: lazy);
        return set;
    }

    private void LetGo(Lazy<SequenceSet> except)
    {
        var total = entries.Values.Sum(e => e.Bytes);
        if (total <= capacity) return;
        foreach (var (spec, entry) in entries.OrderBy(e => e.Value.LastUse).ToArray())
        {
            if (total > capacity && entry.Kept is { IsValueCreated: true } kept && kept != except)
            {
                total -= entry.Bytes;
                entry.LetGo.SetTarget(kept.Value);
                entry.Kept = null;
            }
            else if (entry.Kept is null && !entry.LetGo.TryGetTarget(out _))
                entries.Remove(spec);
        }
    }

    private sealed class Entry
    {
        public long LastUse { get; set; }
        public Lazy<SequenceSet>? Kept { get; set; }
        public WeakReference<SequenceSet?> LetGo { get; } = new(null);
        public long Bytes => Kept is { IsValueCreated: true } kept ? kept.Value.Bytes : 0;
    }
}
