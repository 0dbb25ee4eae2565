using Dashboard.Engine.Experiments;
using Dashboard.Engine.Metrics;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Tasks.Deck;

namespace Dashboard.Engine.Tests.Metrics;

public class MemoryBaselinesTests
{
    [Theory, InlineData(2), InlineData(9), InlineData(45)]
    public void Of_SimpleNotebook_IsTheSpreadOfWhatIsNotKnown(int length)
    {
        var (baselines, validation) = Of(SequenceKind.Simple, length, 0);
        // Unknown are 1.2·x_first, or 0.6·x_last: symmetric about 0, so the best guess of them is about 0.
        Assert.Equal(MeanAbsolute(1.2, 0), baselines.LastOnly, 0.1);
        Assert.Equal(MeanAbsolute(0.6, length - 1), baselines.FirstOnly, 0.1);
        Assert.InRange(baselines.LastOnly, 28.5, 31);
        // Of 1.2·x_first its sign says half: |1.2·x − 1.2·25| for x on one side of 0 is 1.2 · 12.5 on average.
        Assert.InRange(baselines.LastAndSign, 14.2, 15.8);
        Assert.InRange(baselines.Constant, 31, 34);
        Assert.Equal(0, baselines.Both!.Value, 1e-6);

        double MeanAbsolute(double weight, int position) =>
            Enumerable.Range(0, validation.Count).Average(k => Math.Abs(weight * validation.Inputs(k)[position]));
    }

    [Fact]
    public void Of_RangeNotAroundZero_TakesTheSidesOfItsMiddle()
    {
        var (around0, _) = Of(SequenceKind.Simple, 5, 0);
        var (shifted, _) = Of(SequenceKind.Simple, 5, 0, shift: 60);
        // The same draws 60 further up: the sum moves by a constant, which every predictor has of its own.
        Assert.Equal(around0.LastAndSign, shifted.LastAndSign, 0.05);
        Assert.InRange(shifted.LastAndSign, 0, shifted.LastOnly / 1.8);
    }

    [Fact]
    public void Of_NoisySimple_SeesThroughTheNoise() => Assert.InRange(Of(SequenceKind.Simple, 5, 6).Baselines.Both!.Value, 0, 0.3);

    [Fact]
    public void Of_RealisticNoiseFree_TwoInputsTellAllWhereTheyAreDetermined()
    {
        Assert.Equal(0, Of(SequenceKind.Realistic, 9, 0).Baselines.Both!.Value, 1e-6);
        var length2 = Of(SequenceKind.Realistic, 2, 0).Baselines;
        Assert.Null(length2.Both);
        Assert.Equal(18.77, length2.Constant, 0.01);
    }

    [Fact]
    public void Fit_OutlierAmongPointsOnALine_IsIgnored()
    {
        double[] x = [0, 1, 2, 3, 4, 5], y = [1, 3, 5, 1000, 9, 11];
        var (a, b, c) = LeastAbsoluteDeviations.Fit(x, new double[6], y);
        Assert.Equal(1, a, 1e-3);
        Assert.Equal(2, b, 1e-3);
        Assert.Equal(0, c);
    }

    [Fact]
    public void Fit_NoPredictor_IsTheMedian()
    {
        double[] zero = new double[7];
        Assert.Equal(4, LeastAbsoluteDeviations.Fit(zero, zero, [1, 2, 3, 4, 500, 6000, 70000]).A, 0.01);
    }

    [Fact]
    public void Fit_ManyPoints_IsAsNearAsTheMedian()
    {
        var random = new Random(3);
        var y = Enumerable.Range(0, 25_001).Select(_ => Math.Exp(3 * random.NextDouble()) * random.Next(-20, 60)).ToArray();
        var zero = new double[y.Length];
        var median = y.Order().ElementAt(y.Length / 2);
        var (a, _, _) = LeastAbsoluteDeviations.Fit(zero, zero, y);
        Assert.Equal(1, y.Sum(v => Math.Abs(v - a)) / y.Sum(v => Math.Abs(v - median)), 1e-5);
    }

    private static (MemoryBaselines Baselines, SequenceSet Validation) Of(SequenceKind kind, int length, double noise, int shift = 0)
    {
        var spec = new SequenceSpec(kind, Protocol.Notebook.Rule(kind), length, noise, 25_000, shift - 50, shift + 50, 42);
        var validation = SequenceGenerator.Generate(spec with { Noise = 0, Count = 1000, Seed = 43 });
        return (MemoryBaselines.Of(SequenceGenerator.Generate(spec), validation), validation);
    }
}
