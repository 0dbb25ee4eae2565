using Dashboard.Engine.Tests.Support;
using Dashboard.Engine.Training;

namespace Dashboard.Engine.Tests.Training;

public class EngineComparisonTests
{
    [Fact]
    public void LargestGradientDifference_SameEngine_IsZero() => Assert.Equal(0, Compare(gradient => gradient));

    [Fact]
    public void LargestGradientDifference_GradientsOffByOnePercent_IsOnePercent() => Assert.Equal(0.01, Compare(gradient => gradient * 1.01f), 1e-5);

    [Fact]
    public void LargestGradientDifference_NaN_IsInfinite() => Assert.Equal(double.PositiveInfinity, Compare(_ => float.NaN));

    private static double Compare(Func<float, float> change) => EngineComparison.LargestGradientDifference(
        new Changed(change), new TorchTrainer(), SmallTrial.Data(), new(ModelKind.Lstm), new(), seed: 3);

    /// <summary>The torch engine with every gradient it shows changed.</summary>
    private sealed class Changed(Func<float, float> change) : ISteppingTrainer
    {
        private readonly TorchTrainer torch = new();

        public string Name => "changed";

        public bool Covers(NetworkSpec network, TrainingSpec training) => true;

        public TrialResult Train(TrainingData data, NetworkSpec network, TrainingSpec training, long seed, IEpochObserver? observer, CancellationToken cancellation) =>
            torch.Train(data, network, training, seed, observer, cancellation);

        public ITrainingSession Open(NetworkSpec network, TrainingSpec training, InitialWeights weights, int length) =>
            new Session(torch.Open(network, training, weights, length), change);

        private sealed class Session(ITrainingSession session, Func<float, float> change) : ITrainingSession
        {
            public StepResult Step(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets)
            {
                var result = session.Step(inputs, targets);
                return result with { Gradients = result.Gradients.ToDictionary(g => g.Key, g => g.Value.Select(change).ToArray()) };
            }

            public IReadOnlyDictionary<string, float[]> Weights() => session.Weights();

            public void Dispose() => session.Dispose();
        }
    }
}
