using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Training;
using Dashboard.Web.Charts;
using Dashboard.Web.Tests.Support;

namespace Dashboard.Web.Tests.Charts;

/// <summary>What the chart of scores shows of several seeds, and the line under it.</summary>
public sealed class ScoreFigureTests
{
    private static readonly MemoryLine[] Memory =
    [
        new("constant", [(12, 32.5), (13, 32.5)]), new("last input only", [(12, 30), (13, 30)]),
        new("last input and the sign of the first", [(12, 15), (13, 15)]), new("first and last", [(12, 0), (13, 0)]) { Complete = true },
    ];

    /// <summary>20 seeds: of the LSTM 11 solve length 12 and 7 are at 15 there; the RNN solves nothing.</summary>
    private static RunData Run(Func<TrialKey, double>? scores = null, int seeds = 20, IReadOnlyList<int>? lengths = null)
    {
        var spec = Trials.Spec(lengths ?? [12, 13], seeds);
        return new("run", "Run", spec, Trials.All(spec, scores ?? (k => k.Model == ModelKind.Rnn ? 30 : k.Seed <= (k.Length == 12 ? 11 : 9) ? 1 : k.Seed <= 18 ? 15 : 30)));
    }

    private static ScoreFigure Of(RunData run, LengthView view) => ScoreFigure.Of([run], view, [], Memory);

    private static string Said(ScoreFigure figure) => string.Concat(figure.Sentence.Select(s => s.Text));

    [Theory]
    [InlineData(1, ScoreView.Mean)]
    [InlineData(3, ScoreView.Mean)]
    [InlineData(4, ScoreView.Seeds)]
    public void View_NobodyChose_IsEverySeedFromFourOn(int seeds, ScoreView expected)
    {
        var figure = Of(Run(seeds: seeds), new());
        Assert.Equal((expected, expected == ScoreView.Seeds), (figure.View, figure.Seeds is not null));
        // What would be shown anyway is not written into the address.
        Assert.Null(new LengthView { Score = ScoreView.Solved }.With(expected, [Run(seeds: seeds)]).Score);
    }

    [Fact]
    public void Solved_OfTwentySeeds_IsTheShareWithWilsonsBandAndCounts()
    {
        var chart = Of(Run(), new() { Score = ScoreView.Solved }).Chart;
        Assert.Equal((0, 100, "100%"), (chart.Y.Min, chart.Y.Max, chart.Y.Marks[^1].Text));
        var lstm = chart.Lines.Single(l => l.Key == "run/lstm");
        Assert.Equal([55, 45], lstm.Points.Select(p => p[1]));
        Assert.Equal("11 of 20, 34 to 74%", lstm.Texts![0]);
        Assert.Equal([12, 34.2085, 74.1802], chart.Lines.Single(l => l is { Kind: LineKind.Band, Tone: "lstm" }).Points[0]);
        Assert.Contains("LSTM: 11 of 20 at length 12", chart.Label);
    }

    [Theory]
    [InlineData(0.5, 0)]
    [InlineData(15.5, 90)]
    [InlineData(31.0, 100)]
    public void Solved_OtherThreshold_CountsWhatLiesUnderIt(double threshold, double expected) =>
        Assert.Equal(expected, Of(Run(), new() { Score = ScoreView.Solved, Solved = threshold }).Chart.Lines.Single(l => l.Key == "run/lstm").Points[0][1]);

    [Fact]
    public void Solved_DivergedSeed_WasTriedAndDidNotSolveIt()
    {
        var spec = Trials.Spec([12], 2);
        RunData run = new("run", "Run", spec, [Trials.Done(spec, ModelKind.Rnn, 12, 1, mad: 1), Trials.Diverged(spec, ModelKind.Rnn, 12, 2)]);
        Assert.Equal("1 of 2", run.Solved(null).Single(s => s.Model == ModelKind.Rnn).At(12).Counted);
        Assert.Equal(0, run.Solved(null).Single(s => s.Model == ModelKind.Lstm).At(12).Count);
    }

    [Fact]
    public void Seeds_ALength_HasALaneAModelAndABarABinAsWideAsItsShare()
    {
        var model = Of(Run(), new()).Seeds!;
        Assert.Equal([12, 13], model.Lengths);
        Assert.Equal(["run/rnn", "run/lstm"], model.Lanes.Select(l => l.Key));
        Assert.Equal([new(1, 2, 0.55), new(15, 16, 0.35), new(30, 31, 0.1)], model.Lanes[1].Cells[0].Bars);
        Assert.All(model.Lanes.SelectMany((_, i) => model.Bars(i)), b => Assert.True(b is { X: >= 0, Y: >= 0, Width: > 0 } && b.X + b.Width <= 1 && b.Y + b.Height <= 1));
        // Lanes of one column do not lie over each other, and no column over the next.
        Assert.True(model.Left(0, 0) >= 0 && model.Left(0, 1) >= model.Left(0, 0) + model.Lane && model.Left(0, 1) + model.Lane <= model.Left(1, 0));
    }

    [Fact]
    public void Seeds_Classes_ComeFromTheThresholdAndTheMemoryLines()
    {
        var model = Of(Run(), new()).Seeds!;
        Assert.Equal(["0 to 5", "5 to 20", "20 up"], model.Heads);
        Assert.Equal([11, 7, 2], model.Lanes[1].Cells[0].Counts);
        Assert.Equal(["0 to 0.5", "0.5 to 20", "20 up"], Of(Run(), new() { Solved = 0.5 }).Seeds!.Heads);
        Assert.Equal(["0 to 5", "5 up"], ScoreFigure.Of([Run()], new(), [], []).Seeds!.Heads);
    }

