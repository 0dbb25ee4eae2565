using Dashboard.Web.Charts;
using Dashboard.Web.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using RunPage = Dashboard.Web.Components.Pages.RunPage;

namespace Dashboard.Web.Tests.Components;

public sealed class RunPageTests : PageTest
{
    private IRenderedComponent<RunPage> Open(string id, string query = "")
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo($"/runs/{id}{query}");
        return Render<RunPage>(p => p.Add(r => r.Id, id));
    }

    private string Address => Services.GetRequiredService<NavigationManager>().Uri;

    [Fact]
    public async Task Cancel_RunningRun_ShowsItCancelledWithoutAReload()
    {
        var id = await App.Launch(TestApp.Held);
        var page = Open(id);
        page.WaitForAssertion(() => Assert.Equal("Running", page.Find(".page-head .chip").TextContent.Trim()), TestApp.Patience);
        await page.InvokeAsync(() => page.FindAll(".page-head button").Single(b => b.TextContent.Contains("Cancel")).Click());
        page.WaitForAssertion(() => Assert.Equal("Cancelled", page.Find(".page-head .chip").TextContent.Trim()), TestApp.Patience);
        Assert.Contains(page.FindAll(".page-head button"), b => b.TextContent.Contains("Resume"));
    }

    [Fact]
    public async Task Row_Clicked_OpensThePanelAndIsInTheAddress()
    {
        var id = await App.Launch();
        await App.When(id, r => r.IsEnded);
        var page = Open(id);
        await page.InvokeAsync(() => page.FindAll("tbody tr")[3].Click());
        page.WaitForAssertion(() => Assert.Contains("LSTM, length 3, seed 1", page.Find(".point-panel h2").TextContent));
        Assert.EndsWith("?point=lstm-3-1", Address);

        await page.InvokeAsync(() => page.Find(".run-page").KeyDown("Escape"));
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".point-panel")));
        Assert.EndsWith(id, Address);
    }

    [Fact]
    public async Task Address_WithSwitches_ShowsThatView()
    {
        var id = await App.Launch();
        await App.When(id, r => r.IsEnded);
        var page = Open(id, "?mad=log&model=rnn&point=rnn-2-1");
        var charts = page.FindComponents<ApexChart>();
        Assert.True(charts[1].Instance.Model.Y.Log);
        Assert.DoesNotContain(charts[1].Instance.Model.Lines, l => l.Tone == "lstm");
        Assert.Equal(new(2, Math.Round(Math.Log10(1.5), 4)), charts[1].Instance.Model.Rings.Single());
        Assert.Equal(2, page.FindAll(".trials tbody tr").Count);
        Assert.Contains("RNN, length 2, seed 1", page.Find(".point-panel").TextContent);
    }

    [Fact]
    public async Task Zoom_Dragged_IsInTheAddressAndInWhatIsExported()
    {
        var id = await App.Launch();
        await App.When(id, r => r.IsEnded);
        var page = Open(id, "?mad=log");
        await page.InvokeAsync(() => page.FindComponents<ApexChart>()[0].Instance.Zoomed(2, 3));
        page.WaitForAssertion(() => Assert.All(page.FindComponents<ApexChart>(), c => Assert.Equal(new(2, 3), c.Instance.Model.Zoom)));
        Assert.EndsWith("?mad=log&from=2&to=3", Address);
        await page.InvokeAsync(() => page.FindAll(".export-menu button").Single(b => b.TextContent.Contains("Export")).Click());
        Assert.Contains("from=2&to=3", Uri.UnescapeDataString(page.Find(".menu-card a").GetAttribute("href")!));
        await page.InvokeAsync(() => page.FindComponents<ApexChart>()[0].Instance.Zoomed(null, null));
        Assert.EndsWith("?mad=log", Address);
    }

    [Fact]
    public async Task Address_ThatCannotBeRead_IsNamedAndTheRestShown()
    {
        var id = await App.Launch();
        await App.When(id, r => r.IsEnded);
        var page = Open(id, "?from=3&to=3&seeds=99&mad=log");
        Assert.Contains("to: must be above from (3), at most 1000.", page.Find(".banner.warn").TextContent);
        Assert.Contains("seeds: must be on or off.", page.Find(".banner.warn").TextContent);
        Assert.True(page.FindComponents<ApexChart>()[1].Instance.Model.Y.Log);
    }
}
