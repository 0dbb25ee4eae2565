using Dashboard.Engine.Findings;

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
    public void Of_ThreeSeeds_HasStudentsIntervalCutAtTheLengths()
    {
        SeedScores Seed(params double[] mad) => new(1, true, mad, [], []);

        var horizon = ForgettingHorizon.Of([2, 4, 6, 8], [Seed(1, 30, 30, 30), Seed(1, 1, 30, 30), Seed(1, 1, 1, 30)], [30, 30, 30, 30]);

        // 2, 4, 6: mean 4, standard deviation 2; t(0.975, 2) = 4.302653, so 4 ± 4.968, cut at 0 and 8.
        Assert.Equal((4, 0, 8), (horizon.Interval.Estimate, horizon.Interval.Low, horizon.Interval.High));
    }
}
