using Dashboard.Engine.Experiments;
using Dashboard.Engine.Metrics;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Tasks;

namespace Dashboard.Engine.Tests.Tasks;

public sealed class LabTasksTests
{
    public static TheoryData<SequenceKind> Kinds => [.. Enum.GetValues<SequenceKind>()];

    [Theory, MemberData(nameof(Kinds))]
    public void Of_EveryKind_IsTheTaskOfThatKind(SequenceKind kind) => Assert.Equal(kind, LabTasks.Of(kind).Kind);

    [Fact]
    public void All_TheTasks_AreOneForEachKind() => Assert.Equal(Enum.GetValues<SequenceKind>(), LabTasks.All.Select(t => t.Kind));

    [Theory, MemberData(nameof(Kinds))]
    public void Data_ASmallRun_IsAsManySequencesAsAskedFor(SequenceKind kind)
    {
        var spec = Small(kind);

        var data = spec.Task.Data(spec, 4, 1, new SequenceCache());

        Assert.Equal((60, 20), (data.Training.Count, data.Validation.Count));
        Assert.Equal(data.Training.Shape, data.Validation.Shape);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Baselines_ASmallRun_AreKnownAfterwardsAndOneAtMostIsComplete(SequenceKind kind)
    {
        var (spec, known) = (Small(kind), new KnownBaselines());

        var baselines = spec.Task.Baselines(spec, 4, 1, known);

        Assert.Equal(baselines, spec.Task.KnownBaselines(spec, 4, 1, known));
        Assert.InRange(baselines.Count(b => b.Complete), 0, 1);
        Assert.Equal(baselines.Count, baselines.Select(b => b.Name).Distinct().Count());
    }

    [Fact]
    public void Claims_OfAllTasks_HaveIdsOfTheirOwn()
    {
        var claims = LabTasks.All.SelectMany(t => t.Claims).Distinct().ToArray();

        Assert.Equal(claims.Length, claims.Select(c => c.Id).Distinct().Count());
    }

    private static RunSpec Small(SequenceKind kind) =>
        Presets.Run(new(kind, 0, false), Protocol.Notebook, [1]) with { TrainCount = 60, ValidationCount = 20 };
}
