using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Dashboard.Browser.Tests.Support;
using Microsoft.Playwright;

namespace Dashboard.Browser.Tests;

/// <summary>A phase map from its form to the seeds of a cell.</summary>
public sealed class PhaseMapTests(Browsers browsers) : IDisposable
{
    private readonly LiveApp app = new();

    public void Dispose() => app.Dispose();

    [Fact]
    public async Task Map_LaunchedFromTheForm_FillsInAndGoesByKeyboardToASeedsInside()
    {
        await using var visit = await Visit.Start(browsers, app);
        var page = visit.Page;
        await visit.Open("/studies/new-map");
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Lengths" }).FillAsync("2, 3");
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Hidden units" }).FillAsync("2, 4");
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Training set" }).FillAsync("500");
        await page.Locator("[data-field=epochs]").FillAsync("2");
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Seeds" }).FillAsync("1\u20132");
        await Assertions.Expect(page.Locator(".launch-bar .sum")).ToContainTextAsync("2 lengths × 2 rows × 2 models × 2 seeds = 16 trials");
        Assert.Empty(await visit.AxeFindings());
        await page.GetByRole(AriaRole.Button, new() { Name = "Start", Exact = true }).ClickAsync();

        var grid = page.GetByRole(AriaRole.Grid).Last;
        await Assertions.Expect(grid.GetByRole(AriaRole.Gridcell, new() { Name = "of 2 solved" })).ToHaveCountAsync(4);
        await grid.FocusAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await page.Keyboard.PressAsync("Enter");
        var panel = page.GetByRole(AriaRole.Complementary, new() { Name = "LSTM, 2 units, length 3" });
        await Assertions.Expect(panel.GetByRole(AriaRole.Link, new() { Name = "Look inside seed" })).ToHaveCountAsync(2);
        // The page stays where it is while keys go through the cells.
        await page.Keyboard.PressAsync("ArrowUp");
        panel = page.GetByRole(AriaRole.Complementary, new() { Name = "LSTM, 4 units, length 3" });
        await Assertions.Expect(panel).ToBeVisibleAsync();
        Assert.Equal(0, await page.EvaluateAsync<int>("scrollY"));
        Assert.Empty(await visit.AxeFindings());

        await panel.GetByRole(AriaRole.Button, new() { Name = "10 more seeds" }).ClickAsync();
        await Assertions.Expect(panel.Locator(".cell-figure b")).ToContainTextAsync("of 12");
        await Assertions.Expect(grid.GetByRole(AriaRole.Gridcell, new() { Name = "LSTM, 4 units, length 3" })).ToContainTextAsync("/12");

        // A copied link shows the same.
        await visit.Open(new Uri(page.Url).PathAndQuery);
        await Assertions.Expect(panel.Locator(".cell-figure b")).ToContainTextAsync("of 12");
        await page.GetByRole(AriaRole.Grid).Last.FocusAsync();
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(panel).ToHaveCountAsync(0);
        visit.AssertClean();
    }

    [Fact]
    public async Task Map_OnAPhone_ScrollsInItsCardAndThePanelCoversThePage()
    {
        using var client = app.Client();
        var created = await client.PostAsJsonAsync("/api/studies", new
        {
            map = new { values = new[] { 2, 4 }, run = new { lengths = Enumerable.Range(2, 14), models = new[] { "lstm" }, seeds = new[] { 1 }, trainCount = 64, validationCount = 8, epochs = 1 } },
        }, TestContext.Current.CancellationToken);
        var id = (string)(await created.Content.ReadFromJsonAsync<JsonObject>(TestContext.Current.CancellationToken))!["id"]!;
        await using var visit = await Visit.Start(browsers, app, 390, 844, ColorScheme.Dark);
        await visit.Open($"/studies/{id}");
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Gridcell, new() { Name = "of 1 solved" })).ToHaveCountAsync(28);
        Assert.True(await visit.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth && document.querySelector('.phase-maps .scroll-x').scrollWidth > innerWidth"));
        await visit.Page.GetByRole(AriaRole.Gridcell).First.ClickAsync();
        var panel = (await visit.Page.Locator(".cell-panel").BoundingBoxAsync())!;
        Assert.Equal((0, 390), (panel.X, panel.Width));
        Assert.Empty(await visit.AxeFindings());
        visit.AssertClean();
    }
}
