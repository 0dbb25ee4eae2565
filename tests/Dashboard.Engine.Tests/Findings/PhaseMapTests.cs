using Dashboard.Engine.Experiments;
using Dashboard.Engine.Findings;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Tests.Support;
using Dashboard.Engine.Training;

namespace Dashboard.Engine.Tests.Findings;

public sealed class PhaseMapTests
{
    private const double Threshold = 5;
    private static readonly MapSetting Hidden = MapSetting.Find("hiddenSize")!;

    private static RunSpec Spec(int hidden, int[] lengths, params long[] seeds) =>
        Lab.Small() with { HiddenSize = hidden, Lengths = lengths, Seeds = seeds, Models = [ModelKind.Lstm] };

    /// <summary>A run all of whose trials ended with these scores; null for one that has not ended, NaN for one that diverged.</summary>
    private static (RunSpec, IReadOnlyList<(TrialKey, CellSeed)>) Run(string id, RunSpec spec, Func<TrialKey, double?> score)
    {
        var run = new Run { Id = id, Name = id, CreatedAt = default, Spec = spec };
        var trials = spec.Trials().Select((key, index) => score(key) is not { } s ? new Trial(index, key, TrialStatus.Queued)
            : new(index, key, double.IsNaN(s) ? TrialStatus.Diverged : TrialStatus.Done, "fused",
                new(double.IsNaN(s) ? TrialStatus.Diverged : TrialStatus.Done, [new(1, 9, 9, 1, 1), new(2, s, s, 1, 1), new(3, 9, 9, 1, 1)], false, 1, null, null)));
        return (spec, MapService.Ended(run, [.. trials], Threshold));
    }

    private static PhaseMap Map(params (RunSpec, IReadOnlyList<(TrialKey, CellSeed)>)[] runs) => MapService.Of(Hidden, Threshold, runs);

    [Fact]
    public void Of_RunsOfTwoRows_HasACellForEachLengthAndValue()
    {
        var map = Map(Run("b", Spec(4, [2, 6], 1, 2), k => k.Length), Run("a", Spec(2, [2, 6], 1, 2), _ => 30));

        Assert.Equal([2.0, 4.0], map.Values);
        Assert.Equal([2, 6], map.Lengths);
        Assert.Equal((2, 2), (map.At(ModelKind.Lstm, 1, 0).Solved, map.At(ModelKind.Lstm, 1, 0).Known));
        Assert.Equal((0, 6.0), (map.At(ModelKind.Lstm, 1, 1).Solved, map.At(ModelKind.Lstm, 1, 1).Median));
        // The score is that of the best epoch, here the first of three.
        Assert.Equal((1, 3, 9.0), (map.At(ModelKind.Lstm, 0, 0).Seeds[0].Best, map.At(ModelKind.Lstm, 0, 0).Seeds[0].Epochs, map.At(ModelKind.Lstm, 0, 0).Seeds[0].Score));
    }

    [Fact]
    public void Of_SeedsAddedToACell_ArePooledAndCountOnce()
    {
        var map = Map(Run("a", Spec(4, [2, 6], 1, 2), _ => 1), Run("b", Spec(4, [6], 2, 3, 4), k => k.Seed == 3 ? 20 : 2));

        var grown = map.Find(new(ModelKind.Lstm, 6, 4))!;
        Assert.Equal([1L, 2, 3, 4], grown.Seeds.Select(s => s.Seed));
        Assert.Equal(("a", 3, 4, 4), (grown.Seeds[1].RunId, grown.Solved, grown.Known, grown.Expected));
        Assert.Equal(1.5, grown.Median);
        Assert.Equal(2, map.Find(new(ModelKind.Lstm, 2, 4))!.Expected);
        Assert.Equal(2, map.UsualSeeds);
    }

    [Fact]
    public void Of_DivergedAndWaitingSeeds_CountAsNotSolvedAndNotYet()
    {
        var cell = Map(Run("a", Spec(4, [2], 1, 2, 3), k => k.Seed switch { 1 => 1, 2 => double.NaN, _ => null })).Cells[0];

        Assert.Equal((1, 2, 3), (cell.Solved, cell.Known, cell.Expected));
        Assert.Equal(1, cell.Median);
        Assert.Null(cell.Seeds[1].Score);
    }

    [Fact]
    public void HalfLine_NotMonotoneRow_EndsBeforeTheFirstColumnUnderHalf()
    {
        // Of 2 seeds: 2, 1, 0, 2. Half counts; what comes after a failure does not.
        var map = Map(Run("a", Spec(4, [2, 3, 4, 5], 1, 2), k => k.Length switch { 2 or 5 => 1, 3 => k.Seed == 1 ? 1 : 9, _ => 9 }));
        Assert.Equal([2], map.HalfLine(ModelKind.Lstm));
    }

    [Fact]
    public void HalfLine_AllNoneAndUnknown_AreTheEdgesAndNothing()
    {
        var map = Map(Run("a", Spec(2, [2, 3], 1), _ => 9), Run("b", Spec(3, [2, 3], 1), k => k.Length == 2 ? null : 1), Run("c", Spec(4, [2, 3], 1), _ => 1));
        Assert.Equal([0, null, 2], map.HalfLine(ModelKind.Lstm));
    }

    [Fact]
    public void IsUsual_RowsOfAnOtherwiseUnchangedRun_IsTheDecksValue()
    {
        var spec = Presets.Run(Presets.Panels[0], Protocol.Notebook, [1]) with { Lengths = [2], HiddenSize = 16 };
        var map = MapService.Of(Hidden, Threshold, [(spec, [])]);
        Assert.Equal((true, false), (map.IsUsual(6), map.IsUsual(16)));
        Assert.False((map with { Spec = spec with { Epochs = 40 } }).IsUsual(6));
    }

    [Fact]
    public async Task Of_StudyThatWasTrained_ReadsItsTrials()
    {
        using var lab = new Lab(new ScriptedTrainer((network, steps, _, _, _) => ScriptedTrainer.Done(steps <= network.HiddenSize ? 1 : 20)));
        var (spec, _) = MapRequestValidator.Validate(new()
        {
            Values = [2, 4], Run = RunRequest.From(Lab.Small(seeds: 3)) with { Lengths = [2, 3, 4, 5] },
        });
        var study = lab.Runs.LaunchMap(spec!);
        foreach (var id in study.RunIds) await lab.Ended(id);
        var maps = new MapService(lab.Runs);

        var (now, runs) = lab.Runs.FindStudy(study.Id)!.Value;
        var map = maps.Of(now, runs)!;
        Assert.Equal([1, 3], map.HalfLine(ModelKind.Rnn));
        Assert.All(map.Cells, c => Assert.Equal(3, c.Known));
        // With a threshold of one's own.
        Assert.Equal([4, 4], maps.Of(now, runs, 21)!.HalfLine(ModelKind.Rnn));
        Assert.Equal([0, 0], maps.Of(now, runs, 0.5)!.HalfLine(ModelKind.Rnn));
    }
}
