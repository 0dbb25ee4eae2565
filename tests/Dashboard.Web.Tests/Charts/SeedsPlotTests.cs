using Dashboard.Web.Charts;
using Dashboard.Web.Tests.Support;

namespace Dashboard.Web.Tests.Charts;

/// <summary>Every seed as pages draw it: whole without a script.</summary>
public sealed class SeedsPlotTests : BunitContext
{
    private static SeedsModel Model(int seeds = 4)
    {
        var spec = Trials.Spec([2, 9, 45], seeds);
        RunData run = new("run", "<b>Run</b>", spec, Trials.All(spec, k => k.Length + k.Seed));
        return ScoreFigure.Of([run], new(), [], [new("last input only", [(2, 30), (45, 30)])]).Seeds!;
    }

    [Fact]
    public void Page_WithoutScript_HasOneLabelledPictureAndTheCountsOfEachLength()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        var plot = Render<SeedsPlot>(p => p.Add(c => c.Model, Model()).AddCascadingValue("Static", true));

        Assert.StartsWith("MAD of every seed by sequence length. RNN: ", Assert.Single(plot.FindAll("[role=img]")).GetAttribute("aria-label"));
        Assert.Equal(["2", "9", "45"], plot.FindAll(".tick.x").Select(t => t.TextContent));
        Assert.Equal(3, plot.FindAll(".column title").Count);
        Assert.StartsWith("Length 2. RNN: 2 0 to 5, 2 5 up", plot.Find(".column title").TextContent);
        Assert.Empty(plot.FindAll("[data-columns]"));
        // Gone through by its table, which is there from the start.
        Assert.Single(plot.FindAll(".figure-drawing[data-walk][tabindex='0']"));
        Assert.Equal(["2", "9", "45"], plot.FindAll("tbody th").Select(t => t.TextContent));
    }

    [Fact]
    public void Page_WithScript_IsOneTabStopWithACountForEachLaneOfEachLength()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        var plot = Render<SeedsPlot>(p => p.Add(c => c.Model, Model()).Add(c => c.Group, "g"));

        Assert.Single(plot.FindAll(".figure-drawing[tabindex], .figure-drawing [tabindex]"));
        var columns = System.Text.Json.JsonDocument.Parse(plot.Find(".seeds").GetAttribute("data-columns")!).RootElement;
        Assert.Equal([2, 9, 45], columns.GetProperty("columns").EnumerateArray().Select(c => c.GetProperty("length").GetInt32()));
        Assert.Equal("run/rnn", columns.GetProperty("lanes")[0].GetProperty("key").GetString());
        Assert.Equal(2, plot.FindAll(".bars[data-run=run]").Count);
    }
}
