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
    public async Task Render_RunsOfTwoTasks_NameNoThresholdThatIsOneTasksOnly()
    {
        await Launch("deck");
        Assert.Contains("Longest under 5", Render<RunsPage>().Find("thead").TextContent);
        await App.Launch(new { name = "adding", sequence = "adding", lengths = new[] { 5 }, trainCount = 8, validationCount = 4 });
        Assert.Contains("Longest low for its task", Render<RunsPage>().Find("thead").TextContent);
    }

    [Fact]
    public async Task Render_RunThatEnds_ShowsItWithoutAReload()
    {
        var page = Render<RunsPage>();
        await Launch("apple");
        page.WaitForAssertion(() => Assert.Contains("Done", page.Find("tbody tr").TextContent), Patience);
    }

    [Fact]
    public void Render_RunBeganAndEndedBeforeTheFirstNews_ShowsIt()
    {
        // Initialised after the list was read, and before the page follows the news.
        var page = Render(builder =>
        {
            builder.OpenComponent<RunsPage>(0);
            builder.CloseComponent();
            builder.OpenComponent<Between>(1);
            builder.AddComponentParameter(2, nameof(Between.Act), () => App.When(Launch("apple").Result, r => r.IsEnded).Wait());
            builder.CloseComponent();
        });
        page.WaitForAssertion(() => Assert.Contains("Done", page.Find("tbody tr").TextContent), Patience);
    }

    private sealed class Between : ComponentBase
    {
        [Parameter] public Action Act { get; set; } = null!;

        // On a thread of its own: a waiting thread may run a queued task itself, and the renderer's would then wait for itself.
        protected override void OnInitialized() => Task.Factory.StartNew(Act, TaskCreationOptions.LongRunning).Wait();
    }

    [Fact]
    public async Task Tick_WithShift_ChoosesTheRangeAndOffersToCompare()
    {
        foreach (var name in new[] { "a", "b", "c" }) await Launch(name);
        var page = Render<RunsPage>();
        page.FindAll("tbody input[type=checkbox]")[0].Click();
        page.FindAll("tbody input[type=checkbox]")[2].Click(new MouseEventArgs { ShiftKey = true });
        Assert.Contains("3 selected", page.Markup);
        Assert.Equal(3, page.Find(".selection-bar a[href^='compare']").GetAttribute("href")!.Split(',').Length);
    }

    [Fact]
    public async Task Edit_NameOfARun_IsSavedInItsRow()
    {
        var id = await Launch("apple");
        var page = Render<RunsPage>();
        page.Find(".edit-cell button").Click();
        Write(page, "name", "plum");
        await page.Find(".run-editor").SubmitAsync();
        Assert.Equal("plum", App.Runs.Find(id)!.Name);
        Assert.Equal("plum", page.Find("td.name a").TextContent);
    }

    [Fact]
    public async Task Edit_InTwoTabs_KeepsWhatBothWrote()
    {
        var id = await Launch("apple");
        App.Runs.Edit(id, tags: ["a, b"]);
        var (one, other) = (Render<RunsPage>(), Render<RunsPage>());
        one.Find(".edit-cell button").Click();
        other.Find(".edit-cell button").Click();
        Write(one, "notes", "from one");
        await one.Find(".run-editor").SubmitAsync();
        Write(other, "tags", "\"a, b\", c");
        await other.Find(".run-editor").SubmitAsync();
        var run = App.Runs.Find(id)!;
        Assert.Equal(("apple", "from one"), (run.Name, run.Notes));
        Assert.Equal(["a, b", "c"], run.Tags);
    }

    [Fact]
    public async Task Edit_SameNoteInTwoTabs_SaysSoBeforeItReplaces()
    {
        var id = await Launch("apple");
        var page = Render<RunsPage>();
        page.Find(".edit-cell button").Click();
        Write(page, "notes", "mine");
        App.Runs.Edit(id, notes: "theirs");
        page.WaitForAssertion(() => Assert.Contains("Now “theirs”. Saving replaces that by yours.", page.Markup), Patience);
        await page.Find(".run-editor").SubmitAsync();
        Assert.Equal("mine", App.Runs.Find(id)!.Notes);
    }

    [Fact]
    public async Task Edit_RunDeletedElsewhere_KeepsTheTextAndBringsItBack()
    {
        var id = await Launch("apple");
        await Launch("pear");
        Navigation.NavigateTo("/runs?sort=name&order=up");
        var page = Render<RunsPage>();
        page.Find(".edit-cell button").Click();
        Write(page, "notes", "long thoughts");
        App.Runs.Delete(id);
        page.WaitForAssertion(() => Assert.Contains("This run was deleted meanwhile", page.Markup), Patience);
        Assert.Equal("long thoughts", page.Find("[data-field='notes']").GetAttribute("value") ?? page.Find("[data-field='notes']").TextContent);
        page.FindAll(".run-editor button").Single(b => b.TextContent.Trim() == "Bring it back").Click();
        await page.Find(".run-editor").SubmitAsync();
        Assert.Equal("long thoughts", App.Runs.Find(id)!.Notes);
    }

    [Fact]
    public async Task Edit_OtherRowOpenedMeanwhile_KeepsTheText()
    {
        await Launch("apple");
        await Launch("pear");
        var page = Render<RunsPage>();
        page.FindAll(".edit-cell button")[0].Click();
        Write(page, "name", "quince");
        page.FindAll(".edit-cell button")[1].Click();
        page.FindAll(".edit-cell button")[0].Click();
        Assert.Equal("quince", page.Find("[data-field='name']").GetAttribute("value"));
    }

    [Fact]
    public async Task Edit_CircuitLost_OpensTheEditorAsItWas()
    {
        var id = await Launch("apple");
        JSInterop.SetupModule("./js/browser.js").Setup<Dictionary<string, string>?>("readDraft", "edit")
            .SetResult(new() { ["id"] = id, ["fromName"] = "apple", ["name"] = "half a na" });
        var page = Render<RunsPage>();
        page.WaitForAssertion(() => Assert.Equal("half a na", page.Find("[data-field='name']").GetAttribute("value")), Patience);
    }

    [Fact]
    public async Task Render_SortedByName_SortsNumbersByTheirValue()
    {
        foreach (var name in new[] { "9", "55", "7", "8" }) await Launch(name);
        Navigation.NavigateTo("/runs?sort=name&order=up");
        Assert.Equal(["7", "8", "9", "55"], Render<RunsPage>().FindAll("td.name a").Select(a => a.TextContent));
    }

    [Theory]
    [InlineData("istanbul", "İstanbul")]
    [InlineData("\u00E9t\u00E9", "e\u0301te\u0301")]
    [InlineData("e\u0301te\u0301", "\u00C9T\u00C9")]
    public async Task Search_OtherCaseOrSpelling_Finds(string text, string name)
    {
        await Launch(name);
        Navigation.NavigateTo($"/runs?q={Uri.EscapeDataString(text)}");
        Assert.Equal(name, Render<RunsPage>().Find("td.name a").TextContent);
    }

    private static void Write(IRenderedComponent<RunsPage> page, string field, string text)
    {
        page.Find($"[data-field='{field}']").Input(text);
        page.Find($"[data-field='{field}']").TriggerEvent("onblur", new FocusEventArgs());
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
        var view = RunsView.Parse(new("?q=x&status=ended&protocol=slides&sequence=realistic&noise=6&tag=deck&sort=name&order=up&page=3"));
        var p = view.Parameters();
        Assert.Equal([RunStatus.Cancelled, RunStatus.Interrupted, RunStatus.Failed], view.Query.Statuses!);
        var again = RunsView.Parse(new(string.Join('&', p.Select(field => $"{field.Key}={field.Value}"))));
        Assert.Equal(view.Query with { Statuses = null }, again.Query with { Statuses = null });
        Assert.Equal((view.Group, 2), (again.Group, again.Page));
    }
}
