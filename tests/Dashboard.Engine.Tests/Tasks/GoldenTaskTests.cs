using Dashboard.Engine.Experiments;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Tasks;
using Dashboard.Engine.Tests.Support;

namespace Dashboard.Engine.Tests.Tasks;

/// <summary>The tasks' sequences as plain CPython draws them by docs/tasks.md, in float32.</summary>
public sealed class GoldenTaskTests
{
    public sealed record Sequence(double[] Inputs, double[] Targets);
    public sealed record Case(string Sequence, string Protocol, string Variant, int Length, long Seed, bool Validation, Sequence[] Sequences);
    public sealed record File(string Source, Case[] Cases);

    private static readonly Case[] Cases = Golden.Read<File>("golden-tasks.json").Cases;

    public static TheoryData<int> Indices => [.. Enumerable.Range(0, Cases.Length)];

    [Theory, MemberData(nameof(Indices))]
    public void Data_EveryTask_IsWhatPythonDraws(int index)
    {
        var golden = Cases[index];
        Assert.True(RunLimits.Sequences.TryGet(golden.Sequence, out var kind));
        Assert.True(RunLimits.Protocols.TryGet(golden.Protocol, out var protocol));
        var count = golden.Sequences.Length;
        var spec = LabTasks.Of(kind).Preset(protocol) with
        {
            Variant = golden.Variant, TrainCount = count, ValidationCount = count, DataSeed = golden.Validation ? golden.Seed - 1 : golden.Seed,
        };

        var data = spec.Task.Data(spec, golden.Length, 1, new SequenceCache());

        var set = golden.Validation ? data.Validation : data.Training;
        foreach (var (k, sequence) in golden.Sequences.Index())
        {
            Close(sequence.Inputs, set.Inputs(k));
            Close(sequence.Targets, set.Targets(k));
        }
    }

    [Fact]
    public void Cases_EveryTaskThatIsDrawn_AreThere() => Assert.Empty(
        LabTasks.All.OfType<DrawnTask>().Select(t => Choices<SequenceKind>.Word(t.Kind)).Except(Cases.Select(c => c.Sequence)));

    // The file keeps nine decimals; the last bit of a float may turn on the tenth.
    private static void Close(double[] expected, ReadOnlySpan<float> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1.5e-7);
    }
}
