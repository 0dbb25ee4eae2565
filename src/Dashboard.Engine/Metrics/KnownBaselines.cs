using System.Collections.Concurrent;
using Dashboard.Engine.Sequences;

namespace Dashboard.Engine.Metrics;

/// <summary>The baselines worked out so far, for all who ask: one a server; thread-safe.</summary>
public sealed class KnownBaselines
{
    // 27 lengths of 200 conditions; a new start is cheaper than keeping every condition ever seen.
    private const int MostKept = 5_400;

    private readonly ConcurrentDictionary<(SequenceSpec Training, SequenceSpec Validation), MemoryBaselines> known = [];
    private readonly ConcurrentDictionary<(SequenceSpec Training, SequenceSpec Validation), double> lastOnly = [];

    /// <summary>The baselines of two sets where they are known already, or null.</summary>
    public MemoryBaselines? Find((SequenceSpec Training, SequenceSpec Validation) data) => known.GetValueOrDefault(data);

    /// <summary>The baselines of two sets; tens of milliseconds where they are not known.</summary>
    public MemoryBaselines Of((SequenceSpec Training, SequenceSpec Validation) data) => Kept(known, data, MemoryBaselines.Of);

    /// <summary><see cref="MemoryBaselines.LastOnly"/> of two sets, which alone is worked out faster.</summary>
    public double LastOnly((SequenceSpec Training, SequenceSpec Validation) data) =>
        Find(data)?.LastOnly ?? Kept(lastOnly, data, MemoryBaselines.LastOnlyOf);

    // The sets are drawn here, not taken from the cache of training's sets: theirs would be let go for these.
    private static T Kept<T>(ConcurrentDictionary<(SequenceSpec Training, SequenceSpec Validation), T> kept,
        (SequenceSpec Training, SequenceSpec Validation) data, Func<SequenceSet, SequenceSet, T> work)
    {
        if (kept.Count > MostKept) kept.Clear();
        return kept.GetOrAdd(data, d => work(SequenceGenerator.Generate(d.Training), SequenceGenerator.Generate(d.Validation)));
    }
}
