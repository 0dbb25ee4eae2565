using Dashboard.Engine.Tests.Support;
using Dashboard.Engine.Training;
using Dashboard.Engine.Training.Fused;

namespace Dashboard.Engine.Tests.Training.Fused;

public sealed class FusedGoldenTests
{
    public static TheoryData<int, int> CasesAndWidths() =>
        [.. from g in Enumerable.Range(0, GoldenSteps.All.Length) from w in SimdWidths.Available select (g, (int)w)];

    [Theory]
    [MemberData(nameof(CasesAndWidths))]
    public void Step_GoldenBatches_AgreesWithPyTorch(int index, int lanes)
    {
        var golden = GoldenSteps.All[index];
        using var session = new FusedTrainer((SimdWidth)lanes)
            .Open(golden.Network, new TrainingSpec(LearningRate: golden.LearningRate), golden.InitialWeights, golden.Length);
        foreach (var expected in golden.Steps)
        {
            var step = session.Step([.. expected.X.SelectMany(x => x)], expected.Y);
            Assert.Equal(expected.Loss, step.Loss, expected.Loss * 1e-5);
            Assert.InRange(Closeness.Distance(step.Gradients, GoldenSteps.Flat(expected.Gradients)), 0, 1e-4);
            Assert.Equal(expected.GradientMean, step.GradientMean, expected.GradientMean * 1e-4);
            Assert.InRange(Closeness.Distance(step.HiddenGradientNorms, expected.HiddenGradientNorms), 0, 1e-4);
        }
        Assert.InRange(Closeness.Distance(session.Weights(), GoldenSteps.Flat(golden.Final)), 0, 1e-4);
    }
}
