using Dashboard.Engine.Metrics;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Training;
using Dashboard.Web.Charts;
using Dashboard.Web.Tests.Support;

namespace Dashboard.Web.Tests.Charts;

public sealed class FlowSeriesTests
{
    private static Trial Flow(long seed, float[] best, float[]? first = null, TrialStatus status = TrialStatus.Done) => new(
        (int)seed, new(ModelKind.Rnn, best.Length, seed), status, "fused",
        new(status, [new(1, 1, 1, 1, 1)], false, 1, new(1, first ?? best), new GradientFlow(1, best)));

    private static FlowAt Rnn(IReadOnlyList<Trial> trials, bool best = true) => FlowSeries.Of(Trials.Spec([3]), trials, best).First(f => f.Model == ModelKind.Rnn);

    [Fact]
    public void Of_TwoSeeds_TakesTheGeometricMean()
    {
        var flow = Rnn([Flow(1, [1, 10, 100]), Flow(2, [0.01f, 10, 1])]);

        Assert.Equal([-1, 1, 1], Enumerable.Range(0, 3).Select(t => Math.Round(flow.Mean(t)!.Value, 6)));
        // Slopes per step back: −1 and +1, the slope of a line being that of its ends with equal distances: −1 and −1.
        Assert.Equal(0.1, flow.Decay!.Value, 6);
    }

    [Fact]
    public void Of_OneSeedVanishedToZero_DoesNotAverageTheOthersAlone()
    {
        var flow = Rnn([Flow(1, [0, 1, 1]), Flow(2, [1, 1, 1])]);

        Assert.Equal(double.NegativeInfinity, flow.Mean(0));
        Assert.Equal(2, flow.ZeroFrom);
        Assert.Equal(0, FlowSeries.Rows([flow], (-2, 0))[0].Cells[2]);
        Assert.Equal([2, 3], FlowSeries.Chart([flow], 3, "").Lines.Single(l => l.Kind == LineKind.Mean).Points.Select(p => p[0]));
    }

    [Fact]
    public void Of_FirstEpoch_ReadsItsFlowAndOnlyDoneTrials()
    {
        var flow = Rnn([Flow(1, [1, 1, 1], first: [1, 1, 10]), Flow(2, [1, 1, 1], [5, 5, 5], TrialStatus.Diverged)], best: false);

        Assert.Equal(1, flow.Mean(2)!.Value, 6);
    }

    [Theory]
    [InlineData("4 12 30", "4 12 30")]
    [InlineData("10 20 30 40 50 60 70 80 90 100 110 120", "10 30 50 70 90 110")]
    [InlineData("2 3 4 5 6 7 8 9 10 11 12 13 14 15 17 19 21 23 25 27 29 30 33 36 39 42 45", "2 5 10 15 21 30 45")]
    public void Rows_OfSomeLengths_AreNamedWhereThereIsRoom(string lengths, string named)
    {
        int[] all = [.. lengths.Split(' ').Select(int.Parse)];
        FlowAt[] flows = [.. FlowSeries.Of(Trials.Spec(all), [.. all.Select(l => Flow(1, [.. Enumerable.Repeat(1f, l)]))], best: true).Where(f => f.Model == ModelKind.Rnn)];

        Assert.Equal(named, string.Join(' ', FlowSeries.Rows(flows, (-2, 0)).Select(r => r.Name).OfType<string>()));
    }

    [Fact]
    public void Rows_Horizon_IsTheEdgeAfterTheLastStepThatKeepsOnePercent()
    {
        var flow = Rnn([Flow(1, [0.001f, 0.02f, 1])]);

        var row = FlowSeries.Rows([flow], FlowSeries.Scale([flow]))[0];

        // One step back 2% is left, two back 0.1%.
        Assert.Equal(2, row.Edge);
        Assert.Equal((-3, 0), FlowSeries.Scale([flow]));
        Assert.Equal(1, row.Cells[0]);
    }
}
