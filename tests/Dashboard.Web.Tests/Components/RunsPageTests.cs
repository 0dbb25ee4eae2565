using Dashboard.Engine.Runs;
using Dashboard.Web.Components.History;
using Dashboard.Web.Components.Pages;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Web.Tests.Components;

public sealed class RunsPageTests : PageTest
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    private async Task<string> Launch(string name) =>
        await App.Launch(new { name, lengths = new[] { 2 }, trainCount = 8, validationCount = 4 });

    [Fact]
    public void Render_NoRuns_OffersANewOne() => Assert.Contains("No runs yet", Render<RunsPage>().Markup);

    [Fact]
    public async Task Render_FilterInTheAddress_ListsWhatMatches()
    {
        await Launch("apple");
        await Launch("pear");
        Navigation.NavigateTo("/runs?q=app");
        var page = Render<RunsPage>();
        Assert.Equal("apple", page.Find("td.name a").TextContent);
        Navigation.NavigateTo("/runs?q=plum");
        page.WaitForAssertion(() => Assert.Contains("No run matches", page.Markup), Patience);
    }

    [Fact]
    public async Task Render_RunThatEnds_ShowsItWithoutAReload()
    {
        var page = Render<RunsPage>();
        await Launch("apple");
        page.WaitForAssertion(() => Assert.Contains("Done", page.Find("tbody tr").TextContent), Patience);
    }

    [Fact]
    public async Task Tick_WithShift_ChoosesTheRangeAndOffersToCompare()
    {
        foreach (var name in new[] { "a", "b", "c" }) await Launch(name);
        var page = Render<RunsPage>();
        page.FindAll("tbody input[type=checkbox]")[0].Click();
        page.FindAll("tbody input[type=checkbox]")[2].Click(new MouseEventArgs { ShiftKey = true });
        Assert.Contains("3 selected", page.Markup);
        Assert.Equal(3, page.Find(".selection-bar a[href^='/compare']").GetAttribute("href")!.Split(',').Length);
    }

    [Fact]
    public async Task Edit_NameOfARun_IsSavedInItsRow()
    {
        var id = await Launch("apple");
        var page = Render<RunsPage>();
        page.Find(".edit-cell button").Click();
        page.FindAll(".run-editor input")[0].Change("plum");
        await page.Find(".run-editor").SubmitAsync();
        Assert.Equal("plum", App.Runs.Find(id)!.Name);
        Assert.Equal("plum", page.Find("td.name a").TextContent);
    }

    [Fact]
    public async Task Delete_FromTheEditor_RemovesTheRow()
    {
        var id = await Launch("apple");
        var page = Render<RunsPage>();
        page.Find(".edit-cell button").Click();
        page.FindAll(".run-editor button").Single(b => b.TextContent.Trim() == "Delete").Click();
        Assert.Null(App.Runs.Find(id));
        Assert.Contains("No runs yet", page.Markup);
    }

    [Fact]
    public void Parameters_OfAView_ReadBackToTheSameView()
    {
        var view = RunsView.From("x", "ended", "slides", "realistic", 6, "deck", "name", "up", 3);
        var p = view.Parameters();
        Assert.Equal([RunStatus.Cancelled, RunStatus.Interrupted, RunStatus.Failed], view.Query.Statuses!);
        var again = RunsView.From((string?)p["q"], (string?)p["status"], (string?)p["protocol"], (string?)p["sequence"], (double?)p["noise"],
            (string?)p["tag"], (string?)p["sort"], (string?)p["order"], (int?)p["page"]);
        Assert.Equal(view.Query with { Statuses = null }, again.Query with { Statuses = null });
        Assert.Equal((view.Group, 2), (again.Group, again.Page));
    }
}
