using Dashboard.Browser.Tests.Support;
using Microsoft.Playwright;

namespace Dashboard.Browser.Tests;

/// <summary>What a proxy in front does to a page: serves it under a path, or keeps it from connecting.</summary>
public sealed class ProxyTests(Browsers browsers)
{
    [Fact]
    public async Task App_UnderAPath_LaunchesARunAndStaysThere()
    {
        using var app = new LiveApp("/lab");
        await using var visit = await Visit.Start(browsers, app);
        var requested = new List<string>();
        visit.Page.Request += (_, r) => requested.Add(new Uri(r.Url).AbsolutePath);
        await visit.Open("/");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Runs" }).First.ClickAsync();
        await Assertions.Expect(visit.Page).ToHaveURLAsync(app.Address + "/runs");
        var id = await app.Run(new { protocol = "notebook", lengths = new[] { 2, 3 }, trainCount = 50, validationCount = 10, epochs = 1 });
        await visit.Page.Locator("td.name a").First.ClickAsync();
        await Assertions.Expect(visit.Page).ToHaveURLAsync($"{app.Address}/runs/{id}");
        await Assertions.Expect(visit.Page.Locator(".apexcharts-series-markers").First).ToBeAttachedAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Switch between light and dark" }).ClickAsync();
        Assert.All(await visit.Page.Context.CookiesAsync(), c => Assert.StartsWith("/lab", c.Path, StringComparison.Ordinal));
        Assert.DoesNotContain(requested, p => !p.StartsWith("/lab/", StringComparison.Ordinal));
        visit.AssertClean();
    }

    [Theory]
    [InlineData(403, """{"detail":"A proxy in front must pass the visitor's Host on."}""", "must pass the visitor's Host on")]
    [InlineData(502, "Bad Gateway", "answers 502")]
    public async Task Page_ThatCannotConnect_SaysSoAndWhy(int status, string body, string words)
    {
        using var app = new LiveApp();
        await using var visit = await Visit.Start(browsers, app);
        await visit.Page.RouteAsync("**/_blazor/negotiate*", route => route.FulfillAsync(new() { Status = status, Body = body }));
        await visit.Page.GotoAsync(app.Address);
        await Assertions.Expect(visit.Page.Locator("#not-live")).ToContainTextAsync("This page is not connected");
        await Assertions.Expect(visit.Page.Locator("#not-live-why")).ToContainTextAsync(words);
    }
}