    [Fact]
    public void Seeds_DivergedSeeds_AreCountedApartAndZoomLeavesLengthsOut()
    {
        var spec = Trials.Spec([12, 13], 4);
        Trial[] trials = [.. Trials.All(spec, _ => 30).Select(t => t.Key is { Model: ModelKind.Rnn, Seed: 2 } ? Trials.Diverged(spec, ModelKind.Rnn, t.Key.Length, 2) : t)];
        var model = Of(new("run", "Run", spec, trials), new() { Zoom = new(12.5, 20) }).Seeds!;
        Assert.Equal([13], model.Lengths);
        Assert.Equal((3, 1), (model.Lanes[0].Cells[0].Of, model.Lanes[0].Cells[0].Diverged));
        Assert.Contains("2 diverged", Of(new("run", "Run", spec, trials), new()).Seeds!.Label);
    }

    [Fact]
    public void Seeds_TenRuns_HaveALaneForEachModelOfEach()
    {
        var runs = Enumerable.Range(0, 10).Select(i => Run() with { Key = $"r{i}", Name = $"Run {i}", ShortName = $"{i}" }).ToArray();
        var model = ScoreFigure.Of(runs, new() { Hidden = "r3,r4/rnn" }, [], Memory).Seeds!;
        Assert.Equal(17, model.Lanes.Count);
        Assert.Equal("RNN, 0", model.Lanes[0].Name);
        Assert.Equal(model.Lanes.OrderBy(l => l.Tone == "lstm").Select(l => l.Key), model.Lanes.Select(l => l.Key));
    }

    [Fact]
    public void Sentence_OfEverySeed_SaysHowManyStandOnSteps() =>
        Assert.Equal("Seeds stand on steps: 100% of all results lie under 5, around 15 or above 28.", Said(Of(Run(), new())));

    [Fact]
    public void Sentence_OfScoresBetweenTheSteps_SaysThatToo() =>
        Assert.Equal("Seeds do not all stand on steps: 50% of all results lie under 5, around 15 or above 28, the others between.",
            Said(Of(Run(k => k.Seed % 2 == 0 ? 22 : 1), new())));

    [Fact]
    public void Sentence_WithoutMemoryLines_DoesNotSpeakOfSteps() =>
        Assert.Equal("25% of all results lie under 5.", string.Concat(ScoreFigure.Of([Run()], new(), [], []).Sentence.Select(s => s.Text)));

    [Fact]
    public void Sentence_OfAMeanBetweenTwoGroups_SaysThatNoNetworkHasIt() =>
        // Half at 1 and half at 30: 15.5.
        Assert.Equal("The mean of 1s and 30s is a network that does not exist: at length 12 the LSTM's is 15.5 and 0 of 20 seeds lie within 2 of it.",
            Said(Of(Run(k => k.Model == ModelKind.Rnn ? 30 : k.Seed <= 10 ? 1 : 30, lengths: [12]), new() { Score = ScoreView.Mean })));

    [Fact]
    public void Sentence_OfAMeanWithSeedsNearIt_SaysSo() =>
        Assert.Equal("Every mean has seeds near it: fewest at length 12, where the RNN's is 30.0 and 20 of 20 seeds lie within 2 of it.",
            Said(Of(Run(_ => 30), new() { Score = ScoreView.Mean })));

    [Fact]
    public void Sentence_OfAMedian_NamesItsJumpAndWhoSolvesIt() =>
        Assert.Equal("The median jumps where half of the seeds solve it: the LSTM's from 1.0 at length 12 to 15.0 at 13, where 9 of 20 solve it.",
            Said(Of(Run(), new() { Score = ScoreView.Median })));

    [Fact]
    public void Sentence_OfTheShareSolved_IsAboutTheLeastDecidedLength() =>
        Assert.Equal("At length 12 the RNN solves it in 0 of 20 tries, the LSTM in 11.", Said(Of(Run(), new() { Score = ScoreView.Solved })));

    [Fact]
    public void Solved_WithoutEarlyStoppingKnown_IsADashedLineAndSaid()
    {
        var run = Run();
        // Two more of the LSTM's seeds solve length 12 where nothing stops them.
        var on = ChartSeries.Misses(run.Spec, Trials.All(run.Spec, k => k.Model == ModelKind.Rnn ? 30 : k.Length == 12 && k.Seed <= 13 ? 1 : 15));
        var figure = Of(run with { PastStop = on }, new() { Score = ScoreView.Solved });
        var line = figure.Chart.Lines.Single(l => l.Key == "run/lstm/past");
        Assert.Equal(("4", 65d, "13 of 20"), (line.Dash, line.Points[0][1]!.Value, line.Texts![0]));
        Assert.Equal("At length 12 the RNN solves it in 0 of 20 tries, the LSTM in 11. Without early stopping: 0 and 13.", Said(figure));
        Assert.Equal("without early stopping, 20 epochs", SolvedChart.PastStop([run with { PastStop = on }]));
        // Another view of the run, and a run of which it is not known, has none.
        Assert.DoesNotContain(Of(run with { PastStop = on }, new()).Chart.Lines, l => l.Key.EndsWith("/past", StringComparison.Ordinal));
        Assert.DoesNotContain(Of(run, new() { Score = ScoreView.Solved }).Chart.Lines, l => l.Key.EndsWith("/past", StringComparison.Ordinal));
    }

    [Fact]
    public void Sentence_NothingFinished_IsNone()
    {
        var spec = Trials.Spec(seeds: 20);
        Assert.All(Enum.GetValues<ScoreView>(), v => Assert.Empty(Of(new("run", "Run", spec, []), new() { Score = v }).Sentence));
    }
}
