using System.Text.RegularExpressions;
using Dashboard.Browser.Tests.Support;
using Microsoft.Playwright;

namespace Dashboard.Browser.Tests;

/// <summary>The main job: launch a run through the form, watch it fill in, find it again tomorrow.</summary>
public sealed class MainJobTests(Browsers browsers) : IDisposable
{
    private readonly LiveApp app = new();

    [Fact]
    public async Task NewRun_StartedFromTheForm_FillsInLiveAndOutlivesARestart()
    {
        await using var visit = await Visit.Start(browsers, app);
        var page = visit.Page;
        await visit.Open("/new?protocol=notebook");
        // Small enough for a test on a machine that does much else besides, long enough to be watched.
        await Fill(page, "Lengths", "4-15");
        await Fill(page, "Training set", "8,000");
        await Fill(page, "Patience, epochs", "20");
        await Fill(page, "Seeds", "1-4");
        await Assertions.Expect(page.GetByText("24 trials × 4 seeds = 96")).ToBeVisibleAsync();

        var start = page.GetByRole(AriaRole.Button, new() { Name = "Start", Exact = true });
        await Assertions.Expect(start).ToBeEnabledAsync();
        await start.ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/runs/[0-9a-f]{32}"), new() { Timeout = 20_000 });
        await page.EvaluateAsync("window.sameDocument = true");
        var counts = new HashSet<int>();
        var done = page.GetByText("96 of 96 trials done");
        while (counts.Count < 3 && !await done.IsVisibleAsync())
        {
            counts.Add(await page.Locator(".apexcharts-series-markers path, .apexcharts-marker").CountAsync());
            await page.WaitForTimeoutAsync(100);
        }

        await Assertions.Expect(done).ToBeVisibleAsync(new() { Timeout = 180_000 });
        Assert.True(counts.Count >= 3, $"Markers seen while it trained: {string.Join(", ", counts)}");
        Assert.True(await page.EvaluateAsync<bool>("window.sameDocument === true"), "The page was reloaded.");
        await Assertions.Expect(page.Locator("tbody tr td:has-text('Done')").First).ToBeVisibleAsync();
        var before = await page.Locator("table tbody").First.InnerTextAsync();
        visit.AssertClean();

        var path = new Uri(page.Url).PathAndQuery;
        app.Restart();
        await using var tomorrow = await Visit.Start(browsers, app);
        await tomorrow.Open(path);
        await Assertions.Expect(tomorrow.Page.GetByText("96 of 96 trials done")).ToBeVisibleAsync();

        Assert.Equal(before, await tomorrow.Page.Locator("table tbody").First.InnerTextAsync());
        tomorrow.AssertClean();
    }

    [Fact]
    public async Task NewRun_BadField_ShowsTheErrorBesideItAndOffersNoStart()
    {
        await using var visit = await Visit.Start(browsers, app);
        await visit.Open("/new");

        await Fill(visit.Page, "Learning rate", "90");

        await Assertions.Expect(visit.Page.GetByText("1 field needs attention")).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.GetByText("0.000001 to 1")).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Button, new() { Name = "Start", Exact = true })).ToBeDisabledAsync();
    }

    [Fact]
    public async Task NewRun_ServerRestartedWhileItIsFilled_HasItsValuesAfterwards()
    {
        await using var visit = await Visit.Start(browsers, app);
        var page = visit.Page;
        await visit.Open("/new?protocol=notebook");
        await Fill(page, "Learning rate", "0.003");
        await page.GetByRole(AriaRole.Button, new() { Name = "GRU" }).ClickAsync();
        await Assertions.Expect(page.GetByText("81 trials × 5 seeds = 405")).ToBeVisibleAsync();
        await page.EvaluateAsync("document.body.dataset.old = '1'");

        app.Stop();
        await Assertions.Expect(page.GetByText("Connection lost")).ToBeVisibleAsync();
        await Fill(page, "Name", "typed while nobody heard");
        app.Restart();

        await Assertions.Expect(page.Locator("body[data-old]")).ToHaveCountAsync(0);
        await Assertions.Expect(page.GetByText("As you left it; not started yet.")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByLabel("Learning rate", new() { Exact = true })).ToHaveValueAsync("0.003");
        await Assertions.Expect(page.GetByLabel("Name", new() { Exact = true })).ToHaveValueAsync("typed while nobody heard");
        await Assertions.Expect(page.GetByText("81 trials × 5 seeds = 405")).ToBeVisibleAsync();
    }

    private static async Task Fill(IPage page, string label, string text)
    {
        await page.GetByLabel(label, new() { Exact = true }).FillAsync(text);
        await page.Keyboard.PressAsync("Tab");
    }

    public void Dispose() => app.Dispose();
}
