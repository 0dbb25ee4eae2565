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

    // t(0.975, 4) = 2.776445: mean 2.2, standard deviation 0.83666.
    [Fact]
    public void Band_IntervalOfFiveSeeds_IsStudents()
    {
        var band = Statistics.Band([1, 2, 2, 3, 3], Spread.Interval, Centre.Mean)!.Value;
        Assert.Equal(2.2 - 2.776445 * 0.83666 / Math.Sqrt(5), band.Low, 4);
        Assert.Equal(2.2 + 2.776445 * 0.83666 / Math.Sqrt(5), band.High, 4);
        Assert.Equal(Spread.Interval, band.Shows);
    }

    [Theory]
    [InlineData(new double[] { 1, 30 }, Centre.Mean)]
    [InlineData(new double[] { 1, 2, 3 }, Centre.Mean)]
    [InlineData(new double[] { 1, 1.4, 30, 30.6, 29 }, Centre.Mean)]
    [InlineData(new double[] { 1, 2, 3, 4, 5 }, Centre.Median)]
    public void Band_IntervalWhereThereIsNone_IsTheRangeAndSaysSo(double[] values, Centre centre) =>
        Assert.Equal(new Band(values.Min(), values.Max(), Spread.Range), Statistics.Band(values, Spread.Interval, centre));

    [Fact]
    public void Band_IntervalThatReachesBelowZero_IsCutThere() =>
        Assert.Equal(0, Statistics.Band([0.1, 0.1, 0.2, 3, 6], Spread.Interval, Centre.Mean, least: 0)!.Value.Low);

    [Theory]
    [InlineData(Centre.Mean, new[] { 3 }, "range of 3 seeds")]
    [InlineData(Centre.Mean, new[] { 2, 3, 1 }, "range of the seeds")]
    [InlineData(Centre.Mean, new[] { 5, 2 }, "95% interval, or range of under 4 seeds or two groups")]
    [InlineData(Centre.Median, new[] { 5 }, "range of 5 seeds")]
    [InlineData(Centre.Median, new[] { 20 }, "95% interval, or range of under 6 seeds")]
    public void Word_Interval_SaysWhatTheBandCanBe(Centre centre, int[] seeds, string word) =>
        Assert.Equal(word, Statistics.Word(Spread.Interval, centre, seeds));

    [Fact]
    public void Band_TwoEqualSeeds_IsTheirRange() =>
        Assert.Equal(new Band(3, 3, Spread.Range), Statistics.Band([3, 3], Spread.Interval, Centre.Mean));

    [Fact]
    public void Band_Deviation_IsSampleDeviationCutAtTheSeeds()
    {
        Assert.Equal(new Band(3 - Math.Sqrt(2.5), 3 + Math.Sqrt(2.5), Spread.Deviation), Statistics.Band([1, 2, 3, 4, 5], Spread.Deviation, Centre.Mean));
        Assert.Equal(0, Statistics.Band([0, 0, 0, 10], Spread.Deviation, Centre.Mean)!.Value.Low);
    }

    [Fact]
    public void Band_AnyValues_HoldsTheMiddle() => Gen.Double[0.01, 100].Array[2, 12].Sample(values =>
    {
        var band = Statistics.Band(values, Spread.Interval, Centre.Mean, least: 0)!.Value;
        var middle = Statistics.Middle(values, Centre.Mean)!.Value;
        return band.Low >= 0 && band.Low <= middle + 1e-9 && band.High >= middle - 1e-9;
    }, iter: 200);
}
