using Dashboard.Engine.Experiments;
using Dashboard.Engine.Metrics;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Tasks.Deck;

namespace Dashboard.Engine.Tests.Metrics;

public class SeriesFactsTests
{
    [Fact]
    public void Of_NotebookNoiseFreeLength2_ExplainsTheUnexpectedResult()
    {
        var facts = Facts(Protocol.Notebook, 2, 0);
        Assert.Equal(-8.41, facts.Training!.Constant, 0.005);
        Assert.Equal(-27.18, facts.Validation!.Constant, 0.005);
        // Rest starts where 0.7ⁿ (the rule's second root, -0.7) times the drawn numbers' spread falls below 0.1.
        Assert.InRange(facts.Training.Step, 10, 24);
        Assert.InRange(facts.Validation.Step, 10, 24);
        Assert.Equal(18.77, facts.ConstantMad!.Value, 0.01);
        Assert.InRange(facts.SameShare, 0.995, 1);
    }

    [Fact]
    public void Of_Slides_SettlesOnZero() => Assert.Equal(0, Facts(Protocol.Slides, 10, 0).Training!.Constant, 1e-9);

    [Theory, InlineData(Protocol.Slides), InlineData(Protocol.Notebook)]
    public void Of_NoisyTraining_DoesNotSettle(Protocol protocol)
    {
        var facts = Facts(protocol, 5, 2);
        Assert.Null(facts.Training);
        Assert.Null(facts.ConstantMad);
        Assert.NotNull(facts.Validation);
        Assert.InRange(facts.SameShare, 0, 0.001);
    }

    [Fact]
    public void Of_SimpleSets_Throws()
    {
        var set = SequenceGenerator.Generate(new(SequenceKind.Simple, default, 2, 0, 10, -50, 50, 1));
        Assert.Throws<ArgumentException>(() => SeriesFacts.Of(set, set));
    }

    private static SeriesFacts Facts(Protocol protocol, int length, double noise)
    {
        var spec = new SequenceSpec(SequenceKind.Realistic, protocol.Rule(SequenceKind.Realistic), length, noise, 25_000, -50, 50, 42);
        return SeriesFacts.Of(SequenceGenerator.Generate(spec), SequenceGenerator.Generate(spec with { Noise = 0, Count = 1000, Seed = 43 }));
    }
}
