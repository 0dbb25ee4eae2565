using Dashboard.Engine.Findings;
using Dashboard.Engine.Statistics;

namespace Dashboard.Engine.Tests.Findings;

public sealed class ForgettingHorizonTests
{
    [Fact]
    public void Of_Seeds_TakesTheLongestLengthThatBeatsTheLastInput()
    {
        SeedScores Seed(bool complete, params double[] mad) => new(1, complete, mad, [], []);

        var horizon = ForgettingHorizon.Of([2, 5, 9, 20], [Seed(true, 1, 30, 2, 29.9), Seed(true, 30, 31, 30, 30), Seed(false, 1, 1, 1, 1)], [30, 30, 30, 30]);

        Assert.Equal([9, 0], horizon.PerSeed);
    }

    [Fact]
    public void Of_FourSeeds_HasStudentsIntervalCutAtTheLengths()
    {
        SeedScores Seed(params double[] mad) => new(1, true, mad, [], []);

        var horizon = ForgettingHorizon.Of([2, 4, 6, 8], [Seed(1, 30, 30, 30), Seed(1, 1, 30, 30), Seed(1, 1, 1, 30), Seed(1, 1, 1, 1)], [30, 30, 30, 30]);

        // 2, 4, 6, 8: mean 5, standard deviation 2.582; t(0.975, 3) = 3.182446, so 5 ± 4.108, cut at 8.
        Assert.Equal((5, 8), (horizon.Interval.Estimate, horizon.Interval.High));
        Assert.Equal(5 - 3.182446 * Math.Sqrt(20 / 3.0) / 2, horizon.Interval.Low!.Value, 5);
    }

    [Theory]
    [InlineData(9, IntervalBasis.Confidence)]
    [InlineData(20, IntervalBasis.TwoGroups)]
    public void Of_SeedsAtTwoLengths_AreGroupsWhereTheLengthsAreFarApart(int second, IntervalBasis basis)
    {
        int[] lengths = [2, 3, 4, 5, 6, 7, 8, 9, 11, 13, 15, 17, 20];
        SeedScores Seed(int upTo) => new(1, true, [.. lengths.Select(l => l <= upTo ? 1.0 : 30)], [], []);

        var horizon = ForgettingHorizon.Of(lengths, [Seed(8), Seed(8), Seed(8), Seed(second), Seed(second)], [.. lengths.Select(_ => 30.0)]);

        Assert.Equal(basis, horizon.Interval.Basis);
    }
}
