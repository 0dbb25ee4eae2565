using Dashboard.Engine.Tasks;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Experiments;
using Dashboard.Engine.Training;
using Dashboard.Web.Charts;
using Dashboard.Web.Comparisons;
using Dashboard.Web.Tests.Support;

namespace Dashboard.Web.Tests.Comparisons;

public sealed class ComparisonTests
{
    private static RunData Run(string key, Func<TrialKey, double> mad, RunSpec? spec = null, string? name = null)
    {
        spec ??= Trials.Spec();
        return new(key, name ?? key, spec, Trials.All(spec, mad));
    }

    [Fact]
    public void LengthTable_ChangeToBaseline_IsTheDifferenceOfMadAndTheLogOfTheFactor()
    {
        var spec = Trials.Spec([2, 3]);
        RunData[] runs =
        [
            new("a", "a", spec, [Trials.Done(spec, ModelKind.Rnn, 2, 1, 4, lastBatch: 20), Trials.Done(spec, ModelKind.Rnn, 3, 1, 5, lastBatch: 20)]),
            new("b", "b", spec, [Trials.Done(spec, ModelKind.Rnn, 2, 1, 1, lastBatch: 2)]),
        ];
        var mad = LengthTable.Of(runs, "a", Metric.Mad, CompareView.Standard).Columns.Single(c => c is { Run.Key: "b", Model: ModelKind.Rnn });
        Assert.Equal([new(1, 1, -3), new(null, 0, null)], mad.Cells);
        var gradient = LengthTable.Of(runs, "a", Metric.Gradient, CompareView.Standard).Columns.Single(c => c is { Run.Key: "b", Model: ModelKind.Rnn });
        Assert.Equal(-1, gradient.Cells[0].Change!.Value, 9);
    }

    [Fact]
    public void LengthTable_BaselineHidden_StillHoldsTheOthersAgainstIt()
    {
        var table = LengthTable.Of([Run("a", _ => 5), Run("b", _ => 7)], "a", Metric.Mad, CompareView.Standard with { Hidden = "a,b/lstm", Zoom = new(2.5, 3.5) });
        Assert.Equal([3], table.Lengths);
        Assert.Equal(("b", ModelKind.Rnn, 2d), table.Columns.Select(c => (c.Run.Key, c.Model, c.Cells[0].Change!.Value)).Single());
    }

    [Fact]
    public void Settings_OnlyWhatDiffers_IsMarkedAndTheRestIsOneSentence()
    {
        var rows = Differences.Settings([Run("a", _ => 1), Run("b", _ => 1, Trials.Spec() with { Standardize = true })]);
        Assert.Equal(["Standardize inputs"], rows.Where(r => r.Differs).Select(r => r.Name));
        Assert.DoesNotContain("standardize", Differences.Same(rows));
        Assert.Contains("models RNN, LSTM", Differences.Same(rows));
    }

    [Fact]
    public void Results_OfDifferentTasks_AreSharesSolvedAndNoScores()
    {
        var adding = LabTasks.Of(SequenceKind.Adding).Preset(Protocol.Lab) with { Lengths = [2, 3, 4] };

        var rows = Differences.Results([Run("a", _ => 1), Run("b", _ => 0.01, adding)], new());

        Assert.NotEmpty(rows);
        Assert.All(rows, r => Assert.Contains("solved", r.Name));
        Assert.Contains(Differences.Results([Run("a", _ => 0.002, adding), Run("b", _ => 0.01, adding)], new()), r => r.Values.Contains("0.00200"));
    }

    [Fact]
    public void Results_Best_IsTheLongestLengthAndTheLowestMadAndNoneWhereAlike()
    {
        var rows = Differences.Results([Run("a", k => k.Length), Run("b", k => k.Model == ModelKind.Rnn && k.Length == 4 ? 9 : k.Length)], new());
        var longest = rows.First(r => r.Model == ModelKind.Rnn);
        Assert.Equal(["4", "3"], longest.Values);
        Assert.Equal([true, false], longest.Best);
        Assert.All(rows.Where(r => r.Model == ModelKind.Lstm), r => Assert.DoesNotContain(true, r.Best));
    }

    [Fact]
    public void Published_EveryPanel_HasAKeyThatReadsBackAnd27Points()
    {
        foreach (var panel in Presets.Panels)
        {
            Assert.Equal(panel, PublishedKey.Parse(PublishedKey.Of(panel)));
            Assert.All(PublishedKey.Data(panel).Series.Of(Metric.Mad), s => Assert.Equal(27, s.Points.Count));
        }
        Assert.Equal("published:simple-0-raw", PublishedKey.Of(Presets.Panels[0]));
        Assert.Null(PublishedKey.Parse("published:simple-1-raw"));
    }

    [Fact]
    public void Styles_TenRuns_AreAllDifferent() => Assert.Equal(RunStyle.Count, Enumerable.Range(0, RunStyle.Count).Select(RunStyle.Of).Distinct().Count());

    [Fact]
    public void Styled_NamesAlike_AreNumberedAndShortNamesLeaveOutWhatIsShared()
    {
        CompareEntry Entry(string key, string name) => new(Run(key, _ => 1, name: name), null);
        var same = Comparison.Styled([Entry("a", "Sweep"), Entry("b", "Sweep")]);
        Assert.Equal(["Sweep (1)", "Sweep (2)"], same.Select(e => e.Data.Name));
        var parts = Comparison.Styled([Entry("a", "Simple, no noise, raw inputs"), Entry("b", "Simple, no noise, standardized"), new(PublishedKey.Data(Presets.Panels[0]), null)]);
        Assert.Equal(["Raw inputs", "Standardized", "Published"], parts.Select(e => e.Data.ShortName));
        var written = Comparison.Styled([Entry("a", "p0"), Entry("b", "p1")]);
        Assert.Equal(["p0", "p1"], written.Select(e => e.Data.ShortName));
        Assert.Equal(["p0", "p1"], Comparison.Styled([Entry("a", "try, p0"), Entry("b", "try, p1")]).Select(e => e.Data.ShortName));
    }
}
