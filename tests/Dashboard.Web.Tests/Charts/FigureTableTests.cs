using Dashboard.Engine.Experiments;
using Dashboard.Engine.Training;
using Dashboard.Web.Charts;
using Dashboard.Web.Tests.Support;

namespace Dashboard.Web.Tests.Charts;

/// <summary>The table behind a chart says what the chart shows, no more and no less.</summary>
public sealed class FigureTableTests : BunitContext
{
    private static RunData Run(int seeds = 2) => Trials.Spec([2, 9, 45], seeds) is var spec ? new("run", "Run", spec, Trials.All(spec, k => k.Length + (2 * k.Seed))) : null!;

    [Fact]
    public void Of_MeansWithBands_HasARowALengthWithTheIntervalBehindTheMean()
    {
        var chart = ComparisonSeries.Build([Run()], new()
        {
            Metric = Metric.Mad, Spread = Spread.Range, Memory = [new("constant", [(2, 32), (45, 31)])],
            Published = [new(ModelKind.Rnn, 2, 30.183, 0.1), new(ModelKind.Rnn, 9, 31, 0.1)],
        });
        var table = FigureTable.Of(chart);

        Assert.Equal(["Length", "RNN", "LSTM", "RNN, published", "constant"], table.Heads);
        // Seeds 1 and 2 score length + 2 and length + 4.
        Assert.Equal(["2", "5.00 (4.00 to 6.00)", "5.00 (4.00 to 6.00)", "30.18", "32.00"], table.Rows[0]);
        Assert.Equal(["45", "48.00 (47.00 to 49.00)", "48.00 (47.00 to 49.00)", Numbers.Nothing, "31.00"], table.Rows[^1]);
        Assert.Equal(["2", "9", "45"], table.Rows.Select(r => r[0]));
    }

    [Fact]
    public void Of_LogarithmicAxis_SaysTheValuesAndTheZerosItHasNoPlaceFor()
    {
        var chart = new ChartModel
        {
            Label = "", XName = "Timestep", X = ChartScale.Lengths(3), Y = new("", -8, 0, 2, Log: true),
            Lines = [new("rnn", "RNN", LineKind.Mean, "rnn", [[2, -5.3872], [3, 0]]) { Listed = true, Zeros = [1] }],
        };

        Assert.Equal(["0", "4.1 × 10⁻⁶", "1.00"], FigureTable.Of(chart).Rows.Select(r => r[1]));
    }

    [Fact]
    public void Of_ZoomedChart_HasTheLengthsShown() =>
        Assert.Equal(["9"], FigureTable.Of(ComparisonSeries.Build([Run()], new() { Metric = Metric.Mad, Zoom = new(5, 30) })).Rows.Select(r => r[0]));

    [Fact]
    public void Of_HeatMap_NamesEveryRowAndLeavesShortRowsOpen()
    {
        var table = FigureTable.Of("map", "Length", ["0", "1"], [new("2", [1, 0.5]) { Texts = ["0.1", "0.2"] }, new(null, [1]) { Title = "3", Texts = ["0.3"] }]);

        Assert.Equal([["2", "0.1", "0.2"], ["3", "0.3", ""]], table.Rows);
        Assert.False(table.RowsAcross);
    }

    [Fact]
    public void Page_NobodyNear_HasNoTableYetAndOneOnceTheFocusIsThere()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        var plot = Render<SeedsPlot>(p => p.Add(c => c.Model, ScoreFigure.Of([Run(4)], new(), [], []).Seeds!));
        Assert.Empty(plot.FindAll("table"));

        plot.Find(".figured").TriggerEvent("onfocusin", new Microsoft.AspNetCore.Components.Web.FocusEventArgs());

        Assert.Equal(["2", "9", "45"], plot.FindAll("tbody th").Select(t => t.TextContent));
        Assert.Equal(["Length", "RNN", "LSTM"], plot.FindAll("thead th").Select(t => t.TextContent));
    }

    [Theory]
    [InlineData(new long[] { 7 }, "seed 7")]
    [InlineData(new long[] { 1, 2, 3 }, "seeds 1 to 3")]
    [InlineData(new long[] { 1, 3, 9 }, "seeds 1, 3 and 9")]
    [InlineData(new long[] { 1, 2, 3, 4, 5, 6, 90 }, "7 seeds, 1 to 90")]
    public void Seeds_AsSourcesSayThem_AreCompleteWhereThatIsShort(long[] seeds, string said) => Assert.Equal(said, SourceLine.Seeds(seeds));
}
