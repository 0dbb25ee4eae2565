using Dashboard.Engine.Experiments;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Tasks.Deck;

namespace Dashboard.Engine.Tests.Sequences;

public class SequenceGeneratorTests
{
    private static SequenceSpec Slides(SequenceKind kind, int length, double noise, int count = 4000) =>
        new(kind, Protocol.Slides.Rule(kind), length, noise, count, -50, 50, 42);

    [Theory, InlineData(SequenceKind.Simple), InlineData(SequenceKind.Realistic)]
    public void Generate_SlidesWithoutNoise_IsTheWeightedSum(SequenceKind kind)
    {
        var set = SequenceGenerator.Generate(Slides(kind, 7, 0));
        for (var k = 0; k < set.Count; k++)
            Assert.Equal(0.6 * set.Inputs(k)[0] + 0.3 * set.Inputs(k)[6], set.Outputs[k], 1e-12);
    }

    [Fact]
    public void Generate_SlidesWithNoise_DrawsOncePerOutput()
    {
        // One draw of standard deviation 4 for each output: two would give 4·√2 = 5.66.
        var set = SequenceGenerator.Generate(Slides(SequenceKind.Simple, 3, 4));
        var noise = Enumerable.Range(0, set.Count).Select(k => set.Outputs[k] - 0.6 * set.Inputs(k)[0] - 0.3 * set.Inputs(k)[2]).ToArray();
        Assert.Equal(0, noise.Average(), 0.2);
        Assert.Equal(4, Math.Sqrt(noise.Average(e => e * e)), 0.2);
    }

    [Fact]
    public void Inputs_Realistic_WindowSlidesByOneAndTakesInTheOutput()
    {
        var set = SequenceGenerator.Generate(Slides(SequenceKind.Realistic, 5, 2, 100));
        for (var k = 1; k < set.Count; k++)
        {
            Assert.Equal(set.Inputs(k - 1)[1..].ToArray(), set.Inputs(k)[..4].ToArray());
            Assert.Equal(set.Outputs[k - 1], set.Inputs(k)[4]);
        }
    }

    [Theory, InlineData(1, 10, 0.0, -50), InlineData(2, 0, 0.0, -50), InlineData(2, 10, -1.0, -50), InlineData(2, 10, double.NaN, -50), InlineData(2, 10, 0.0, 51)]
    public void Generate_OutOfRange_Throws(int length, int count, double noise, int low) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => SequenceGenerator.Generate(
            Slides(SequenceKind.Simple, length, noise, count) with { Low = low }));

    [Fact]
    public void FloatInputs_Standardized_HaveMeanZeroAndStdOneAndAreShared()
    {
        var set = SequenceGenerator.Generate(Slides(SequenceKind.Simple, 6, 0));
        var (mean, std) = set.InputMoments();
        var floats = set.FloatInputs(mean, std);
        Assert.Equal(0, floats.Average(), 1e-5);
        Assert.Equal(1, Math.Sqrt(floats.Average(x => x * (double)x)), 1e-5);
        Assert.Same(floats, set.FloatInputs(mean, std));
        Assert.Equal(set.Storage.ToArray().Select(x => (float)x), set.FloatInputs());
    }
}
