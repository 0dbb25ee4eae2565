using CsCheck;
using Dashboard.Web.Charts;

namespace Dashboard.Web.Tests.Charts;

public sealed class StatisticsTests
{
    [Fact]
    public void Middle_EvenCount_MedianIsHalfway()
    {
        Assert.Equal(2.5, Statistics.Middle([10, 1, 2, 3], Centre.Median));
        Assert.Equal(4, Statistics.Middle([10, 1, 2, 3], Centre.Mean));
    }

    [Theory]
    [InlineData(Spread.Interval)]
    [InlineData(Spread.Deviation)]
    [InlineData(Spread.Range)]
    public void Band_OneSeed_IsNone(Spread spread) => Assert.Null(Statistics.Band([3], spread, Centre.Mean));

    // 200,000 resamples drawn with CPython's random give 3.96 to 27.24.
    [Fact]
    public void Band_Interval_AgreesWithPercentileBootstrap()
    {
        var (low, high) = Statistics.Band([1, 1.4, 15, 30, 30.6], Spread.Interval, Centre.Mean)!.Value;
        Assert.InRange(low, 2.5, 5.5);
        Assert.InRange(high, 25.7, 28.8);
        Assert.Equal((low, high), Statistics.Band([1, 1.4, 15, 30, 30.6], Spread.Interval, Centre.Mean)!.Value);
    }

    [Fact]
    public void Band_Deviation_IsSampleDeviationCutAtTheSeeds()
    {
        Assert.Equal((3 - Math.Sqrt(2.5), 3 + Math.Sqrt(2.5)), Statistics.Band([1, 2, 3, 4, 5], Spread.Deviation, Centre.Mean)!.Value);
        Assert.Equal(0, Statistics.Band([0, 0, 0, 10], Spread.Deviation, Centre.Mean)!.Value.Low);
    }

    [Fact]
    public void Band_AnyValues_StaysWithinTheSeedsAndHoldsTheMiddle() =>
        Gen.Double[0.01, 100].Array[2, 12].Sample(values =>
        {
            var (low, high) = Statistics.Band(values, Spread.Interval, Centre.Mean)!.Value;
            var middle = Statistics.Middle(values, Centre.Mean)!.Value;
            return low >= values.Min() - 1e-9 && high <= values.Max() + 1e-9 && low <= middle + 1e-9 && high >= middle - 1e-9;
        }, iter: 200);
}
