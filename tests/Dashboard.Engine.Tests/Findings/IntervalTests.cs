using Dashboard.Engine.Findings;

namespace Dashboard.Engine.Tests.Findings;

/// <summary>Expected values: Student's t worked out by numeric integration of its density in Python.</summary>
public sealed class IntervalTests
{
    private static readonly double[] Sample = [1.2, 0.7, 1.9, 1.1, 0.4];

    [Theory]
    [InlineData(1, 0.35432399539686954, 1.7656760046031306)]
    [InlineData(16, -0.5575805115774046, 2.6775805115774047)]
    public void OfMean_FiveSeeds_IsStudentsIntervalCorrectedForComparisons(int comparisons, double low, double high)
    {
        var interval = Interval.OfMean(Sample, comparisons: comparisons);

        Assert.Equal(1.06, interval.Estimate, 12);
        Assert.Equal(low, interval.Low!.Value, 6);
        Assert.Equal(high, interval.High!.Value, 6);
    }

    [Fact]
    public void OfMean_OneSeed_HasNoInterval() => Assert.Null(Interval.OfMean([3]).Low);

    [Fact]
    public void MoreNeeded_IntervalHoldsZero_SaysHowManyMoreSeeds() =>
        Assert.Equal(56 - 5, Interval.OfMean([1.2, -0.7, 1.9, -1.1, 0.4]).MoreNeeded());

    [Fact]
    public void Bootstrap_TwoValues_StaysBetweenThem()
    {
        var interval = Interval.Bootstrap([1, 1, 1, 30, 30]);

        Assert.InRange(interval.Low!.Value, 1, interval.Estimate);
        Assert.InRange(interval.High!.Value, interval.Estimate, 30);
        // Binomial(5, 0.4): one or no 30 in 34% of resamples, none in 8%, so the 2.5% quantile is "none".
        Assert.Equal(1, interval.Low.Value);
    }
}
