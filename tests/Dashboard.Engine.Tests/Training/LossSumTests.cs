using Dashboard.Engine.Training;

namespace Dashboard.Engine.Tests.Training;

public class LossSumTests
{
    [Theory]
    [InlineData(LossKind.L1, 1 + 2 + 0.5 + 0)]
    [InlineData(LossKind.SquaredError, 1 + 4 + 0.25 + 0)]
    public void Of_NumbersPredicted_AddsEveryTerm(LossKind loss, double sum) =>
        Assert.Equal(sum, LossSum.Of(new(1, 2, loss, ReadOut.Last), [1, 2, -3, 4], [0, 4, -2.5f, 4]));

    [Fact]
    public void Of_EqualLogits_IsTheLogarithmOfTheClasses() =>
        Assert.Equal(2 * Math.Log(3), LossSum.Of(new(1, 3, LossKind.CrossEntropy, ReadOut.Every), [7, 7, 7, -1, -1, -1], [0, 2]), 1e-12);

    [Fact]
    public void Of_LogitsThatOverflowAnExponential_StaysFinite() =>
        Assert.Equal(2e30f, LossSum.Of(new(1, 2, LossKind.CrossEntropy, ReadOut.Last), [1e30f, -1e30f], [1]), 1e24);

    [Fact]
    public void Of_LogitsThatAreNoNumbers_IsNaN() =>
        Assert.Equal(double.NaN, LossSum.Of(new(1, 2, LossKind.CrossEntropy, ReadOut.Last), [float.NaN, 1], [1]));

    [Fact]
    public void Of_PredictionsThatDoNotFit_IsRefused() =>
        Assert.Throws<ArgumentException>(() => LossSum.Of(new(1, 2, LossKind.CrossEntropy, ReadOut.Last), [1, 2, 3], [1]));
}
