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
