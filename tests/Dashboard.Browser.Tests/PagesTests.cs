using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Dashboard.Browser.Tests.Support;
using Microsoft.Playwright;

namespace Dashboard.Browser.Tests;

/// <summary>Every page on real data: no request to another address, no error, no serious accessibility finding, no sideways scrolling.</summary>
public sealed class PagesTests(Browsers browsers) : IDisposable
{
    private readonly LiveApp app = new();

    [Theory]
    [InlineData(1440, 900, ColorScheme.Light)]
    [InlineData(390, 844, ColorScheme.Dark)]
    public async Task Page_WithARun_IsCleanAndAccessible(int width, int height, ColorScheme scheme)
    {
        var id = await FinishedRun();
        await using var visit = await Visit.Start(browsers, app, width, height, scheme);
        foreach (var path in new[] { "/", "/new", "/runs", $"/runs/{id}", $"/compare?runs={id}", "/studies", "/claims", "/data", "/status", "/shares", "/nowhere" })
        {
            await visit.Open(path);
            Assert.True((await visit.AxeFindings()) is [] , $"{path}: {string.Join('\n', await visit.AxeFindings())}");
            Assert.True(await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth") <= 0, $"{path} scrolls sideways");
        }
        visit.AssertClean();
    }

    [Fact]
    public async Task Home_NoRuns_ShowsThePublishedResultAndOffersToReproduceIt()
    {
        await using var visit = await Visit.Start(browsers, app);
        await visit.Open("/");

        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Button, new() { Name = "Reproduce it" })).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.Locator("path.apexcharts-line").First).ToBeVisibleAsync();
        visit.AssertClean();
    }

    /// <summary>A small run that has ended.</summary>
    private async Task<string> FinishedRun()
    {
        using var client = app.Client();
        var created = await client.PostAsJsonAsync("/api/runs", new { protocol = "notebook", lengths = new[] { 2, 3, 4, 5 }, trainCount = 500, validationCount = 100, epochs = 3, seeds = new[] { 1, 2 } });
        var id = (string)(await created.Content.ReadFromJsonAsync<JsonObject>())!["id"]!;
        for (var i = 0; i < 200; i++)
        {
            var run = await client.GetFromJsonAsync<JsonObject>($"/api/runs/{id}");
            if ((string?)run!["status"] == "done") return id;
            await Task.Delay(100);
        }
        throw new TimeoutException("The run did not end.");
    }

    public void Dispose() => app.Dispose();
}
