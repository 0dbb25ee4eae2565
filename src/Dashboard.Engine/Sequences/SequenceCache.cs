namespace Dashboard.Engine.Sequences;

/// <summary>A drawn set, as its cache knows it.</summary>
public interface IDrawnSet
{
    /// <summary>Bytes it holds now.</summary>
    long Bytes { get; }
}

/// <summary>
/// Sequence sets shared by all trials that train on them: each is drawn once, whoever asks meanwhile waits for it.
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
    private readonly Dictionary<object, Entry> entries = [];
    private long clock;

    /// <summary>The set of a spec, generated now or shared.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The spec is out of range (see <see cref="SequenceGenerator"/>).</exception>
    public SequenceSet Get(SequenceSpec spec) => Get(spec, () => SequenceGenerator.Generate(spec));

    /// <summary>The set of a key, drawn now or shared.</summary>
    /// <param name="key">Equal keys stand for equal sets.</param>
    /// <param name="draw">Draws it; what it throws, every caller that waits for the set is told.</param>
    public T Get<T>(object key, Func<T> draw) where T : class, IDrawnSet
    {
        Lazy<IDrawnSet> lazy;
        lock (gate)
        {
            if (!entries.TryGetValue(key, out var entry)) entries[key] = entry = new();
            entry.LastUse = ++clock;
            // Lazy, so that drawing happens outside the gate and callers for other sets go on.
            lazy = entry.Kept ??= entry.LetGo.TryGetTarget(out var inUse) ? new(inUse) : new(draw);
        }
        IDrawnSet set;
        try
        {
            set = lazy.Value;
        }
        catch
        {
            lock (gate) entries.Remove(key);
            throw;
        }
        lock (gate) LetGo(except: lazy);
        return (T)set;
    }

    private void LetGo(Lazy<IDrawnSet> except)
    {
        var total = entries.Values.Sum(e => e.Bytes);
        if (total <= capacity) return;
        foreach (var (key, entry) in entries.OrderBy(e => e.Value.LastUse).ToArray())
        {
            if (total > capacity && entry.Kept is { IsValueCreated: true } kept && kept != except)
            {
                total -= entry.Bytes;
                entry.LetGo.SetTarget(kept.Value);
                entry.Kept = null;
            }
            else if (entry.Kept is null && !entry.LetGo.TryGetTarget(out _))
                entries.Remove(key);
        }
    }

    private sealed class Entry
    {
        public long LastUse { get; set; }
        public Lazy<IDrawnSet>? Kept { get; set; }
        public WeakReference<IDrawnSet?> LetGo { get; } = new(null);
        public long Bytes => Kept is { IsValueCreated: true } kept ? kept.Value.Bytes : 0;
    }
}
