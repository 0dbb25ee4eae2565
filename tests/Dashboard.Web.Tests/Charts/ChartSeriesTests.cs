using Dashboard.Engine.Experiments;
using Dashboard.Engine.Training;
using Dashboard.Web.Charts;
using Dashboard.Web.Tests.Support;

namespace Dashboard.Web.Tests.Charts;

public sealed class ChartSeriesTests
{
    [Fact]
    public void Of_DivergedSeed_IsLeftOutAndCounted()
    {
        var spec = Trials.Spec(seeds: 3);
        var series = ChartSeries.Of(spec,
            [Trials.Done(spec, ModelKind.Rnn, 3, 1, 10), Trials.Diverged(spec, ModelKind.Rnn, 3, 2), Trials.Done(spec, ModelKind.Rnn, 3, 3, 20)], Metric.Mad);

        var point = series.Single(s => s.Model == ModelKind.Rnn).Points.Single(p => p.Length == 3);
        Assert.Equal([10, 20], point.Values);
        Assert.Equal(1, point.Diverged);
    }

    [Fact]
    public void Of_UnfinishedTrial_DoesNotCount()
    {
        var spec = Trials.Spec();
        var running = Trials.At(spec, ModelKind.Lstm, 2, 1, TrialStatus.Running, new EpochResult(1, 5, 5, 1, 1));
        Assert.All(ChartSeries.Of(spec, [running], Metric.Mad), s => Assert.All(s.Points, p => Assert.Empty(p.Values)));
    }

    // Two epochs of a budget of 20, last batches 1 and 3, all batches 2 and 6 (docs/protocol.md: "averaged over").
    [Theory]
    [InlineData(Protocol.Notebook, null, 0.2)]
    [InlineData(Protocol.Notebook, GradientReading.AllBatches, 4)]
    [InlineData(Protocol.Slides, null, 4)]
    [InlineData(Protocol.Slides, GradientReading.LastBatch, 2)]
    public void Value_Gradient_FollowsProtocolAndReading(Protocol protocol, GradientReading? reading, double expected)
    {
        var spec = Trials.Spec(protocol: protocol);
        var trial = Trials.At(spec, ModelKind.Rnn, 2, 1, TrialStatus.Done, new EpochResult(1, 9, 9, 2, 1), new EpochResult(2, 8, 8, 6, 3));
        Assert.Equal(expected, ChartSeries.Value(spec, trial, Metric.Gradient, reading)!.Value, 12);
    }
}
