using Dashboard.Browser.Tests.Support;
using Microsoft.Playwright;

namespace Dashboard.Browser.Tests;

/// <summary>Every page on real data: no request to another address, no error, nothing that axe finds against WCAG 2.2 AA, no sideways scrolling.</summary>
public sealed class PagesTests(Browsers browsers) : IDisposable
{
    private readonly LiveApp app = new();

    [Theory]
    [InlineData(1440, 900, ColorScheme.Light)]
    [InlineData(390, 844, ColorScheme.Dark)]
    // A laptop's page at 400%, and at 200%.
    [InlineData(320, 640, ColorScheme.Light)]
    [InlineData(640, 400, ColorScheme.Dark)]
    public async Task Page_WithARun_IsCleanAndAccessible(int width, int height, ColorScheme scheme)
    {
        var id = await app.Run(new { protocol = "notebook", lengths = new[] { 2, 3, 4, 5 }, trainCount = 500, validationCount = 100, epochs = 3, seeds = new[] { 1, 2 } });
        await using var visit = await Visit.Start(browsers, app, width, height, scheme);
        foreach (var path in new[]
        {
            "/", "/new", "/new?sequence=adding", "/runs", $"/runs/{id}", $"/runs/{id}?tab=flow&centre=solved", $"/runs/{id}?tab=configuration&point=lstm-3", $"/runs/{id}?tab=log",
            $"/runs/{id}/learnt?length=3", $"/runs/{id}/inside?length=3&seed=1", $"/compare?runs={id},published:simple-0-raw", "/studies", "/studies/new-map", "/claims", "/data",
            "/data?sequence=copy", "/status", "/shares", "/nowhere",
        })
        {
            await visit.Open(path);
            var findings = await visit.AxeFindings();
            Assert.True(findings is [], $"{path}: {string.Join('\n', findings)}");
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
        await Assertions.Expect(visit.Page.Locator(".apexcharts-series-markers").First).ToBeAttachedAsync();
        visit.AssertClean();
    }

    public void Dispose() => app.Dispose();
}
