using Dashboard.Browser.Tests.Support;
using Microsoft.Playwright;

namespace Dashboard.Browser.Tests;

/// <summary>Every page on real data: no request to another address, no error, nothing that axe finds against WCAG 2.2 AA, no sideways scrolling.</summary>
public abstract class EveryPageTests(Browsers browsers, LiveApp app) : IClassFixture<LiveApp>
{
    protected async Task AssertClean(int width, int height, ColorScheme scheme)
    {
        var id = await app.Once(new { protocol = "notebook", lengths = new[] { 2, 3, 4, 5 }, trainCount = 500, validationCount = 100, epochs = 3, seeds = new[] { 1, 2 } });
        await using var visit = await Visit.Start(browsers, app, width, height, scheme);
        foreach (var path in new[]
        {
            "/", "/new", "/new?sequence=adding", "/runs", $"/runs/{id}", $"/runs/{id}?tab=flow&centre=solved", $"/runs/{id}?tab=configuration&point=lstm-3", $"/runs/{id}?tab=log",
            $"/runs/{id}/learnt?length=3", $"/runs/{id}/inside?length=3&seed=1", $"/compare?runs={id},published:simple-0-raw", "/studies", "/studies/new-map", "/claims", "/data",
            "/data?sequence=copy", "/status", "/shares", "/access", "/audit", "/import",
        })
        {
            await visit.Open(path);
            var findings = await visit.AxeFindings();
            Assert.True(findings is [], $"{path}: {string.Join('\n', findings)}");
            Assert.True(await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth") <= 0, $"{path} scrolls sideways");
        }
        visit.AssertClean();
    }
}

/// <summary>At a desktop; in the long form a laptop's page at 200%, too.</summary>
public sealed class WidePagesTests(Browsers browsers, LiveApp app) : EveryPageTests(browsers, app)
{
    public static TheoryData<int, int, ColorScheme> Screens =>
        InsideSpeedTests.Long ? new() { { 1440, 900, ColorScheme.Light }, { 640, 400, ColorScheme.Dark } } : new() { { 1440, 900, ColorScheme.Light } };

    [Theory]
    [MemberData(nameof(Screens))]
    public Task Page_WithARun_IsCleanAndAccessible(int width, int height, ColorScheme scheme) => AssertClean(width, height, scheme);
}

/// <summary>On a phone; in the long form a laptop's page at 400%, too.</summary>
public sealed class NarrowPagesTests(Browsers browsers, LiveApp app) : EveryPageTests(browsers, app)
{
    public static TheoryData<int, int, ColorScheme> Screens =>
        InsideSpeedTests.Long ? new() { { 390, 844, ColorScheme.Dark }, { 320, 640, ColorScheme.Light } } : new() { { 390, 844, ColorScheme.Dark } };

    [Theory]
    [MemberData(nameof(Screens))]
    public Task Page_WithARun_IsCleanAndAccessible(int width, int height, ColorScheme scheme) => AssertClean(width, height, scheme);
}
