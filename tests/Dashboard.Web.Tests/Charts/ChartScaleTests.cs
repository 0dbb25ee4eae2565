using CsCheck;
using Dashboard.Web.Charts;

namespace Dashboard.Web.Tests.Charts;

public sealed class ChartScaleTests
{
    [Fact]
    public void Mad_OrdinaryValues_KeepsTheFixedAxis() => Assert.Equal((0, 35, 5), Of(ChartScale.Mad([0.7, 30.4], log: false)));

    [Fact]
    public void Mad_LargerValue_GrowsByWholeTicks() => Assert.Equal((0, 40, 5), Of(ChartScale.Mad([35.2], log: false)));

    [Fact]
    public void Gradient_Log_GrowsByWholePowers()
    {
        Assert.Equal((-2, 2, 1), Of(ChartScale.Gradient([-1.9, 1.9], log: true)));
        Assert.Equal((-4, 2, 1), Of(ChartScale.Gradient([-3.2], log: true)));
    }

    [Theory]
    [InlineData(45, 45, 5)]
    [InlineData(20, 20, 2)]
    [InlineData(1000, 1000, 100)]
    [InlineData(46, 50, 5)]
    public void Lengths_Longest_EndsOnATick(int longest, double max, double step) => Assert.Equal((0, max, step), Of(ChartScale.Lengths(longest)));

    [Fact]
    public void Around_AnyValues_HoldsThemInAtMostSixTicks() =>
        Gen.Double[-1e4, 1e4].Array[1, 20].Sample(values =>
        {
            var axis = ChartScale.Around("", values);
            return axis.Ticks is >= 1 and <= 6 && axis.Min <= values.Min() + 1e-6 && axis.Max >= values.Max() - 1e-6;
        }, iter: 500);

    // Each of these once searched for a step without end.
    [Theory(Timeout = 10_000)]
    [InlineData(1e17, 1e17)]
    [InlineData(-1e308, 1e308)]
    [InlineData(double.NegativeInfinity, double.PositiveInfinity)]
    [InlineData(double.NaN, 1)]
    [InlineData(5e-324, 5e-324)]
    [InlineData(3, 3.0000000000000004)]
    public async Task Axis_AnyTwoNumbers_EndsWithFewTicks(double low, double high) => await Task.Run(() =>
    {
        Assert.InRange(ChartScale.Around("", [low, high]).Ticks, 1, 6);
        Assert.InRange(ChartScale.FromZero("", high - low, [1, 2, 5], 10).Ticks, 1, 10);
        Assert.InRange(ChartScale.Mad([low, high], log: false).Ticks, 1, 8);
    }, TestContext.Current.CancellationToken);

    private static (double, double, double) Of(ChartAxis axis) => (axis.Min, axis.Max, axis.Step);
}
