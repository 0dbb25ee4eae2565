using Dashboard.Engine.Experiments;
using Dashboard.Engine.Inside;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Tasks;
using Dashboard.Engine.Training;
using Dashboard.Engine.Training.Cells;

namespace Dashboard.Engine.Tests.Inside;

/// <summary>What Inside finds in networks of the tasks beyond the deck's: against networks and answers made by hand, and against
/// what the engine read while it trained them.</summary>
public sealed class TaskFactsTests
{
    private static readonly SequenceCache Cache = new();
    private static readonly Trainers Trainers = new([new FusedTrainer()]);

    public static TheoryData<SequenceKind, Protocol, int> Tasks => new()
    {
        { SequenceKind.TwoSequences, Protocol.Lab, 12 }, { SequenceKind.Adding, Protocol.Lab, 12 }, { SequenceKind.Adding, Protocol.Paper, 24 },
        { SequenceKind.Multiplication, Protocol.Lab, 12 }, { SequenceKind.TemporalOrder, Protocol.Lab, 20 }, { SequenceKind.CopyMemory, Protocol.Lab, 4 },
    };

    private static RunSpec Spec(SequenceKind kind, Protocol protocol, int length) => LabTasks.Of(kind).Preset(protocol) with
    {
        Lengths = [length], HiddenSize = 5, TrainCount = 600, ValidationCount = 400, Epochs = 3, Patience = 0, LearningRate = 0.02,
    };

    private static InsideData Data(RunSpec spec) => spec.Task.Inside(spec, spec.Lengths[0], 1, Cache);

    [Theory, MemberData(nameof(Tasks))]
    public void Record_TrialOfATask_FindsWhatTheEngineReadInEveryEpoch(SequenceKind kind, Protocol protocol, int length)
    {
        foreach (var model in Cell.Kinds)
        {
            var spec = Spec(kind, protocol, length) with { Models = [model] };
            var key = spec.Trials()[0];
            var result = new FusedTrainer().Train(spec.Task.Data(spec, length, 1, Cache), spec.Network(model), spec.Training(), 1, null, CancellationToken.None);
            var saved = new Trial(0, key, result.Status, "fused", result);

            var recording = new NetworkRecorder(Trainers, Cache).Record(spec, saved, NetworkRecorder.FramesOf(spec, [saved]), null, CancellationToken.None);

            Assert.Null(recording.Difference);
            var from = spec.Task.Learnt(spec).Reading;
            foreach (var (frame, facts) in recording.Frames.Zip(recording.Facts).Where(f => f.First is { Batches: 0, Epoch: > 0 }))
            {
                var epoch = recording.Epochs[frame.Epoch - 1];
                Assert.Equal(epoch.ValidationLoss, facts.Loss, 1e-4 * epoch.ValidationLoss);
                Assert.Equal(epoch.Readings[from], facts.Weights[0], 1e-3f);
                if (facts.Weights.Length > 1) Assert.Equal(epoch.Readings[from + 1], facts.Weights[^1], 1e-3f);
            }
        }
    }

    [Fact]
    public void Record_TrialSavedBeforeItsWeightsWereRead_IsTheSameNetwork()
    {
        var spec = Spec(SequenceKind.Adding, Protocol.Lab, 10) with { Models = [ModelKind.Rnn] };
        var result = new FusedTrainer().Train(spec.Task.Data(spec, 10, 1, Cache), spec.Network(ModelKind.Rnn), spec.Training(), 1, null, CancellationToken.None);
        var before = result with { Epochs = [.. result.Epochs.Select(e => e with { Readings = [e.Readings[0]] })] };
        var saved = new Trial(0, spec.Trials()[0], result.Status, "fused", before);
        Assert.Null(new NetworkRecorder(Trainers, Cache).Record(spec, saved, NetworkRecorder.FramesOf(spec, [saved]), null, CancellationToken.None).Difference);
    }

