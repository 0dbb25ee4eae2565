using Dashboard.Engine.Sequences;
using Dashboard.Engine.Tests.Support;
using Dashboard.Engine.Training;
using Dashboard.Engine.Training.Cells;
using Dashboard.Engine.Training.Fused;

namespace Dashboard.Engine.Tests.Training;

public class FusedTrainerTests
{
    private readonly FusedTrainer trainer = new();

    [Theory]
    [InlineData(ModelKind.Rnn, 1, 1, true)]
    [InlineData(ModelKind.Lstm, 128, 1, true)]
    [InlineData(ModelKind.Lstm, 129, 1, false)]
    [InlineData(ModelKind.Rnn, 6, 2, false)]
    [InlineData(ModelKind.Gru, 128, 1, true)]
    [InlineData(ModelKind.Gru, 6, 2, false)]
    public void Covers_Network_OneLayerOfEveryCell(ModelKind model, int hidden, int layers, bool covered) =>
        Assert.Equal(covered, trainer.Covers(new(model, hidden, layers), new()));

    public static MatrixTheoryData<ModelKind, bool> EveryModelAndBoth { get; } = new(Cell.Kinds, [true, false]);

    [Theory, MemberData(nameof(EveryModelAndBoth))]
    public void Train_OneEpochOfTheDecksSettings_AgreesWithTorch(ModelKind model, bool standardize)
    {
        var data = SmallTrial.Data(length: 10, count: 2000, standardize: standardize);
        var expected = Epoch(new TorchTrainer());
        var actual = Epoch(trainer);
        Assert.Equal(expected.TrainLoss, actual.TrainLoss, expected.TrainLoss * 1e-3);
        Assert.Equal(expected.ValidationLoss, actual.ValidationLoss, expected.ValidationLoss * 1e-3);
        Assert.Equal(expected.GradientMean, actual.GradientMean, expected.GradientMean * 1e-2);

        EpochResult Epoch(ITrainer engine) =>
            engine.Train(data, new(model), new(Epochs: 1), seed: 3, null, CancellationToken.None).Epochs[0];
    }

    [Theory, MemberData(nameof(GoldenCells.Models), MemberType = typeof(GoldenCells))]
    public void Train_ParallelTrials_AreBitIdenticalToSerial(ModelKind model)
    {
        var data = SmallTrial.Data(SequenceKind.Realistic, length: 7, count: 300);
        EpochResult[] Run(long seed) => [.. Train(data, new(model), new(Epochs: 3), seed).Epochs];
        EpochResult[][] serial = [.. Enumerable.Range(1, 4).Select(seed => Run(seed))], parallel = new EpochResult[4][];
        Parallel.For(0, 4, i => parallel[i] = Run(i + 1));
        Assert.Equal(serial, parallel);
    }

    [Fact]
    public void Train_ExplodingWeights_EndsAsDivergedWithWhatWasSeen()
    {
        var result = Train(SmallTrial.Data(), new(ModelKind.Rnn), new(LearningRate: 3e38));
        Assert.Equal(TrialStatus.Diverged, result.Status);
        Assert.NotEmpty(result.Epochs);
        Assert.True(result.Epochs[0].GradientMean > 0);
    }

    [Fact]
    public void Train_CancelledInTheFirstEpoch_KeepsTheEpochsBefore()
    {
        using var cancel = new CancellationTokenSource();
        var result = trainer.Train(SmallTrial.Data(), new(ModelKind.Lstm), new(), 1, new CancelAfterFirst(cancel), cancel.Token);
        Assert.Equal((TrialStatus.Cancelled, 1), (result.Status, result.Epochs.Count));
    }

    [Fact]
    public void Train_SequencesTooLong_FailsNamingTheLimit()
    {
        var result = Train(SmallTrial.Data(length: FusedTrainer.MaxLength + 1, count: 2), new(ModelKind.Rnn), new());
        Assert.Equal(TrialStatus.Failed, result.Status);
        Assert.Contains("1000", result.Error);
    }

    [Fact]
    public void Train_BestEpoch_KeepsTheFlowOfItsLastBatch()
    {
        var result = Train(SmallTrial.Data(length: 4, count: 1000), new(ModelKind.Lstm), new(Epochs: 6));
        Assert.Equal((1, result.Best!.Epoch), (result.FirstFlow!.Epoch, result.BestFlow!.Epoch));
        Assert.Equal((4, 4), (result.FirstFlow.Norms.Length, result.BestFlow.Norms.Length));
        Assert.All(result.BestFlow.Norms, norm => Assert.True(norm > 0));
    }

    [Theory, MemberData(nameof(EveryModelAndBoth))]
    public void Step_InTraining_AllocatesNothing(ModelKind model, bool classes)
    {
        var data = SmallTrial.Data(length: 9, count: 80);
        if (classes) data = new(Classes(data.Training), Classes(data.Validation));
        var network = new NetworkSpec(model) { Shape = data.Training.Shape };
        using var trial = new FusedTrial(
            FusedNetwork.Create(network, new(ClipNorm: 1), 9, InitialWeights.Draw(network, 1), SimdWidths.Best), data);
        int[] batch = [.. Enumerable.Range(0, 40)];
        var flow = new float[9];
        Steps();
        // The runtime may set up something of its own in one round (a method compiled anew); what a step allocates is in all.
        Assert.Contains(0, Enumerable.Range(0, 5).Select(_ =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Steps();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }));

        // The deck's numbers, read out at every step of sequences that end at different ones.
        static SampleSet Classes(SampleSet set)
        {
            int[] steps = [.. Enumerable.Range(0, set.Count).Select(k => 1 + k % 9)];
            return new(new(1, 3, LossKind.CrossEntropy, ReadOut.Every), steps,
                [.. steps.SelectMany((s, k) => set.Inputs(k)[..s].ToArray())], [.. steps.SelectMany(s => Enumerable.Range(0, s).Select(t => (float)(t % 3)))]);
        }

        void Steps()
        {
            for (var i = 0; i < 50; i++) trial.Step(batch, flow);
            trial.Validate([]);
        }
    }

    private TrialResult Train(TrainingData data, NetworkSpec network, TrainingSpec training, long seed = 1) =>
        trainer.Train(data, network, training, seed, null, CancellationToken.None);

    private sealed class CancelAfterFirst(CancellationTokenSource source) : IEpochObserver
    {
        public void OnEpoch(EpochResult epoch) => source.Cancel();
    }
}
