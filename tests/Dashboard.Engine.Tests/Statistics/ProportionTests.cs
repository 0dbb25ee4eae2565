using Dashboard.Engine.Statistics;

namespace Dashboard.Engine.Tests.Statistics;

public sealed class ProportionTests
{
    // Wilson's formula worked out apart from this product, in Python; 0 and 11 of 20 are the UI guide's.
    [Theory]
    [InlineData(0, 20, 0, 0.1611)]
    [InlineData(1, 20, 0.0089, 0.2361)]
    [InlineData(11, 20, 0.3421, 0.7418)]
    [InlineData(20, 20, 0.8389, 1)]
    [InlineData(0, 1, 0, 0.7935)]
    [InlineData(5, 10, 0.2366, 0.7634)]
    public void Interval_OfAShare_IsWilsons(int successes, int count, double low, double high)
    {
        var proportion = new Proportion(successes, count);
        Assert.Equal((low, high), (Math.Round(proportion.Low, 4), Math.Round(proportion.High, 4)));
    }

    [Fact]
    public void Interval_NoUnits_IsEverything() => Assert.Equal((0, 1), (new Proportion(0, 0).Low, new Proportion(0, 0).High));

    [Fact]
    public void Words_OfAShare_AreCountAndRange() =>
        Assert.Equal(("11 of 20", "34 to 74%"), (new Proportion(11, 20).Counted, new Proportion(11, 20).Range));

    /// <summary>What an interval of 95% promises, exactly: summed over all samples of 20, whatever the true share.</summary>
    [Theory]
    [InlineData(0.05)]
    [InlineData(0.3)]
    [InlineData(0.5)]
    [InlineData(0.84)]
    public void Interval_OfTwentyUnits_HoldsTheTrueShareInAboutNineteenOfTwentySamples(double share)
    {
        var held = Enumerable.Range(0, 21).Where(k => new Proportion(k, 20) is var p && p.Low <= share && share <= p.High)
            .Sum(k => MathNet.Numerics.Distributions.Binomial.PMF(share, 20, k));
        Assert.InRange(held, 0.92, 0.98);
    }
}
