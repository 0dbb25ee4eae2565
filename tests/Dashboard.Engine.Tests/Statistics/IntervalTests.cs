using Dashboard.Engine.Statistics;

namespace Dashboard.Engine.Tests.Statistics;

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

    [Theory]
    [InlineData(new double[] { 1, 30 }, IntervalBasis.TooFew)]
    [InlineData(new double[] { 1, 1.2, 1.1 }, IntervalBasis.TooFew)]
    [InlineData(new double[] { 1, 1.2, 1.1, 30, 29.5 }, IntervalBasis.TwoGroups)]
    [InlineData(new double[] { 1, 1, 1, 30, 30 }, IntervalBasis.TwoGroups)]
    [InlineData(new double[] { 15.2, 15.1, 14.8, 30.3, 29.9, 30.1, 30 }, IntervalBasis.TwoGroups)]
    public void OfMean_WhereNoneCanHold_HasNoIntervalAndSaysWhy(double[] sample, IntervalBasis basis)
    {
        var interval = Interval.OfMean(sample);
        Assert.Equal((basis, null, null), (interval.Basis, interval.Low, interval.High));
        Assert.NotNull(interval.Missing());
    }

    [Fact]
    public void OfMean_NeighbouringSteps_AreNotTwoGroups()
    {
        double[] lengths = [8, 8, 8, 9, 9], apart = [2, 2, 2, 9, 9];
        Assert.Equal(IntervalBasis.Confidence, Interval.OfMean(lengths, resolution: 1).Basis);
        Assert.Equal(IntervalBasis.TwoGroups, Interval.OfMean(apart, resolution: 1).Basis);
    }

    [Fact]
    public void MoreNeeded_TwoGroups_CannotBeSaid() => Assert.Null(Interval.OfMean([1, 1.2, 1.1, 30, 29.5]).MoreNeeded());

    // Binomial(n, ½): 1 − 2·P(X ≤ k−1) is 0.969 for n = 6, k = 1 and 0.959 for n = 20, k = 6.
    [Theory]
    [InlineData(5, null, null)]
    [InlineData(6, 1.0, 6.0)]
    [InlineData(20, 6.0, 15.0)]
    public void OfMedian_OneToN_IsTheOrderStatistics(int n, double? low, double? high)
    {
        var interval = Interval.OfMedian([.. Enumerable.Range(1, n).Select(i => (double)i)]);
        Assert.Equal((low, high), (interval?.Low, interval?.High));
    }
}