    // An LSTM of one unit whose input gate opens for marked numbers only: its cell holds 0.01 (X₁ + X₂), its answer is 100 h.
    [Fact]
    public void Find_UnitThatSumsMarkedNumbers_UsesBothAndGivesTheFirstAwayUntilTheSecondIsAdded()
    {
        const int Length = 12;
        var data = Data(Spec(SequenceKind.Adding, Protocol.Lab, Length) with { ValidationCount = 1_000 });
        var weights = new InitialWeights([[[0, 40, 0, 0, 0.01f, 0, 0, 0], new float[4], [-20, 20, 0, 20], new float[4]]], [100], [0]);

        var facts = new FactFinder(ModelKind.Lstm, 1, data).Find(weights);

        Assert.InRange(facts.Loss, 0, 1e-6);
        Assert.All(facts.Weights, w => Assert.Equal(1, w, 0.01));
        Assert.All(facts.ItemEffect, e => Assert.Equal(1, e, 0.01));
        Assert.All(facts.Effect, e => Assert.Equal(0, e, 0.01));
        // After the first half all have shown the first and none the second.
        Assert.Equal(1, facts.Readable[5], 1e-3);
        // Half of the sum of two is one of them.
        Assert.Equal(0.5, facts.EndC, 0.06);
        Assert.Equal(0.5, facts.UnitC[0], 0.06);
        Assert.Equal(0.5, facts.Readable[Length + Length - 1], 0.06);
        // Nobody has shown the second before the second half.
        Assert.All(facts.Readable[Length..(Length + 6)], r => Assert.True(float.IsNaN(r)));
    }

    [Fact]
    public void ItemWeights_LogitsThatKnowTheFirstLetterOnly_AreOneAndNothing()
    {
        var data = Data(Spec(SequenceKind.TemporalOrder, Protocol.Lab, 20));
        float[] logits = [.. Enumerable.Range(0, data.Set.Count).SelectMany(k => Enumerable.Range(0, 4).Select(c => c >> 1 == (int)data.Items[0].Values[k] ? 30f : 0f))];
        var weights = new float[2];
        new ItemWeights(data.Set, data.Items).Read(logits, weights);
        Assert.Equal(1, weights[0], 1e-4f);
        Assert.Equal(0, weights[1], 1e-4f);
    }

    [Fact]
    public void ItemWeights_AnswersThatFollowNumbersOrNothing_AreTheirWeights()
    {
        var data = Data(Spec(SequenceKind.Multiplication, Protocol.Lab, 20));
        var (first, second) = (data.Items[0].Values, data.Items[1].Values);
        var weights = new float[2];
        var reader = new ItemWeights(data.Set, data.Items);
        reader.Read([.. first.Select((v, k) => (float)(0.25 + 0.5 * v - 0.125 * second[k]))], weights);
        Assert.Equal(0.5, weights[0], 1e-5);
        Assert.Equal(-0.125, weights[1], 1e-5);
        reader.Read(new float[data.Set.Count], weights);
        Assert.All(weights, w => Assert.Equal(0, w));
    }

    [Fact]
    public void Items_OfCopyMemory_AreAskedForWhereTheTargetsSayThem()
    {
        var data = Data(Spec(SequenceKind.CopyMemory, Protocol.Lab, 7));
        foreach (var (item, j) in data.Items.Select((i, j) => (i, j)))
            for (var k = 0; k < 20; k++)
            {
                Assert.Equal(data.At(k, j), item.Values[k]);
                Assert.Equal(item.Values[k], data.Set.Targets(k)[item.AskedAt]);
            }
    }

    [Fact]
    public void Items_OfTemporalOrder_SayTheClass()
    {
        var spec = Spec(SequenceKind.TemporalOrder, Protocol.Lab, 30) with { Variant = "three" };
        var data = Data(spec);
        for (var k = 0; k < data.Set.Count; k++)
        {
            var target = (int)data.Set.Targets(k)[0];
            Assert.All(data.Items, i => Assert.Contains(target, i.Says[(int)i.Values[k]]));
            Assert.All(data.Items, i => Assert.Equal(6 + i.Values[k], data.At(k, i.Steps[k])));
        }
    }
}
