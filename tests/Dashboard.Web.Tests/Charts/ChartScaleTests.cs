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

    private static (double, double, double) Of(ChartAxis axis) => (axis.Min, axis.Max, axis.Step);
}
