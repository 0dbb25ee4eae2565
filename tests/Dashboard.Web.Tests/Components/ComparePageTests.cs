using Dashboard.Web.Components.Pages;
using Dashboard.Web.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Web.Tests.Components;

public sealed class ComparePageTests : PageTest
{
    private IRenderedComponent<ComparePage> Open(string query)
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo("/compare" + query);
        return Render<ComparePage>();
    }

    private string Address => Services.GetRequiredService<NavigationManager>().Uri;

    private async Task<string> Ended(bool standardize)
    {
        var id = await App.Launch(new { lengths = new[] { 2, 3 }, trainCount = 8, validationCount = 4, standardize, name = standardize ? "Std" : "Raw", protocol = "notebook" });
        await App.When(id, r => r.IsEnded);
        return id;
    }

    [Fact]
    public async Task Open_TwoRuns_ShowsOnlyWhatDiffersUntilAskedForAll()
    {
        var page = Open($"?runs={await Ended(false)},{await Ended(true)}");
        Assert.Equal(["Standardize inputs"], page.FindAll(".what-differs tbody tr").Take(1).Select(r => r.Children[0].TextContent));
        Assert.DoesNotContain(page.FindAll(".what-differs tbody tr"), r => r.TextContent.Contains("Learning rate"));
        await page.InvokeAsync(() => page.Find(".what-differs input[type=checkbox]").Change(true));
        Assert.Contains(page.FindAll(".what-differs tbody tr"), r => r.TextContent.Contains("Learning rate"));
        Assert.Contains("all=on", Address);
    }

    [Fact]
    public async Task PinAndMove_AreInTheAddress()
    {
        var (a, b) = (await Ended(false), await Ended(true));
        var page = Open($"?runs={a},{b}");
        await page.InvokeAsync(() => page.Find("button[aria-label='Make Std the baseline']").Click());
        Assert.Contains($"base={b}", Address);
        await page.InvokeAsync(() => page.Find("button[aria-label='Move Std to the front']").Click());
        Assert.Contains($"runs={b},{a}", Address);
        await page.InvokeAsync(() => page.Find("button[aria-label='Remove Raw']").Click());
        Assert.EndsWith($"?runs={b}&base={b}", Address);
    }

    [Fact]
    public async Task Open_DeckCondition_OffersThePublishedResultAndSaysHowFarItIs()
    {
        var page = Open($"?runs={await Ended(false)}");
        await page.InvokeAsync(() => page.FindAll("button.plain-add").Single(b => b.TextContent.Contains("Published: simple, no noise, raw inputs")).Click());
        Assert.EndsWith("published:simple-0-raw", Address);
        Assert.Contains(page.FindAll("h2"), h => h.TextContent == "How far from the published result");
    }

    [Fact]
    public void Open_UnknownRun_SaysSoAndLeavesItOut()
    {
        var page = Open("?runs=nosuchrun,published:simple-0-raw");
        Assert.Contains("nosuchrun", page.Find("[role=status]").TextContent);
        page.Find("[role=status] button").Click();
        Assert.EndsWith("?runs=published:simple-0-raw", Address);
        Assert.Empty(page.FindAll("[role=status]"));
    }

    [Fact]
    public async Task Open_RunThatTrains_GoesOnLive()
    {
        var id = await App.Launch(TestApp.Held);
        var page = Open($"?runs={id}");
        page.WaitForAssertion(() => Assert.Contains("running", page.Find(".run-chip .small").TextContent), TestApp.Patience);
        App.Runs.Cancel(id);
        page.WaitForAssertion(() => Assert.Contains("cancelled", page.Find(".run-chip .small").TextContent), TestApp.Patience);
    }

    [Fact]
    public async Task Open_MoreThanTenOrMissingRuns_SaysSoAndLeavesThemOutOfFilesAndLinks()
    {
        var id = await Ended(false);
        var page = Open($"?runs={id},{string.Join(',', Enumerable.Range(1, 10).Select(i => $"r{i}"))}");
        Assert.Contains("runs: must name at most 10; it names 11.", page.FindAll(".banner.warn")[0].TextContent);
        Assert.Contains("9 runs are not here", page.FindAll(".banner.warn")[1].TextContent);
        await page.InvokeAsync(() => page.FindAll(".export-menu button").Single(b => b.TextContent.Contains("Export")).Click());
        Assert.Contains($"?runs={id}&format=", page.Find(".menu-card a").GetAttribute("href"));
    }
}
