using Dashboard.Engine.Native;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Tests.Support;
using Dashboard.Engine.Training;
using Dashboard.Engine.Training.Cells;
using Dashboard.Engine.Training.Torch;
using TorchSharp;

namespace Dashboard.Engine.Tests.Training;

public class TorchTrainerTests
{
    private readonly TorchTrainer trainer = new();

    // Said once and plainly; going on would let TorchSharp's own initialiser fail, at length.
    public TorchTrainerTests() => Assert.True(LibTorch.IsAvailable, LibTorch.Error);

    public static TheoryData<int> Golden => GoldenTraining.Indices;

    [Theory, MemberData(nameof(Golden))]
    public void Step_GoldenCases_AgreesWithPyTorch(int index) => GoldenTraining.Check(trainer, index);

    public static TheoryData<string> Cells => GoldenCells.Names(_ => true);

    [Theory, MemberData(nameof(Cells))]
    public void Step_GoldenCells_AgreesWithPyTorch(string name) => GoldenCells.Check(trainer, name);

    public static MatrixTheoryData<ModelKind, int> Stacked { get; } = new(Cell.Kinds, [1, 3]);

    [Theory, MemberData(nameof(Stacked))]
    public void Loss_UnrolledCells_HasTheModulesGradients(ModelKind kind, int layers)
    {
        var network = new NetworkSpec(kind, HiddenSize: 5, Layers: layers);
        using var model = new TorchModel(network, new(), InitialWeights.Draw(network, 7));
        using var scope = torch.NewDisposeScope();
        var batch = new TorchBatch(new(TaskShape.Deck, 4, [.. Enumerable.Range(0, 12).Select(i => i / 10f)], [1, -2, 3]));

        var (loss, _) = model.Backward(batch);
        var expected = model.Copy(gradients: true);
        var (unrolled, _) = HiddenGradients.Loss(model, batch);
        Assert.Equal(loss, unrolled.item<float>(), 1e-5);
        foreach (var (name, gradient) in expected)
        {
            var actual = TorchModel.Floats(torch.autograd.grad([unrolled], [model.Parameter(name)], retain_graph: true)[0]).ToArray();
            Assert.InRange(Norm.RelativeDifference(actual, gradient.Select(g => (double)g)), 0, 1e-5);
        }
    }

    public static MatrixTheoryData<ModelKind, LossKind, ReadOut> Shapes { get; } =
        new(Dashboard.Engine.Training.Cells.Cell.Kinds, Enum.GetValues<LossKind>(), Enum.GetValues<ReadOut>());

    [Theory, MemberData(nameof(Shapes))]
    public void Train_AnyShape_LearnsNothingAtRateZeroAndValidatesOverAllReadOuts(ModelKind model, LossKind loss, ReadOut readOut)
    {
        // The widest shape, stacked, lengths 1 to 9; 46 sequences of up to 1,200 steps make validation go piece by piece.
        var shape = new TaskShape(TaskShape.MaxInputs, TaskShape.MaxOutputs, loss, readOut);
        var network = new NetworkSpec(model, HiddenSize: 5, Layers: 2) { Shape = shape };
        var data = new TrainingData(Sequences(shape, 20, k => 1 + k % 9), Sequences(shape, 46, k => k == 7 ? 1200 : 1 + k % 5));
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        var result = Train(data, network, new(Epochs: 1, BatchSize: 8, LearningRate: 0), seed: 4);
        Assert.Equal((TrialStatus.Done, null), (result.Status, result.Error));
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);

