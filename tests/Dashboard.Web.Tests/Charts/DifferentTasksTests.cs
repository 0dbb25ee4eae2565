using Dashboard.Engine.Experiments;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Tasks;
using Dashboard.Engine.Training;
using Dashboard.Web.Charts;
using Dashboard.Web.Comparisons;
using Dashboard.Web.Tests.Support;

namespace Dashboard.Web.Tests.Charts;

/// <summary>Runs of different tasks beside each other: what each solves is compared, and no score.</summary>
public sealed class DifferentTasksTests
{
    private static readonly RunSpec Adding = LabTasks.Of(SequenceKind.Adding).Preset(Protocol.Lab) with
    {
        Lengths = [2, 3, 4], Seeds = [1, 2, 3, 4], Models = [ModelKind.Rnn, ModelKind.Lstm],
    };

    /// <summary>Of the deck's seeds 3 of 4 have a MAD under 5, of adding's 1 of 4 gets at most 1% wrong.</summary>
    private static readonly RunData[] Both =
    [
        Of("deck", Trials.Spec(seeds: 4), k => k.Seed < 4 ? 1 : 30, _ => []),
        Of("adding", Adding, _ => 0.01, k => [k.Seed == 2 ? 0.5f : 40]),
    ];

    private static RunData Of(string key, RunSpec spec, Func<TrialKey, double> score, Func<TrialKey, float[]> readings) => new(key, key, spec,
        [.. spec.Trials().Select((k, i) => Trials.At(spec, k.Model, k.Length, k.Seed, TrialStatus.Done,
            new EpochResult(1, score(k), score(k), 1, 1) { Readings = readings(k) }) with { Index = i })]);

    [Fact]
    public void View_NobodyChose_IsWhatEachSolves()
    {
        var figure = ScoreFigure.Of(Both, new(), [], []);
        Assert.Equal((ScoreView.Solved, "Solved by each task's own rule"), (figure.View, ScoreFigure.Title(TaskScore.Of(Both.Select(r => r.Spec)), figure.View, new())));
        Assert.Equal([75d, 25], figure.Chart.Lines.Where(l => l.Key is "deck/lstm" or "adding/lstm").Select(l => l.Points[0][1]!.Value));
    }

    [Theory]
    [InlineData(ScoreView.Mean), InlineData(ScoreView.Median), InlineData(ScoreView.Seeds), InlineData(ScoreView.Solved)]
    public void Table_AnyView_ComparesSharesAndNoScores(ScoreView view)
    {
        var table = LengthTable.Of(Both, "deck", Metric.Mad, CompareView.Standard with { Score = view });
        var cell = table.Columns.Single(c => c is { Run.Key: "adding", Model: ModelKind.Lstm }).Cells[0];
        Assert.Equal(("1 of 4", 25d, -50d), (cell.Solved!.Value.Counted, cell.Value, cell.Change));
        Assert.Equal("Solved by each task's own rule by length", LengthTable.Title(Both, Metric.Mad, new() { Score = view }));
        Assert.Contains("points of a hundred", LengthTable.Reading(Both, Metric.Mad, new() { Score = view }));
    }

    [Fact]
    public void Table_GradientsOfDifferentLosses_HaveNoFactor()
    {
        var table = LengthTable.Of(Both, "deck", Metric.Gradient, CompareView.Standard);
        Assert.All(table.Columns.SelectMany(c => c.Cells), c => Assert.True(c is { Value: > 0, Change: null }));
        Assert.False(LengthTable.Compares(Both, Metric.Gradient));
        Assert.True(LengthTable.Compares(Both[..1], Metric.Gradient));
    }

    [Fact]
    public void EverySeed_SaysWhoSolvesItsOwnTaskAndNothingOfOneTasksSteps()
    {
        var figure = ScoreFigure.Of(Both, new() { Score = ScoreView.Seeds }, [], [new("last input only", [(2, 30), (4, 30)]), new("constant", [(2, 32), (4, 32)])]);
        Assert.Equal("50% of all results are solved, each by its own task's rule.", string.Concat(figure.Sentence.Select(s => s.Text)));
        Assert.Equal(["solved", "not solved"], figure.Seeds!.Heads);
        Assert.Empty(figure.Seeds.Rules);
    }

    [Theory]
    [InlineData(ScoreView.Mean), InlineData(ScoreView.Median)]
    public void Middles_HaveNoSentence(ScoreView view) => Assert.Empty(ScoreFigure.Of(Both, new() { Score = view }, [], []).Sentence);

    [Fact]
    public void Threshold_ForDifferentRules_IsRefusedAndLeftOut()
    {
        var errors = new FieldErrors();
        Assert.Null(new LengthView { Solved = 1 }.Checked([.. Both.Select(r => r.Spec)], errors).Solved);
        Assert.Contains("rules of their own", errors.ByField["solved"][0]);
        // Adding and multiplication have one rule between them.
        Assert.Equal(1, new LengthView { Solved = 1 }.Checked([Adding, LabTasks.Of(SequenceKind.Multiplication).Preset(Protocol.Lab)], new()).Solved);
    }

    [Fact]
    public void Apart_OneTaskWithOtherTargets_IsToo()
    {
        RunSpec paper = LabTasks.Of(SequenceKind.Adding).Preset(Protocol.Paper), order = LabTasks.Of(SequenceKind.TemporalOrder).Preset(Protocol.Lab);
        Assert.Contains("Adding as published: MSE", TaskScore.Apart([Adding, paper]));
        Assert.Contains("8 classes: cross-entropy", TaskScore.Apart([order, order with { Variant = "three" }]));
        Assert.Null(TaskScore.Apart([Adding, Adding with { HiddenSize = 3 }]));
        Assert.Null(TaskScore.Apart(Presets.Panels.Select(p => Presets.Run(p, Protocol.Notebook, [1]))));
    }
}
