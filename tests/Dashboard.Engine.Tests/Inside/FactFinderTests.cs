using Dashboard.Engine.Tasks;
using Dashboard.Engine.Experiments;
using Dashboard.Engine.Inside;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Tasks.Deck;
using Dashboard.Engine.Training;

namespace Dashboard.Engine.Tests.Inside;

public class FactFinderTests
{
    private static readonly RunSpec Spec = Presets.Run(Presets.Panels[0], Protocol.Notebook, [20]) with { Lengths = [6], TrainCount = 4_000, Epochs = 6, Patience = 0 };
    private static readonly SequenceCache Cache = new();
    private static readonly Trainers Trainers = new([new FusedTrainer(), new TorchTrainer()]);

    // A network whose unit 1 keeps x₁/100 in its linear range and whose answer is 120 · h₁: by hand, R² 1 at every step, weight 1.2.
    [Fact]
    public void Find_UnitThatKeepsTheFirstInput_ReadsItAtEveryStep()
    {
        const int Hidden = 2, Length = 4;
        var spec = new SequenceSpec(SequenceKind.Simple, Protocol.Notebook.Rule(SequenceKind.Simple), Length, 0, 300, -50, 50, 43);
        var set = SequenceGenerator.Generate(spec);
        // All gates open (bias 20) and nothing after the first input: the cell sums up 0.0001 · x₁ and zeros.
        double[] inputs = [.. Enumerable.Range(0, 300).SelectMany(k => new[] { set.Inputs(k)[0], 0, 0, 0 })];
        set = new(spec, inputs, set.Outputs.ToArray());
        float[] wih = new float[4 * Hidden], whh = new float[4 * Hidden * Hidden], bih = new float[4 * Hidden], bhh = new float[4 * Hidden];
        (wih[2 * Hidden], bih[0], bih[Hidden], bih[3 * Hidden]) = (0.0001f, 20, 20, 20);
        var weights = new InitialWeights([[wih, whh, bih, bhh]], [12_000, 0], [0]);

        var facts = new FactFinder(ModelKind.Lstm, Hidden, Data(set)).Find(weights);

        Assert.All(facts.ReadableC, r => Assert.Equal(1, r, 1e-3));
        Assert.Equal(1.2, facts.Effect[0], 0.01);
        Assert.Equal((1.0, 0.0), (facts.UnitC[0], facts.UnitC[1]), (a, b) => Math.Abs(a.Item1 - b.Item1) < 1e-3 && a.Item2 == b.Item2);
        Assert.Equal(1.2 * set.Inputs(7)[0], facts.Answers[7], 0.05);
    }

    private static InsideData Data(SequenceSet set) => new(TrainingData.Of(set, (0, 1)), [.. Enumerable.Range(0, set.Count).SelectMany(k => set.Inputs(k).ToArray())], 1,
        [new(new("x₁", "the first input", 1.2), new int[set.Count], [.. Enumerable.Range(0, set.Count).Select(k => set.Inputs(k)[0])])]);

    [Theory, InlineData(ModelKind.Rnn), InlineData(ModelKind.Lstm)]
    public void Record_SavedTrial_IsTheSameNetworkToTheBitAndGoesOnToTheBudget(ModelKind model)
    {
        var spec = Spec with { Models = [model] };
        var saved = Trained(spec);
        var ended = new List<int>();

        var recording = new NetworkRecorder(Trainers, Cache).Record(spec, saved, NetworkRecorder.FramesOf(spec, [saved]), ended.Add, CancellationToken.None);

        Assert.Null(recording.Difference);
        Assert.Equal(Enumerable.Range(1, 6), ended);
        Assert.Equal(saved.Result!.StoppedEarly ? saved.Result.Epochs.Count : null, recording.Stop);
        Assert.Equal([new(0, 0), new(1, 1), new(1, 2), new(1, 4), new(1, 8), new(1, 16), new(1, 32), new(1, 64), new(1, 0)], recording.Frames.Take(9));
        // The facts' answers are the engine's: their MAD is the one the engine validated with.
        var (_, validation) = spec.Data(6, 20);
        var targets = Cache.Get(validation).Outputs.ToArray();
        foreach (var (frame, facts) in recording.Frames.Zip(recording.Facts).Where(f => f.First is { Batches: 0, Epoch: > 0 }))
            Assert.Equal(recording.Epochs[frame.Epoch - 1].ValidationLoss, facts.Answers.Zip(targets, (a, y) => Math.Abs(a - y)).Average(), 2e-3);
        // What it answers with is in its facts: least squares on all inputs explains the answers' weights within the MAD's step.
        Assert.Equal(spec.HiddenSize, recording.Facts[^1].UnitH.Length);
    }

