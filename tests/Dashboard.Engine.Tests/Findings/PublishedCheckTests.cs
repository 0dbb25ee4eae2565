using Dashboard.Engine.Experiments;
using Dashboard.Engine.Findings;
using Dashboard.Engine.Statistics;
using Dashboard.Engine.Published;
using Dashboard.Engine.Training;

namespace Dashboard.Engine.Tests.Findings;

public sealed class PublishedCheckTests
{
    [Fact]
    public void Of_SeedsAroundThePublishedNumbers_CountsThoseInside()
    {
        var panel = Presets.Panels[0];
        var points = PublishedResults.For(panel);
        // Two RNN seeds enclose every number, both LSTM seeds lie above it.
        SeedScores Scores(int seed, ModelKind model, double factor) => new(
            seed, true, [.. points.Select(p => factor * p.Models[model].Mad)], [.. points.Select(p => factor * p.Models[model].GradientMean)], []);
        var data = new PanelData(panel, Presets.Lengths, new Dictionary<ModelKind, IReadOnlyList<SeedScores>>
        {
            [ModelKind.Rnn] = [Scores(1, ModelKind.Rnn, 0.9), Scores(2, ModelKind.Rnn, 1.1)],
            [ModelKind.Lstm] = [Scores(1, ModelKind.Lstm, 1.2), Scores(2, ModelKind.Lstm, 1.1)],
        });

        var check = PublishedCheck.Of(data)!;

        Assert.Equal((54, 27, 54, 27), (check.Count(mad: true), check.Inside(mad: true), check.Count(mad: false), check.Inside(mad: false)));
        // Of three exchangeable values each lies between the two others with probability 1/3.
        Assert.Equal(18, check.Expected(mad: true), 9);
    }

    [Fact]
    public void Of_UnpublishedCondition_IsNull() =>
        Assert.Null(PublishedCheck.Of(new(new(default, 3.5, false), [2], new Dictionary<ModelKind, IReadOnlyList<SeedScores>>())));
}
