using Dashboard.Engine.Experiments;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Tasks.Deck;

namespace Dashboard.Engine.Tests.Sequences;

public class SequenceCacheTests
{
    private static SequenceSpec Spec(long seed, int count = 100) =>
        new(SequenceKind.Simple, Protocol.Notebook.Rule(SequenceKind.Simple), 5, 0, count, -50, 50, seed);

    [Fact]
    public void Get_ConcurrentCallers_ShareOneSet()
    {
        var cache = new SequenceCache();
        var sets = new SequenceSet[8];
        Parallel.For(0, sets.Length, i => sets[i] = cache.Get(Spec(1, 20_000)));
        Assert.All(sets, set => Assert.Same(sets[0], set));
    }

    [Fact]
    public void Get_OverCapacity_LetsGoWhatWasUsedLongestAgo()
    {
        var size = SequenceGenerator.Generate(Spec(1)).Bytes;
        var cache = new SequenceCache(2 * size);
        var first = Weak(cache, 1);
        var second = Weak(cache, 2);
        Weak(cache, 1);
        Weak(cache, 3);
        GC.Collect();
        Assert.True(first.TryGetTarget(out _));
        Assert.False(second.TryGetTarget(out _));
    }

    [Fact]
    public void Get_LetGoButStillInUse_ReturnsTheSameSet()
    {
        var cache = new SequenceCache(capacity: 0);
        var set = cache.Get(Spec(1));
        cache.Get(Spec(2));
        Assert.Same(set, cache.Get(Spec(1)));
    }

    [Fact]
    public void Get_BadSpec_ThrowsEveryTime()
    {
        var cache = new SequenceCache();
        Assert.Throws<ArgumentOutOfRangeException>(() => cache.Get(Spec(1, count: 0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => cache.Get(Spec(1, count: 0)));
    }

    // Not inlined, so that no local of the test keeps the set alive.
    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static WeakReference<SequenceSet> Weak(SequenceCache cache, long seed) => new(cache.Get(Spec(seed)));
}