        using var session = trainer.Open(network, new(), InitialWeights.Draw(network, 4), 1200);
        var whole = session.Evaluate(data.Validation);
        Assert.Equal(whole.Loss, result.Epochs[0].ValidationLoss, 1e-6 * whole.Loss);
        Assert.Equal(data.Validation.PredictionSize, whole.Predictions.Length);
        Assert.Equal(9, result.FirstFlow!.Norms.Length);
        Assert.True(result.FirstFlow.Norms[0] > 0);
    }

    [Theory, MemberData(nameof(Shapes))]
    public void Step_PaddingInTheBatch_ChangesNoSequencesPrediction(ModelKind model, LossKind loss, ReadOut readOut)
    {
        var shape = new TaskShape(3, 4, loss, readOut);
        var network = new NetworkSpec(model, HiddenSize: 6) { Shape = shape };
        var set = Sequences(shape, 6, k => 2 + 3 * k);
        using var session = trainer.Open(network, new(LearningRate: 0), InitialWeights.Draw(network, 2), 17);
        var together = session.Step(set).Predictions;
        var alone = Enumerable.Range(0, 6).SelectMany(k => session.Step(set.Take([k])).Predictions).ToArray();
        Assert.Equal(alone.Length, together.Length);
        Assert.InRange(Norm.RelativeDifference(together, alone.Select(p => (double)p)), 0, 1e-6);
    }

    private static SampleSet Sequences(TaskShape shape, int count, Func<int, int> length)
    {
        var random = new Random(1);
        int[] steps = [.. Enumerable.Range(0, count).Select(length)];
        float[] Draw(int n, Func<float> one) => [.. Enumerable.Range(0, n).Select(_ => one())];
        return new(shape, steps, Draw(steps.Sum() * shape.Inputs, random.NextSingle), Draw(
            steps.Sum(shape.ReadOuts) * shape.TargetSize,
            shape.Loss == LossKind.CrossEntropy ? () => random.Next(shape.Outputs) : random.NextSingle));
    }

    [Theory, MemberData(nameof(GoldenCells.Models), MemberType = typeof(GoldenCells))]
    public void Train_SimpleData_Learns(ModelKind kind)
    {
        var result = Train(SmallTrial.Data(count: 1500), new(kind), new(Epochs: 8, BatchSize: 16, LearningRate: 0.03));
        Assert.Equal((TrialStatus.Done, null), (result.Status, result.Error));
        // The targets' MAD about a constant is some 32.
        Assert.InRange(result.Mad!.Value, 0, 15);
        Assert.Equal(3, result.FirstFlow!.Norms.Length);
        Assert.Equal(result.Best!.Epoch, result.BestFlow!.Epoch);
        Assert.All(result.BestFlow.Norms, norm => Assert.True(norm > 0));
    }

    [Fact]
    public void Train_SameSeedSerialAndParallel_IsTheSameToTheBit()
    {
        var data = SmallTrial.Data(SequenceKind.Realistic, length: 4, count: 150);
        var serial = Seeds().Select(seed => Train(data, new(ModelKind.Lstm), new(Epochs: 2), seed)).ToArray();
        var parallel = new TrialResult[serial.Length];
        Parallel.For(0, parallel.Length, i => parallel[i] = Train(data, new(ModelKind.Lstm), new(Epochs: 2), Seeds().ElementAt(i)));
        Assert.All(serial.Zip(parallel), pair => Assert.Equal(pair.First.Epochs, pair.Second.Epochs));
        Assert.Equal(serial.Length, serial.Select(r => r.Mad).Distinct().Count());

        static IEnumerable<long> Seeds() => Enumerable.Range(1, 4).Select(i => (long)i);
    }

    [Fact]
    public async Task Train_GarbageCollectedAllTheWhile_IsTheSameToTheBit()
    {
        var data = SmallTrial.Data(count: 1500);
        TrialResult Once() => Train(data, new(ModelKind.Gru), new(Epochs: 8, BatchSize: 16, LearningRate: 0.03));
        var quiet = Once();
        using var done = new CancellationTokenSource();
        // More threads than processors, so that a thread is often stopped in the middle of a step while another collects.
        var collectors = Enumerable.Range(0, 2).Select(_ => Task.Factory.StartNew(() =>
        {
            // A wait between, or nothing but collecting happens.
            while (!done.Token.WaitHandle.WaitOne(1)) GC.Collect();
        }, TaskCreationOptions.LongRunning)).ToArray();
        var disturbed = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(Once, TaskCreationOptions.LongRunning)));
        await done.CancelAsync();
        await Task.WhenAll(collectors);
        Assert.All(disturbed, result => Assert.Equal((quiet.Error, quiet.Mad), (result.Error, result.Mad)));
    }

    [Theory, InlineData(0.01f, 1), InlineData(3e37f, 1), InlineData(0.01f, 2)]
    public void Train_ToAnyEnd_LeavesNoTensorAlive(float learningRate, int layers)
    {
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        var result = Train(SmallTrial.Data(), new(ModelKind.Lstm, Layers: layers), new(Epochs: 2, LearningRate: learningRate, ClipNorm: 1));
        Assert.Equal(learningRate < 1 ? TrialStatus.Done : TrialStatus.Diverged, result.Status);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Train_LearningRateZero_ReadsTheGradientMeanOfItsSteps()
    {
        // Without learning every reading can be taken again through a session: batch 16 twice, then the short last one of 3.
        var data = SmallTrial.Data(count: 35);
        var network = new NetworkSpec(ModelKind.Rnn);
        var epoch = Train(data, network, new(Epochs: 1, BatchSize: 16, LearningRate: 0), seed: 5).Epochs[0];

        using var session = trainer.Open(network, new(LearningRate: 0), InitialWeights.Draw(network, 5), 3);
        var steps = new Shuffle(35, 5).NextEpoch().ToArray().Chunk(16).Select(batch => (batch.Length, Step: session.Step(data.Training.Take(batch)))).ToArray();
        Assert.Equal(steps.Average(s => s.Step.GradientMean), epoch.GradientMean, 1e-6);
        Assert.Equal(steps[^1].Step.GradientMean, epoch.GradientLastBatch, 1e-6);
        Assert.Equal(steps.Sum(s => s.Length * s.Step.Loss) / 35, epoch.TrainLoss, 1e-4);
    }

    [Fact]
    public void Step_WithClipNorm_ReadsGradientsBeforeClipping()
    {
        var network = new NetworkSpec(ModelKind.Rnn);
        var (free, clipped) = (Steps(null), Steps(1e-7));
        Assert.Equal(free.First.Gradients["recurrent.weight_ih_l0"], clipped.First.Gradients["recurrent.weight_ih_l0"]);
        Assert.Equal(free.First.GradientMean, clipped.First.GradientMean);
        Assert.NotEqual(free.Weights["output.weight"], clipped.Weights["output.weight"]);

        (StepResult First, IReadOnlyDictionary<string, float[]> Weights) Steps(double? clip)
        {
            using var session = trainer.Open(network, new(ClipNorm: clip), InitialWeights.Draw(network, 1), 2);
            return (session.Step(new(TaskShape.Deck, 2, [1, 2, 3, 4], [5, -6])), session.Weights());
        }
    }

    private TrialResult Train(TrainingData data, NetworkSpec network, TrainingSpec spec, long seed = 1) =>
        trainer.Train(data, network, spec, seed, observer: null, CancellationToken.None);
}