    [Fact]
    public void FramesOf_TrialsThatStoppedElsewhere_KeepsEachStopOfALongTrainingForAll()
    {
        var spec = Spec with { Epochs = 400, TrainCount = 64, BatchSize = 32 };
        Trial Stopped(int epoch) => new(0, spec.Trials()[0], TrialStatus.Done, "fused",
            new(TrialStatus.Done, [.. Enumerable.Range(1, epoch).Select(e => new EpochResult(e, 0, e == epoch - 1 ? 1 : 2, 0, 0))], StoppedEarly: true, 1, null, null));

        var frames = NetworkRecorder.FramesOf(spec, [Stopped(7), Stopped(42)]);

        Assert.Equal([new(0, 0), new(1, 1), new(1, 0), new(4, 0), new(6, 0), new(7, 0), new(8, 0)], frames.Take(7));
        Assert.Contains(new(41, 0), frames);
        Assert.Contains(new(42, 0), frames);
        Assert.Equal(new(400, 0), frames[^1]);
    }

    [Theory]
    [InlineData(40, 20, 20)]
    [InlineData(50, 20, 11)]
    [InlineData(50, 100, 13)]
    [InlineData(6, 100, 100)]
    public void FramesOf_LargeNetworks_KeepsFewerEpochsSoThatTheirWeightsAreAFewMegabytes(int units, int epochs, int kept)
    {
        var spec = LabTasks.Of(SequenceKind.CopyMemory).Preset(Protocol.Paper) with { HiddenSize = units, Epochs = epochs };

        var frames = NetworkRecorder.FramesOf(spec, []);

        Assert.Equal(kept, frames.Count(f => f is { Batches: 0, Epoch: > 0 }));
        Assert.Equal((new Frame(0, 0), new Frame(epochs, 0)), (frames[0], frames[^1]));
        // One frame of an RNN, LSTM and GRU with 10 inputs and 9 outputs.
        var parameters = (1 + 4 + 3) * units * (10 + units + 2) + 3 * 9 * (units + 1);
        Assert.InRange(4L * parameters * frames.Count, 1, 2_400_000);
    }

    [Fact]
    public void Record_OtherNumbersThanSaved_NamesTheFirstEpochThatDiffers()
    {
        var spec = Spec with { Models = [ModelKind.Rnn] };
        var saved = Trained(spec);
        var changed = saved.Result!.Epochs.ToArray();
        changed[1] = changed[1] with { ValidationLoss = changed[1].ValidationLoss + 1e-9 };

        var recording = new NetworkRecorder(Trainers, Cache).Record(spec, saved with { Result = saved.Result with { Epochs = changed } }, NetworkRecorder.FramesOf(spec, [saved]), null, CancellationToken.None);

        Assert.Equal((2, changed[1].ValidationLoss), (recording.Difference!.Epoch, recording.Difference.Saved));
    }

    [Fact]
    public void Record_Cancelled_EndsAtOnce()
    {
        var spec = Spec with { Models = [ModelKind.Rnn] };
        using var stop = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => new NetworkRecorder(Trainers, Cache).Record(spec, Trained(spec), NetworkRecorder.FramesOf(spec, []), _ => stop.Cancel(), stop.Token));
    }

    private static Trial Trained(RunSpec spec)
    {
        var key = spec.Trials()[0];
        var (training, validation) = spec.Data(key.Length, key.Seed);
        var result = new FusedTrainer().Train(new(Cache.Get(training), Cache.Get(validation), false), spec.Network(key.Model), spec.Training(), key.Seed, null, CancellationToken.None);
        return new(0, key, result.Status, "fused", result);
    }
}
