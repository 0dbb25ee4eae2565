using Dashboard.Engine.Statistics;

namespace Dashboard.Engine.Tests.Statistics;

public sealed class WilsonTests
{
    // Newcombe (1998), "Two-sided confidence intervals for the single proportion", table I, method 3.
    [Theory]
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    public void OfShare_NewcombesExamples_GivesHisIntervals(int successes, int of, double low, double high)
    {
        var interval = Interval.OfShare(successes, of)!.Value;
        Assert.Equal(low, interval.Low, 4);
        Assert.Equal(high, interval.High, 4);
    }

    [Fact]
    public void OfShare_AllAndNone_AreMirrored()
    {
        var (none, all) = (Interval.OfShare(0, 7)!.Value, Interval.OfShare(7, 7)!.Value);
        Assert.Equal((0.0, 1.0), (none.Low, all.High));
        Assert.Equal(none.High, 1 - all.Low, 12);
    }

    [Fact]
    public void OfShare_OfNothing_IsNone() => Assert.Null(Interval.OfShare(0, 0));

    [Fact]
    public void OfShare_MoreThanThereAre_Throws() => Assert.Throws<ArgumentOutOfRangeException>(() => Interval.OfShare(3, 2));
}
