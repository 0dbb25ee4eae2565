using Dashboard.Web.Components.Pages;
using Dashboard.Web.Components.SequenceData;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Web.Tests.Components;

public sealed class DataPageTests : PageTest
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private IRenderedComponent<DataPage> Page(string query)
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo($"/data{query}");
        return Render<DataPage>();
    }

    [Fact]
    public void Render_RealisticNotebookLength2_TellsTheUnexpectedResult()
    {
        // The figures of docs/protocol: constants −8.41 and −27.18, MAD of the constant 18.77.
        var page = Page("?sequence=realistic&length=2");
        page.WaitForAssertion(() =>
        {
            Assert.Contains("settles on −8.41", page.Markup);
            Assert.Contains("−27.18", page.Markup);
            Assert.Contains("scores a MAD of 18.77", page.Markup);
        }, Patience);
    }

    [Fact]
    public void Render_LongSequences_ShowsTheFirstAndLastFivePositions()
    {
        var page = Page("?length=20");
        page.WaitForAssertion(() => Assert.Contains("x₂₀", page.Find(".sequence-table").TextContent), Patience);
        Assert.DoesNotContain("x₆", page.Find(".sequence-table").TextContent);
    }

    [Fact]
    public void Plot_TicksOfBothAxesAtOneNumber_IsDrawnAgain()
    {
        var plot = Render<Plot>(p => p.Add(x => x.Label, "one").Add(x => x.Table, () => new("one", ["x"], [])).Add(x => x.Ticks, [0, 20, 40]).Add(x => x.XTicks, [(20, "1"), (60, "2")]));
        plot.Render(p => p.Add(x => x.Ticks, [0, 60]).Add(x => x.XTicks, [(60, "2"), (100, "3")]));
        Assert.Equal(["0", "60", "2", "3"], plot.FindAll("span.y, span.x").Select(s => s.TextContent));
    }

    [Fact]
    public void Render_CopyMemory_ShowsWhatNoMemoryScoresByLength()
    {
        var page = Page("?sequence=copyMemory&length=100");
        page.WaitForAssertion(() => Assert.Contains("here 0.173", page.Markup, StringComparison.Ordinal), Patience);
        Assert.Contains("0.173 at 100", page.Find("[aria-label^='What no memory scores']").GetAttribute("aria-label"), StringComparison.Ordinal);
        Assert.Contains("compare scores at one length only", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_CopyMemory_DrawsWhatASymbolHasToOutlastOnce()
    {
        var page = Page("?sequence=copyMemory&length=30");
        page.WaitForAssertion(() => Assert.Equal(["40 steps"], page.FindAll(".drawn text.carried").Select(t => t.TextContent)), Patience);
        Assert.Contains("have to outlast the silence", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_FirstSequencesOfOneTarget_ShowsTheOtherTargetToo()
    {
        // With data seed 42 the first six of the validation set are all of class 1.
        var page = Page("?sequence=twoSequences&length=50");
        page.WaitForAssertion(() => Assert.Equal(["0.8", "0.8", "0.8", "0.2", "0.2", "0.2"], page.FindAll(".drawn b").Select(b => b.TextContent)), Patience);
        var numbers = page.FindAll(".drawn .number").Select(n => int.Parse(n.TextContent, System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        Assert.Equal([1, 2, 3], numbers[..3]);
        Assert.True(numbers[3] > 6);
        Assert.DoesNotContain("First 6", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_Classes_AreCountedByName()
    {
        var page = Page("?sequence=temporalOrder");
        page.WaitForAssertion(() => Assert.Matches("^Targets: XX [0-9]+ times, XY [0-9]+ times, YX [0-9]+ times, YY [0-9]+ times",
            page.Find("[aria-label^='Targets']").GetAttribute("aria-label")!), Patience);
        Assert.DoesNotContain("variance", page.Markup, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 1, new[] { 0, 0.2, 0.4, 0.6, 0.8, 1 })]
    [InlineData(-47, 44, new[] { -60.0, -40, -20, 0, 20, 40, 60 })]
    [InlineData(3, 3, new[] { 2, 2.5, 3, 3.5, 4 })]
    public void Round_AnyRange_EnclosesItInRoundSteps(double low, double high, double[] expected) => Assert.Equal(expected, Plot.Round(low, high));
}
