using CsCheck;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Tasks;
using Dashboard.Web.Charts;

namespace Dashboard.Web.Tests.Charts;

public sealed class ChartScaleTests
{
    [Fact]
    public void Score_OrdinaryValues_KeepsTheFixedAxis() => Assert.Equal((0, 35, 5), Of(ChartScale.Score("MAD", [0.7, 30.4], log: false, 35)));

    [Fact]
    public void Score_LargerValue_GrowsByWholeTicks() => Assert.Equal((0, 40, 5), Of(ChartScale.Score("MAD", [35.2], log: false, 35)));

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
    [InlineData(3, 5, 1)]
    [InlineData(7, 7, 1)]
    public void Lengths_Longest_EndsOnATick(int longest, double max, double step) => Assert.Equal((0, max, step), Of(ChartScale.Lengths(longest)));

    [Fact]
    public void Around_AnyValues_HoldsThemInAtMostSixTicks() =>
        Gen.Double[-1e4, 1e4].Array[1, 20].Sample(values =>
        {
            var axis = ChartScale.Around("", values);
            return axis.Ticks is >= 1 and <= 6 && axis.Min <= values.Min() + 1e-8 * axis.Step && axis.Max >= values.Max() - 1e-8 * axis.Step;
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
        Assert.InRange(ChartScale.FromZero("", high - low, 10).Ticks, 1, 10);
        Assert.InRange(ChartScale.Score("MAD", [low, high], log: false, 35).Ticks, 1, 10);
    }, TestContext.Current.CancellationToken);

    [Theory]
    [InlineData(0, 2500, 500, "0 500 1,000 1,500 2,000 2,500")]
    [InlineData(-0.1, 0.1, 0.05, "−0.10 −0.05 0 0.05 0.10")]
    [InlineData(0, 4e7, 1e7, "0 1 × 10⁷ 2 × 10⁷ 3 × 10⁷ 4 × 10⁷")]
    [InlineData(0, 1e-6, 5e-7, "0 0.5 × 10⁻⁶ 1.0 × 10⁻⁶")]
    public void Marks_Axis_ReadInFullAndApart(double min, double max, double step, string texts) =>
        Assert.Equal(texts, string.Join(' ', new ChartAxis("", min, max, step).Marks.Select(m => m.Text)));

    private static readonly double[] Special =
        [0, -0.0, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.MaxValue, double.MinValue, double.Epsilon, 1e-300, 1e308, -1e308];

    // Values as an address, a file or a division may hand them over.
    private static readonly Gen<double> Wild = Gen.OneOf(Gen.Double, Gen.Double[-1e4, 1e4],
        Gen.Int[0, Special.Length - 1].Select(i => Special[i]));

    [Fact]
    public void Axis_AnyValues_IsFiniteAndHasFewTicks() => Gen.Select(Wild.Array[0, 8], Wild, Wild, Gen.Int, Gen.Bool).Sample((values, a, b, longest, log) =>
    {
        ChartAxis[] axes =
        [
            ChartScale.Score("MAD", values, log, 35), ChartScale.Score("MAD", values, log, a), ChartScale.Gradient(values, log), ChartScale.Around("", values), ChartScale.Around("", [a, b], 9, least: 0), ChartScale.FromZero("", a, 8),
            ChartScale.Lengths(longest), ChartScale.Zoomed(ChartScale.Lengths(longest), new(a, b)), ChartScale.Zoomed(ChartScale.Around("", values), new(a, b)),
        ];
        foreach (var axis in axes)
        {
            Assert.True(double.IsFinite(axis.Min) && axis.Max > axis.Min && axis.Step > 0 && double.IsFinite(axis.Max), $"{axis}");
            Assert.InRange(axis.Marks.Count, 2, ChartAxis.MostTicks + 1);
            Assert.Equal(axis.Max, axis.Marks[^1].At, Math.Abs(axis.Max) * 1e-9 + axis.Step * 1e-6);
        }
    }, iter: 3_000);

    [Fact]
    public void Zoomed_Range_IsHeldInWholeTicksAndRoundedOnce() => Gen.Select(Gen.Int[5, 3_000], Gen.Double[-10, 3_000], Gen.Double[0.001, 3_000]).Sample((longest, from, width) =>
    {
        var whole = ChartScale.Lengths(longest);
        var shown = ChartScale.Zoomed(whole, new(from, from + width));
        Assert.InRange(shown.Ticks, 1, 10);
        Assert.Equal(0, shown.Min % shown.Step, 1e-6);
        Assert.Equal(shown.Min + shown.Ticks * shown.Step, shown.Max, 1e-6);
        if (shown != whole)
        {
            Assert.True(shown.Min <= Math.Max(from, 0) + 1e-6 && shown.Max >= Math.Min(from + width, whole.Max) - 1e-6);
            Assert.Equal(shown, ChartScale.Zoomed(whole, new(shown.Min, shown.Max)));
        }
    }, iter: 3_000);

    [Theory]
    [InlineData(20, 3)]
    [InlineData(double.NaN, 3)]
    [InlineData(46, 1e308)]
    [InlineData(-1e308, 1e308)]
    public void Zoomed_NothingToShow_ShowsAll(double from, double to) => Assert.Equal(ChartScale.Lengths(45), ChartScale.Zoomed(ChartScale.Lengths(45), new(from, to)));

    [Fact]
    public void Score_OtherRangeOfNumbers_IsScaledToIt()
    {
        Assert.Equal((0, 2500, 500), Of(ChartScale.Score("MAD", [], log: false, usual: 0.35 * 6000)));
        Assert.Equal((0, 10, 2), Of(ChartScale.Score("MAD", [4], log: false, usual: 10)));
        Assert.Equal((0, 20, 2), Of(ChartScale.Score("MAD", [18.8], log: false, usual: 10)));
    }

    [Fact]
    public void SmallScores_RealisticWithOutliers_UsesTheHeightForNineTenths()
    {
        double[] published = [.. Dashboard.Engine.Experiments.Presets.Panels.Where(p => p.Sequence == SequenceKind.Realistic).SelectMany(Dashboard.Web.Comparisons.Reference.Published).Select(p => p.Mad)];
        var axis = ChartScale.SmallScores(LabTasks.Of(SequenceKind.Realistic), published);
        Assert.Equal(5, axis.Max);
        Assert.InRange(published.Count(v => v <= axis.Max) / (double)published.Length, 0.9, 1);
        Assert.Equal(35, ChartScale.SmallScores(LabTasks.Of(SequenceKind.Simple), [2_000, double.NaN]).Max);
    }

    [Fact]
    public void Polyline_ValuesBeyondTheScale_LeaveAtTheTopOrLieAtTheBottom() =>
        Assert.Equal(["0,50 10,100 20,-20"], Polyline.Pieces(new("rnn", [0, 1, 2], [5, double.NegativeInfinity, 99]), 0, 2, 0, 10, 20, 100, over: 0.2));

    private static (double, double, double) Of(ChartAxis axis) => (axis.Min, axis.Max, axis.Step);
}
