using Dashboard.Engine.Metrics;

namespace Dashboard.Engine.Tests.Metrics;

public sealed class GradientHorizonTests
{
    [Theory]
    [InlineData(3, new[] { 1e-6f, 2e-5f, 1e-3f, 5e-3f, 0.05f, 0.1f })]
    [InlineData(0, new[] { 1f, 1e-4f, 0.1f })]
    [InlineData(2, new[] { 0.1f, 0.2f, 0.1f })]
    public void Of_Norms_CountsStepsAboveOnePercentOfTheLast(double expected, float[] norms) =>
        Assert.Equal(expected, GradientHorizon.Of(norms));

    [Fact]
    public void Of_NoGradient_IsNaN() => Assert.Equal(double.NaN, GradientHorizon.Of([0f, 0f]));

    [Fact]
    public void DecayPerStep_GeometricNorms_IsTheirRatio()
    {
        var norms = Enumerable.Range(0, 20).Select(t => (float)(0.3 * Math.Pow(0.8, 19 - t))).ToArray();

        Assert.Equal(0.8, GradientHorizon.DecayPerStep(norms), 5);
    }
}
