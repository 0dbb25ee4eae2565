using Dashboard.Engine.Sequences;
using Dashboard.Engine.Tests.Support;
using Dashboard.Engine.Training;

namespace Dashboard.Engine.Tests.Training;

public class SampleSetTests
{
    private static readonly TaskShape Classes = new(2, 3, LossKind.CrossEntropy, ReadOut.Every);

    [Fact]
    public void Windows_OverlapWithoutACopy()
    {
        float[] series = [1, 2, 3, 4, 5];
        var set = new SampleSet(TaskShape.Deck, 3, series, [10, 20, 30], stride: 1);
        Assert.Equal((3, 3, 3), (set.Count, set.Steps, set.ReadOuts));
        Assert.Equal([2, 3, 4], set.Inputs(1).ToArray());
        Assert.Equal([30], set.Targets(2).ToArray());
        Assert.True(set.Inputs(0).Overlaps(series));
    }

    [Fact]
    public void Lengths_Differing_EachSequenceHasItsOwnStepsAndTargets()
    {
        var set = new SampleSet(Classes, [1, 3], [.. Enumerable.Range(0, 8).Select(i => (float)i)], [2, 0, 1, 2]);
        Assert.Equal((2, 3, 1, 3, 4L, 12L), (set.Count, set.Steps, set.StepsOf(0), set.StepsOf(1), set.ReadOuts, set.PredictionSize));
        Assert.Equal([0, 1], set.Inputs(0).ToArray());
        Assert.Equal([2, 3, 4, 5, 6, 7], set.Inputs(1).ToArray());
        Assert.Equal([0, 1, 2], set.Targets(1).ToArray());
        var second = set.Take([1, 1]);
        Assert.Equal((2, 3, 6L), (second.Count, second.Steps, second.ReadOuts));
        Assert.Equal(set.Targets(1).ToArray(), second.Targets(0).ToArray());
    }

    [Fact]
    public void Arrays_ThatDoNotFit_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => new SampleSet(TaskShape.Deck, 3, new float[4], [1, 2]));
        Assert.Throws<ArgumentException>(() => new SampleSet(Classes, 2, new float[4], [1]));
        Assert.Throws<ArgumentException>(() => new SampleSet(Classes, [1, 2], new float[7], [1, 2, 0]));
        Assert.Throws<ArgumentException>(() => new SampleSet(Classes, [1, 2], new float[6], [1, 2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SampleSet(Classes, [0], [], []));
        foreach (var noClass in new[] { 3, -1, 0.5f, float.NaN })
            Assert.Throws<ArgumentException>(() => new SampleSet(Classes, 1, [1, 2], [noClass]));
    }

    [Theory, InlineData(0, 1), InlineData(17, 1), InlineData(1, 0), InlineData(1, 17)]
    public void Shape_OutsideTheLimits_IsRefused(int inputs, int outputs) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new TaskShape(inputs, outputs, LossKind.SquaredError, ReadOut.Last));

    [Theory, InlineData(SequenceKind.Simple), InlineData(SequenceKind.Realistic)]
    public void TrainingData_Standardized_HasMeanZeroAndTheTrainingSetsScale(SequenceKind kind)
    {
        var data = SmallTrial.Data(kind, length: 4);
        var all = Enumerable.Range(0, data.Training.Count).SelectMany(k => data.Training.Inputs(k).ToArray()).ToArray();
        Assert.Equal(0, all.Average(), 1e-6);
        Assert.Equal(1, all.Average(x => x * x), 1e-5);
        Assert.Equal((4, 1L), (data.Steps, data.Validation.ReadOuts / data.Validation.Count));
    }
}
