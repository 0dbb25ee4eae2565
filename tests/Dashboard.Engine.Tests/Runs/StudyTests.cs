using Dashboard.Engine.Experiments;
using Dashboard.Engine.Tests.Support;

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
}
