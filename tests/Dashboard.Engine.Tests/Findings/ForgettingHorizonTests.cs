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
}
