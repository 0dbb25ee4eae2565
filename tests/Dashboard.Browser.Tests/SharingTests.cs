using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Dashboard.Browser.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Playwright;

namespace Dashboard.Browser.Tests;

/// <summary>Links that others open: a comparison's address, and a live shared run that dies when revoked.</summary>
public sealed class SharingTests(Browsers browsers) : IDisposable
{
    private readonly LiveApp app = new();

    [Fact]
    public async Task Compare_AddressOpenedInAnotherProfile_ShowsTheSame()
    {
        string first = await app.Run(new { name = "one", lengths = new[] { 2, 3, 4 }, trainCount = 400, validationCount = 50, epochs = 2, protocol = "notebook" }),
            second = await app.Run(new { name = "two", lengths = new[] { 2, 3, 4 }, trainCount = 400, validationCount = 50, epochs = 2, protocol = "notebook", standardize = true });
        await using var mine = await Visit.Start(browsers, app);
        await mine.Open($"/compare?runs={first},{second},published:simple-0-raw");
        await mine.Page.GetByRole(AriaRole.Button, new() { Name = "Log", Exact = true }).Last.ClickAsync();
        await Assertions.Expect(mine.Page).ToHaveURLAsync(new Regex("mad=log"));
        await mine.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);

        await using var theirs = await Visit.Start(browsers, app);
        await theirs.Open(new Uri(mine.Page.Url).PathAndQuery);

        await Assertions.Expect(theirs.Page.GetByText("Published", new() { Exact = false }).First).ToBeVisibleAsync();
        Assert.Equal(await Seen(mine.Page), await Seen(theirs.Page));
        mine.AssertClean();
        theirs.AssertClean();
    }

    [Fact]
    public async Task SharedRun_OpenedByAStranger_GoesOnWhileItTrainsAndDiesWhenRevoked()
    {
        using var client = app.Client();
        // Long enough to be watched: it is cancelled at the end.
        var created = await client.PostAsJsonAsync("/api/runs", new { name = "watched", seeds = Enumerable.Range(1, 40) });
        var run = (string)(await created.Content.ReadFromJsonAsync<JsonObject>())!["id"]!;
        var share = (await (await client.PostAsJsonAsync("/api/shares", new { kind = "run", target = run })).Content.ReadFromJsonAsync<JsonObject>())!;
        await using var stranger = await Visit.Start(browsers, app, 390, 844);
        await stranger.Page.GotoAsync(app.Address + new Uri(new Uri(app.Address), (string)share["url"]!).PathAndQuery);

        await Assertions.Expect(stranger.Page.GetByText("watched").First).ToBeVisibleAsync();
        await Assertions.Expect(stranger.Page.Locator("body")).Not.ToHaveTextAsync(await stranger.Page.Locator("body").InnerTextAsync(), new() { UseInnerText = true });
        Assert.Equal(0, await stranger.Page.Locator("nav, script[src*='blazor']").CountAsync());
        // Who goes through a chart stays where they are when it is drawn anew.
        var figure = stranger.Page.Locator(".figured").First;
        await figure.Locator("[data-walk]").FocusAsync();
        await stranger.Page.Keyboard.PressAsync("End");
        var before = await stranger.Page.Locator("#shared").InnerTextAsync();
        await Assertions.Expect(stranger.Page.Locator("#shared")).Not.ToHaveTextAsync(before, new() { UseInnerText = true });
        await Assertions.Expect(figure.Locator(".figure-said")).ToHaveTextAsync(new Regex(": "), new() { Timeout = 1_000 });
        Assert.Empty(await stranger.AxeFindings());
        stranger.AssertClean();

        await client.DeleteAsync($"/api/shares/{(string)share["share"]!["id"]!}");

        await Assertions.Expect(stranger.Page.GetByText("watched")).ToHaveCountAsync(0);
        await client.PostAsync($"/api/runs/{run}/cancel", null);
    }

    [Fact]
    public async Task Embed_InAPageOfAnotherSite_IsAsLargeAsItsFrame()
    {
        using var client = app.Client();
        var id = await app.Run(new { name = "for the lecture", lengths = new[] { 2, 3, 4 }, seeds = new[] { 1, 2 }, trainCount = 200, validationCount = 50, epochs = 2, protocol = "notebook" });
        var share = (await (await client.PostAsJsonAsync("/api/shares", new { kind = "run", target = id })).Content.ReadFromJsonAsync<JsonObject>())!;
        var link = app.Address + new Uri(new Uri(app.Address), (string)share["url"]!).PathAndQuery;
        await using var lecture = await Visit.Start(browsers, app, 900, 700);
        // A page of another origin, on a server of its own.
        await using var site = WebApplication.CreateSlimBuilder().Build();
        site.Urls.Add("http://127.0.0.1:0");
        site.MapGet("/", () => Results.Content($"<h1>Lecture</h1><iframe id='own' src='{link}?embed=gradient' width='600' height='340'></iframe><iframe id='whole' src='{link}' width='600' height='200'></iframe><iframe id='small' src='{link}?embed=flow' width='300' height='300'></iframe>", "text/html"));
        await site.StartAsync();
        await lecture.Page.GotoAsync(site.Urls.Single());
        var frame = lecture.Page.FrameLocator("#own");
        await Assertions.Expect(frame.GetByRole(AriaRole.Heading, new() { Name = "Mean parameter gradient" })).ToBeVisibleAsync();
        await Assertions.Expect(frame.GetByRole(AriaRole.Heading, new() { Name = "MAD (validation L1)" })).ToBeHiddenAsync();
        await Assertions.Expect(frame.GetByRole(AriaRole.Heading, new() { Name = "By length" })).ToBeHiddenAsync();
        var plot = (await frame.Locator(".plot:visible").BoundingBoxAsync())!;
        var place = (await lecture.Page.Locator("#own").BoundingBoxAsync())!;
        Assert.InRange(plot.Width, 500, 600);
        Assert.True(plot.Height > 150 && plot.Y + plot.Height <= place.Y + place.Height, $"The plot's foot is at {plot.Y + plot.Height}, the frame's at {place.Y + place.Height}.");
        // In a small one the chart is alone, whole, and still leads to its page.
        var small = lecture.Page.FrameLocator("#small");
        await Assertions.Expect(small.Locator(".plot:visible")).ToHaveCountAsync(1);
        await Assertions.Expect(small.Locator("svg.heat:visible")).ToHaveCountAsync(0);
        Assert.True(await small.Locator("#shared").EvaluateAsync<bool>("room => room.scrollHeight <= room.clientHeight + 1"), "The small frame scrolls.");
        var (link300, frame300) = ((await small.Locator("header > a").BoundingBoxAsync())!, (await lecture.Page.Locator("#small").BoundingBoxAsync())!);
        Assert.True(link300.Width > 40 && link300.X + link300.Width <= frame300.X + frame300.Width, "The way to the page is cut off.");
        // The whole view may stand in no frame.
        await Assertions.Expect(lecture.Page.FrameLocator("#whole").GetByText("for the lecture")).ToHaveCountAsync(0);
    }

    private static async Task<string> Seen(IPage page) =>
        await page.Locator("#content").InnerTextAsync() + await page.Locator(".apexcharts-svg").CountAsync();

    public void Dispose() => app.Dispose();
}
