using Dashboard.Engine.Training;
using Dashboard.Web.Charts;
using Dashboard.Web.Tests.Support;

namespace Dashboard.Web.Tests.Charts;

public sealed class ComparisonSeriesTests
{
    private static readonly ReferencePoint[] Published =
    [
        new(ModelKind.Rnn, 2, 1, 10), new(ModelKind.Rnn, 3, 30, 1), new(ModelKind.Rnn, 9, 30, 1),
        new(ModelKind.Lstm, 2, 1, 0.1), new(ModelKind.Lstm, 3, 2, 1),
    ];

    [Fact]
    public void Build_SeveralSeeds_DrawsBandsSeedsPublishedThenMeans()
    {
        var spec = Trials.Spec(seeds: 3);
        var chart = Build(spec, Trials.All(spec, k => k.Length + k.Seed));

        Assert.Equal(chart.Lines.Select(l => l.Kind).Order(), chart.Lines.Select(l => l.Kind));
        Assert.Equal(2, chart.Lines.Count(l => l.Kind == LineKind.Band));
        Assert.Equal(6, chart.Lines.Count(l => l.Kind == LineKind.Seed));
        Assert.Equal([2, 4], chart.Lines.Single(l => l.Key == "run/rnn").Points[0]);
    }

    [Fact]
    public void Build_Gradient_IsLog10AndBreaksWhereNothingIsPositive()
    {
        var spec = Trials.Spec();
        var chart = Build(spec,
        [
            Trials.Done(spec, ModelKind.Rnn, 2, 1, 1, lastBatch: 200), Trials.Done(spec, ModelKind.Rnn, 3, 1, 1, lastBatch: 0), Trials.Done(spec, ModelKind.Rnn, 4, 1, 1, lastBatch: 20),
        ], Metric.Gradient);

        // The notebook averages over the budget of 20 epochs.
        Assert.Equal([1, null, 0], chart.Lines.Single(l => l.Key == "run/rnn").Points.Select(p => p[1]));
        Assert.True(chart.Y.Log);
    }

    [Fact]
    public void Build_IntervalThatReachesZeroOnALogAxis_GoesDownToTheFootOfTheAxis()
    {
        var spec = Trials.Spec([2, 3], seeds: 4);
        // Mean 11, standard deviation 13: Student's interval of four seeds is 11 ± 20.6.
        double[] gradients = [1, 4, 9, 30];
        var chart = Build(spec, [.. spec.Trials().Select(k => Trials.Done(spec, k.Model, k.Length, k.Seed, 1, lastBatch: 20 * gradients[k.Seed - 1]))], Metric.Gradient);

        Assert.All(chart.Lines.First(l => l.Kind == LineKind.Band).Points, p => Assert.Equal((chart.Y.Min, 1.5), (p[1]!.Value, Math.Round(p[2]!.Value, 1))));
    }

    [Fact]
    public void Build_UnfinishedLengthBetween_LeavesAGapInLineAndBand()
    {
        var spec = Trials.Spec([2, 3, 4, 5, 6], seeds: 2);
        var chart = Build(spec, [.. Trials.All(spec, k => k.Length + k.Seed).Where(t => t.Key.Length != 4)]);

        Assert.Null(chart.Lines.Single(l => l.Key == "run/rnn").Points.Single(p => p[0] == 4)[1]);
        Assert.Equal(2, chart.Lines.Count(l => l is { Kind: LineKind.Band, Tone: "rnn" }));
    }

    [Fact]
    public void Build_DivergedTrials_MarksTheirLengthsAtTheTopAndCountsBesideTheLast()
    {
        var spec = Trials.Spec(seeds: 2);
        var chart = Build(spec, [Trials.Diverged(spec, ModelKind.Rnn, 3, 1), Trials.Diverged(spec, ModelKind.Rnn, 4, 1), Trials.Diverged(spec, ModelKind.Rnn, 4, 2)]);

        var marks = chart.Labels.Where(l => l.Text.StartsWith('✕')).ToList();
        Assert.Equal([("✕", 3), ("✕ 3 diverged", 4)], marks.Select(m => (m.Text, (int)m.X)));
        Assert.All(marks, m => Assert.Equal(chart.Y.Max, m.Y));
        Assert.Contains("3 diverged", chart.Label);
    }

    [Fact]
    public void Build_ZeroOnALogAxis_IsMarkedAtTheBottomAndNowhereElse()
    {
        var spec = Trials.Spec();
        Dashboard.Engine.Runs.Trial[] trials = [Trials.Done(spec, ModelKind.Rnn, 2, 1, 1, lastBatch: 200), Trials.Done(spec, ModelKind.Rnn, 3, 1, 1, lastBatch: 0), Trials.Done(spec, ModelKind.Rnn, 4, 1, 1, lastBatch: 0)];
        var chart = Build(spec, trials, Metric.Gradient);
        Assert.Equal([("▾", 3, chart.Y.Min), ("▾ 0", 4, chart.Y.Min)], chart.Labels.Where(l => l.Text.StartsWith('▾')).Select(l => (l.Text, (int)l.X, l.Y)));
        Assert.Equal([3, 4], chart.Lines.Single(l => l.Key == "run/rnn").Zeros);

        var linear = ComparisonSeries.Build([new("run", "Run", spec, trials)], new() { Metric = Metric.Gradient, Log = false });
        Assert.DoesNotContain(linear.Labels, l => l.Text.StartsWith('▾'));
    }

