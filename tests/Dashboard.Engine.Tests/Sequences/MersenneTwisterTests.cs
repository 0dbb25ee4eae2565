using Dashboard.Engine.Sequences;

namespace Dashboard.Engine.Tests.Sequences;

/// <summary>Against numbers printed by CPython's random.</summary>
public class MersenneTwisterTests
{
    // random.seed(seed); 1,000 × getrandbits(32); then 2 × getrandbits(32), 2 × random(), 3 × gauss(1, 2), 4 × randint(-50, 50).
    [Theory]
    [InlineData(0, 126175447u, 1483675425u)]
    [InlineData(42, 2672573305u, 2294043548u)]
    [InlineData(-7, 3192093819u, 2975926257u)]
    [InlineData((1L << 40) + 5, 471160181u, 2975982818u)]
    public void NextUInt32_AfterThousandDraws_EqualsPython(long seed, uint first, uint second)
    {
        var random = After1000(seed);
        Assert.Equal((first, second), (random.NextUInt32(), random.NextUInt32()));
    }

    [Fact]
    public void EveryDraw_Seed42_EqualsPython()
    {
        var random = After1000(42);
        for (var i = 0; i < 3; i++) random.NextUInt32();
        Assert.Equal([0.9069288625867683, 0.5918927756279109], new[] { random.NextDouble(), random.NextDouble() });
        Assert.Equal([0.5646375351085141, 0.2845197374915561, -2.618974246912433], new[] { random.Gauss(1, 2), random.Gauss(1, 2), random.Gauss(1, 2) });
        Assert.Equal([-27, -44, -17, -2], Enumerable.Range(0, 4).Select(_ => random.NextInt(-50, 50)));
        Assert.Equal([1405969000, 909074012], Enumerable.Range(0, 2).Select(_ => random.NextInt(int.MinValue, 0) - int.MinValue));
    }

    [Theory, InlineData(1, 0), InlineData(int.MinValue, int.MaxValue)]
    public void NextInt_EmptyOrFullRange_Throws(int low, int high) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new MersenneTwister(1).NextInt(low, high));

    private static MersenneTwister After1000(long seed)
    {
        var random = new MersenneTwister(seed);
        for (var i = 0; i < 1000; i++) random.NextUInt32();
        return random;
    }
}
