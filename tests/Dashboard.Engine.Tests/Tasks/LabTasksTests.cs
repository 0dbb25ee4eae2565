using Dashboard.Engine.Runs;
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

        var data = spec.Task.Data(spec, Length(spec), 1, new SequenceCache());

        Assert.Equal((60, 20), (data.Training.Count, data.Validation.Count));
        Assert.Equal(data.Training.Shape, data.Validation.Shape);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Baselines_ASmallRun_AreKnownAfterwardsAndOneAtMostIsComplete(SequenceKind kind)
    {
        var (spec, known) = (Small(kind), new KnownBaselines());

        var baselines = spec.Task.Baselines(spec, Length(spec), 1, known);

        Assert.Equal(baselines, spec.Task.KnownBaselines(spec, Length(spec), 1, known));
        Assert.InRange(baselines.Count(b => b.Complete), 0, 1);
        Assert.Equal(baselines.Count, baselines.Select(b => b.Name).Distinct().Count());
    }

    [Fact]
    public void Claims_OfAllTasks_HaveIdsOfTheirOwn()
    {
        var claims = LabTasks.All.SelectMany(t => t.Claims).Distinct().ToArray();

        Assert.Equal(claims.Length, claims.Select(c => c.Id).Distinct().Count());
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Preset_EveryProtocol_IsWhatItsOwnRequestMakes(SequenceKind kind)
    {
        foreach (var protocol in LabTasks.Of(kind).Protocols)
        {
            var preset = LabTasks.Of(kind).Preset(protocol);

            var (spec, errors) = RunRequestValidator.Validate(RunRequest.From(preset));

            Assert.Empty(errors);
            Assert.Equal(preset, spec);
        }
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Sketch_EveryProtocol_ShowsWhatCounts(SequenceKind kind)
    {
        foreach (var protocol in LabTasks.Of(kind).Protocols)
        {
            var spec = LabTasks.Of(kind).Preset(protocol);

            var sketch = spec.Task.Sketches(spec, spec.Lengths[0], 3)[2];

            Assert.All(sketch.Rows, r => Assert.Contains(r.Steps, s => s.Counts || s.Marked));
            Assert.NotEmpty(sketch.Target);
        }
    }

    private static int Length(RunSpec spec) => spec.Task.DrawsIntegers ? 4 : 100;

    private static RunSpec Small(SequenceKind kind) =>
        LabTasks.Of(kind).Preset(LabTasks.Of(kind).Protocols[^1]) with { TrainCount = 60, ValidationCount = 20 };
}
