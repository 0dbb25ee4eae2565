using Dashboard.Engine.Tests.Support;
using Dashboard.Engine.Training;

namespace Dashboard.Engine.Tests.Training;

public class EngineComparisonTests
{
    [Fact]
    public void Compare_SameEngine_DiffersInNothing()
    {
        var (gradients, validation) = Compare(gradient => gradient, loss => loss);
        Assert.Equal(0, gradients);
        Assert.InRange(validation, 0, 1e-6);
    }

    [Fact]
    public void Compare_GradientsOffByOnePercent_IsOnePercent() =>
        Assert.Equal(0.01, Compare(gradient => gradient * 1.01f, loss => loss).Gradients, 1e-5);

    [Fact]
    public void Compare_ValidationLossOffByOnePercent_IsOnePercent() =>
        Assert.Equal(0.01, Compare(gradient => gradient, loss => loss * 1.01).Validation, 1e-5);

    [Fact]
    public void Compare_NaN_IsInfinite() =>
        Assert.Equal(new(double.PositiveInfinity, double.PositiveInfinity), Compare(_ => float.NaN, _ => double.NaN));

    // On both sides of the sizes oneDNN's inference kernel is wrong at (PyTorch issue 173922).
    public static MatrixTheoryData<ModelKind, int> BothCover { get; } = new([ModelKind.Rnn, ModelKind.Lstm], [1, 6, 16, 17, 32, 33, 48, 49]);

    public static MatrixTheoryData<ModelKind, int> Gated { get; } = new([ModelKind.Lstm, ModelKind.Gru], [6, 16, 17, 33]);

    [Theory, MemberData(nameof(BothCover))]
    public void Compare_HiddenSizes_FusedAndTorchValidateAlike(ModelKind model, int hidden)
    {
        var difference = EngineComparison.Compare(
            new FusedTrainer(), new TorchTrainer(), SmallTrial.Data(length: 5), new(model, hidden), new(), seed: 2);
        Assert.InRange(difference.Gradients, 0, 1e-4);
        Assert.InRange(difference.Validation, 0, 1e-5);
    }

    [Theory, MemberData(nameof(Gated))]
    public void Compare_StackedLayers_TorchValidatesAsItTrains(ModelKind model, int hidden)
    {
        var difference = EngineComparison.Compare(
            new TorchTrainer(), new TorchTrainer(), SmallTrial.Data(length: 5), new(model, hidden, Layers: 2), new(), seed: 2);
        Assert.InRange(difference.Validation, 0, 1e-5);
    }

    [Theory]
    [InlineData(ModelKind.Lstm, 1, true)]
    [InlineData(ModelKind.Lstm, 16, true)]
    [InlineData(ModelKind.Lstm, 17, false)]
    [InlineData(ModelKind.Lstm, 32, false)]
    [InlineData(ModelKind.Lstm, 48, true)]
    [InlineData(ModelKind.Gru, 6, false)]
    public void MayBeWrong_Network_IsTheKernelsLimit(ModelKind model, int hidden, bool wrong) =>
        Assert.Equal(wrong, EngineVersion.MayBeWrong(model, hidden));

    private static EngineDifference Compare(Func<float, float> gradient, Func<double, double> loss) => EngineComparison.Compare(
        new Changed(gradient, loss), new TorchTrainer(), SmallTrial.Data(), new(ModelKind.Lstm), new(), seed: 3);

    /// <summary>The torch engine with every gradient and validation loss it shows changed.</summary>
    private sealed class Changed(Func<float, float> gradient, Func<double, double> loss) : ISteppingTrainer
    {
        private readonly TorchTrainer torch = new();

        public string Name => "changed";

        public bool Covers(NetworkSpec network, TrainingSpec training) => true;

        public TrialResult Train(TrainingData data, NetworkSpec network, TrainingSpec training, long seed, IEpochObserver? observer, CancellationToken cancellation) =>
            torch.Train(data, network, training, seed, observer, cancellation);

        public ITrainingSession Open(NetworkSpec network, TrainingSpec training, InitialWeights weights, int steps) =>
            new Session(torch.Open(network, training, weights, steps), gradient, loss);

        private sealed class Session(ITrainingSession session, Func<float, float> gradient, Func<double, double> loss) : ITrainingSession
        {
            public StepResult Step(SampleSet batch)
            {
                var result = session.Step(batch);
                return result with { Gradients = result.Gradients.ToDictionary(g => g.Key, g => g.Value.Select(gradient).ToArray()) };
            }

            public Evaluation Evaluate(SampleSet batch)
            {
                var result = session.Evaluate(batch);
                return result with { Loss = loss(result.Loss) };
            }

            public IReadOnlyDictionary<string, float[]> Weights() => session.Weights();

            public void Dispose() => session.Dispose();
        }
    }
}
