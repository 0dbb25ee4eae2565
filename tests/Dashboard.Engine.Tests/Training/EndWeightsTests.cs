using Dashboard.Engine.Experiments;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Tasks.Deck;
using Dashboard.Engine.Training;

namespace Dashboard.Engine.Tests.Training;

public class EndWeightsTests
{
    private static SequenceSet Set(SequenceKind kind, int length, int count = 500) =>
        SequenceGenerator.Generate(new(kind, Protocol.Notebook.Rule(kind), length, 0, count, -50, 50, 43));

    [Theory, InlineData(1.2, 0.6), InlineData(0.0, 0.55), InlineData(-0.3, 0.0)]
    public void Read_AnswersMadeOfBothInputs_IsTheirWeights(double first, double last)
    {
        var set = Set(SequenceKind.Simple, 7);
        var readings = new float[2];
        new EndWeights(set).Read([.. Enumerable.Range(0, set.Count).Select(k => (float)(3 + first * set.Inputs(k)[0] + last * set.Inputs(k)[^1]))], readings);
        Assert.Equal(first, readings[0], 1e-4);
        Assert.Equal(last, readings[1], 1e-4);
    }

    [Fact]
    public void Read_SeriesAtRest_IsNotDetermined()
    {
        var spec = new SequenceSpec(SequenceKind.Simple, Protocol.Notebook.Rule(SequenceKind.Simple), 2, 0, 3, -50, 50, 1);
        var readings = new float[2];
        new EndWeights(new(spec, [4, 4, 4, 4, 4, 4], [1, 1, 1])).Read([1, 2, 3], readings);
        Assert.All(readings, r => Assert.True(float.IsNaN(r)));
    }

    [Fact]
    public void Train_DeckTrial_KeepsItsWeightsAfterEveryEpoch()
    {
        var data = new TrainingData(Set(SequenceKind.Simple, 2, 2_000), Set(SequenceKind.Simple, 2), standardize: false);
        foreach (var trainer in new ITrainer[] { new FusedTrainer(), new TorchTrainer() })
        {
            var epochs = trainer.Train(data, new(ModelKind.Lstm), new(Epochs: 4, LearningRate: 0.03), 1, null, CancellationToken.None).Epochs;
            Assert.All(epochs, e => Assert.Equal(2, e.Readings.Count));
            Assert.InRange(epochs[^1].Readings[1], 0.3, 0.9);
        }
    }
}
