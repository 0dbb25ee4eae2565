using System.Net.Http.Json;
using Dashboard.Browser.Tests.Support;
using Microsoft.Playwright;

namespace Dashboard.Browser.Tests;

/// <summary>Text from people is inert where scripts draw it as well: charts, legends, tooltips.</summary>
public sealed class InertTextTests(Browsers browsers) : IDisposable
{
    private const string Name = "<img src=x onerror=window.hit=1>one", Other = "</title><svg onload=window.hit=1>two", Tag = "<b id=hit>t</b>";
    private readonly LiveApp app = new();

    [Fact]
    public async Task HostileNames_InChartsTooltipsAndLists_AreShownAsText()
    {
        string first = await app.Run(Request(Name)), second = await app.Run(Request(Other));
        using var client = app.Client();
        using var edited = await client.PatchAsJsonAsync($"/api/runs/{first}", new { notes = Name });
        edited.EnsureSuccessStatusCode();
        await using var visit = await Visit.Start(browsers, app);
        var page = visit.Page;
        foreach (var path in new[] { $"/compare?runs={first},{second}", $"/runs/{first}", "/runs", "/" })
        {
            await visit.Open(path);
            foreach (var chart in await page.Locator(".apexcharts-svg").AllAsync())
            {
                await chart.HoverAsync();
                await Assertions.Expect(page.Locator(".chart-tip:visible").First).ToBeVisibleAsync();
                if (path.StartsWith("/compare", StringComparison.Ordinal)) await Assertions.Expect(page.Locator(".chart-tip:visible").First).ToContainTextAsync(Name);
            }
            await Assertions.Expect(page.GetByText(Name).First).ToBeVisibleAsync();
            Assert.Equal(0, await page.Locator("img[src=x], svg[onload], #hit").CountAsync());
            Assert.False(await page.EvaluateAsync<bool>("() => 'hit' in window"));
        }
        visit.AssertClean();
    }

    private static object Request(string name) =>
        new { name, tags = new[] { Tag }, lengths = new[] { 2, 3, 4 }, trainCount = 200, validationCount = 50, epochs = 2, protocol = "notebook" };

    public void Dispose() => app.Dispose();
}
