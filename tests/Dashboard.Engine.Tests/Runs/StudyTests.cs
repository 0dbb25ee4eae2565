using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Tests.Support;
using Dashboard.Engine.Training;

namespace Dashboard.Engine.Tests.Runs;

public sealed class StudyTests : IDisposable
{
    private readonly Lab lab = new(new ScriptedTrainer((_, _, _, _, _) => ScriptedTrainer.Done(1)), start: false);

    public void Dispose() => lab.Dispose();

    [Fact]
    public void LaunchMore_Study_RunsTheSameConditionsWithTheNewSeeds()
    {
        // 16 runs fit the queue of 20 once; the first study is taken out of it.
        var first = lab.Runs.LaunchDeck(Protocol.Slides, [1, 2]);
        foreach (var id in first.RunIds) lab.Runs.Cancel(id);

        var more = lab.Runs.LaunchMore(first.Id, [3, 4, 5]);

        var (study, runs) = lab.Runs.FindStudy(more.Id)!.Value;
        Assert.Equal("The whole deck, seeds 3–5", study.Name);
        Assert.Equal(Presets.Panels, runs.Select(r => r.Spec.Panel));
        Assert.All(runs, r => Assert.Equal([3L, 4, 5], r.Spec.Seeds));
        Assert.All(runs.Zip(lab.Runs.FindStudy(first.Id)!.Value.Runs), pair => Assert.True(pair.First.Spec.SameStudy(pair.Second.Spec)));
    }

    [Fact]
    public void LaunchMore_UnknownStudy_SaysSo() => Assert.Throws<KeyNotFoundException>(() => lab.Runs.LaunchMore("none", [1]));

    private Study Map() => lab.Runs.LaunchMap(MapRequestValidator.Validate(new()
    {
        Values = [4, 2], Run = RunRequest.From(Lab.Small(seeds: 3)),
    }).Spec!, "a map");

    [Fact]
    public void LaunchMap_TwoRows_IsAStudyOfARunEach()
    {
        var (study, runs) = lab.Runs.FindStudy(Map().Id)!.Value;
        Assert.Equal(("a map", "map", "hiddenSize"), (study.Name, study.Preset, study.Setting));
        Assert.Equal([2, 4], runs.Select(r => r.Spec.HiddenSize));
        Assert.All(runs, r => Assert.Equal(study.Id, r.StudyId));
    }

    [Fact]
    public void LaunchSeeds_OfACell_AddsARunOfTheNextSeedsToTheStudy()
    {
        var map = Map();
        var cell = new MapCell(ModelKind.Lstm, 3, 4);

        var added = lab.Runs.LaunchSeeds(map.Id, cell, 10);
        var more = lab.Runs.LaunchSeeds(map.Id, cell, 2);

        var (study, runs) = lab.Runs.FindStudy(map.Id)!.Value;
        Assert.Equal([.. map.RunIds, added.Id, more.Id], study.RunIds);
        Assert.Equal(runs[1].Spec with { Models = [ModelKind.Lstm], Lengths = [3], Seeds = [4, 5, 6, 7, 8, 9, 10, 11, 12, 13] }, added.Spec);
        Assert.Equal([14L, 15], more.Spec.Seeds);
        Assert.Equal((map.Id, map.Id), (added.StudyId, lab.Runs.Find(added.Id)!.StudyId));
        Assert.Single(lab.Runs.Studies());
    }

    [Fact]
    public void LaunchSeeds_OfManyAtOnce_GivesEachSeedsOfItsOwn()
    {
        var map = Map();
        var added = new System.Collections.Concurrent.ConcurrentBag<long>();
        Parallel.For(0, 8, _ =>
        {
            foreach (var seed in lab.Runs.LaunchSeeds(map.Id, new(ModelKind.Rnn, 2, 2), 3).Spec.Seeds) added.Add(seed);
        });
        Assert.Equal(Enumerable.Range(4, 24).Select(s => (long)s), added.Order());
        Assert.Equal(10, lab.Runs.FindStudy(map.Id)!.Value.Runs.Count);
    }

    [Fact]
    public void LaunchSeeds_WhereThereIsNoCellOrNoRoom_SaysSo()
    {
        var map = Map();
        Assert.Throws<KeyNotFoundException>(() => lab.Runs.LaunchSeeds("none", new(ModelKind.Rnn, 2, 2), 1));
        Assert.Throws<KeyNotFoundException>(() => lab.Runs.LaunchSeeds(map.Id, new(ModelKind.Gru, 2, 2), 1));
        Assert.Throws<KeyNotFoundException>(() => lab.Runs.LaunchSeeds(map.Id, new(ModelKind.Rnn, 2, 3), 1));
        Assert.Throws<MapFullException>(() => lab.Runs.LaunchSeeds(map.Id, new(ModelKind.Rnn, 2, 2), 98));
        Assert.Equal(2, lab.Runs.FindStudy(map.Id)!.Value.Study.RunIds.Count);
    }
}
