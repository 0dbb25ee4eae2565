using Dashboard.Engine.Experiments;
using Dashboard.Engine.Published;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Tasks.Deck;
using Dashboard.Engine.Training;

namespace Dashboard.Engine.Tests.Published;

public class PublishedResultsTests
{
    public static TheoryData<SequenceKind, double, bool> Panels
    {
        get
        {
            var data = new TheoryData<SequenceKind, double, bool>();
            foreach (var panel in Presets.Panels) data.Add(panel.Sequence, panel.Noise, panel.Standardize);
            return data;
        }
    }

    [Theory, MemberData(nameof(Panels))]
    public void For_EveryPanel_HasTheDecksLengths(SequenceKind sequence, double noise, bool standardize) =>
        Assert.Equal(Presets.Lengths, PublishedResults.For(new(sequence, noise, standardize)).Select(p => p.Length));

    [Fact]
    public void For_RealisticNoiseFreeLength2_IsTheUnexpectedResult()
    {
        var point = PublishedResults.For(new(SequenceKind.Realistic, 0, false))[0];
        Assert.Equal((18.757230758666992, 18.75896644592285), (point.Models[ModelKind.Lstm].Mad, point.Models[ModelKind.Rnn].Mad));
        Assert.Equal((0.00039613939716218736, 0.00016136494123202282), (point.Models[ModelKind.Lstm].GradientMean, point.Models[ModelKind.Rnn].GradientMean));
    }

    [Fact]
    public void For_UnpublishedNoise_IsEmpty() => Assert.Empty(PublishedResults.For(new(SequenceKind.Simple, 3, false)));

    /// <summary>The data behind the published results is the data drawn here: 27 of the 432 rows for each panel.</summary>
    [Theory, MemberData(nameof(Panels))]
    public void Correlations_DrawnHere_EqualThePublishedOnes(SequenceKind sequence, double noise, bool standardize)
    {
        foreach (var point in PublishedResults.For(new(sequence, noise, standardize)))
        {
            var set = SequenceGenerator.Generate(new(
                sequence, Protocol.Notebook.Rule(sequence), point.Length, noise, LagCorrelation.PublishedCount, -50, 50, 42));
            var drawn = LagCorrelation.Of(set);
            var positions = LagCorrelation.PublishedPositions(point.Length);
            Assert.Equal(positions.Count, point.Correlations.Count);
            for (var i = 0; i < positions.Count; i++) Assert.Equal(point.Correlations[i], drawn[positions[i]]!.Value, 1e-7);
        }
    }
}