    [Fact]
    public void Build_Published_IsCutAtTheRunsOwnRange()
    {
        var spec = Trials.Spec();
        var line = Build(spec, []).Lines.Single(l => l.Key == "published/rnn");
        Assert.Equal(("4", LineKind.Published), (line.Dash, line.Kind));
        Assert.DoesNotContain(line.Points, p => p[0] == 9);
    }

    [Fact]
    public void Build_WithoutRuns_PublishedIsTheChart()
    {
        var chart = ComparisonSeries.Build([], new() { Metric = Metric.Mad, Published = Published });
        Assert.All(chart.Lines, l => Assert.True(l.Markers && l.Dash == "4"));
        Assert.Equal(["RNN", "LSTM"], chart.Labels.Select(l => l.Text));
        Assert.Equal("MAD against sequence length. RNN, published: from 1.0 at length 2 to 30.0 at length 9. LSTM, published: from 1.0 at length 2 to 2.0 at length 3.", chart.Label);
    }

    [Fact]
    public void Build_SecondRun_DiffersByStrokeAndMarkerNotByColour()
    {
        var spec = Trials.Spec();
        var chart = ComparisonSeries.Build(
            [new("a", "Raw", spec, Trials.All(spec, k => k.Length)), new("b", "Standardized", spec, Trials.All(spec, k => k.Length + 1))], new() { Metric = Metric.Mad });

        var (first, second) = (chart.Lines.Single(l => l.Key == "a/lstm"), chart.Lines.Single(l => l.Key == "b/lstm"));
        Assert.Equal((first.Tone, null, false), (second.Tone, first.Dash, first.Hollow));
        Assert.True(second is { Dash: not null, Hollow: true, Name: "LSTM, Standardized" });
    }

    [Fact]
    public void Build_ChosenPoint_IsRingedOnItsMean()
    {
        var spec = Trials.Spec(seeds: 2);
        var chart = ComparisonSeries.Build([new("run", "", spec, Trials.All(spec, k => k.Length + k.Seed))],
            new() { Metric = Metric.Mad, Chosen = new("run", ModelKind.Lstm, 4) });
        Assert.Equal([new ChartPoint(4, 5.5)], chart.Rings);
    }

    [Fact]
    public void Build_MemoryLines_OnlyOnTheMadChart()
    {
        var spec = Trials.Spec();
        ComparisonOptions Options(Metric metric) => new() { Metric = metric, Memory = [new("first input only", [(2, 15), (4, 15)]), new("constant", [(2, 12), (4, 32)])] };
        // A line that is not level carries no number.
        Assert.Equal(["constant", "first input only, 15.0"], ComparisonSeries.Build([new("run", "", spec, [])], Options(Metric.Mad)).Rules.Select(r => r.Text));
        Assert.Empty(ComparisonSeries.Build([new("run", "", spec, [])], Options(Metric.Gradient)).Rules);
    }

    [Fact]
    public void Build_NameOfALine_StandsWhereTheOtherIsFar()
    {
        var spec = Trials.Spec([.. Enumerable.Range(2, 20)]);
        // Both at 1 until length 10; then the RNN climbs away.
        var chart = Build(spec, Trials.All(spec, k => k.Model == ModelKind.Rnn && k.Length > 10 ? 25 : 1));
        Assert.All(chart.Labels, l => Assert.True(l.X >= 10, $"{l.Text} at {l.X}"));
    }

    [Fact]
    public void Build_MemoryLinesThatEndCloseTogether_ShareOneName()
    {
        var spec = Trials.Spec(seeds: 1);

        var rules = ComparisonSeries.Build([new("run", "", spec, [])], new()
        {
            Metric = Metric.Mad,
            Memory = [new("last input only", [(2, 3), (9, 3)]), new("first input only", [(2, 2), (9, 2)]), new("constant", [(2, 20), (9, 20)])],
        }).Rules;

        Assert.Equal(["constant, 20.0", "last input only, 3.0; first input only", ""], rules.Select(r => r.Text));
    }

    private static ChartModel Build(Dashboard.Engine.Experiments.RunSpec spec, IReadOnlyList<Dashboard.Engine.Runs.Trial> trials, Metric metric = Metric.Mad) =>
        ComparisonSeries.Build([new("run", "Run", spec, trials)], new() { Metric = metric, Published = Published });
}
