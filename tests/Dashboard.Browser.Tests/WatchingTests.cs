using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Dashboard.Browser.Tests.Support;
using Microsoft.Playwright;

namespace Dashboard.Browser.Tests;

/// <summary>Told when it is done: the page's title while it trains, and a notification that is asked for when the button is pressed, not before.</summary>
public sealed class WatchingTests(Browsers browsers) : IDisposable
{
    private readonly LiveApp app = new();

    [Fact]
    public async Task Run_Watched_CountsInTheTitleOfEveryPageAndTellsItsEnd()
    {
        using var client = app.Client();
        var created = await client.PostAsJsonAsync("/api/runs", new { name = "long one", seeds = Enumerable.Range(1, 40) });
        var id = (string)(await created.Content.ReadFromJsonAsync<JsonObject>())!["id"]!;
        await using var visit = await Visit.Start(browsers, app);
        await visit.Page.AddInitScriptAsync("""
            window.asked = 0;
            window.Notification = class { static permission = 'default'; static requestPermission() { window.asked++; Notification.permission = 'granted'; return Promise.resolve('granted'); }
                constructor(title, more) { (window.notes ??= []).push(`${title}: ${more.body}`); } };
            """);
        await visit.Open($"/runs/{id}");
        await Assertions.Expect(visit.Page).ToHaveTitleAsync(new Regex(@"^\(\d[\d,]* of 2,160\) long one · RNN & LSTM lab$"));
        Assert.Equal(0, await visit.Page.EvaluateAsync<int>("window.asked"));

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Tell me when it is done" }).ClickAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Button, new() { Name = "You will be told when it is done" })).ToBeVisibleAsync();
        Assert.Equal(1, await visit.Page.EvaluateAsync<int>("window.asked"));
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Runs", Exact = true }).First.ClickAsync();
        await Assertions.Expect(visit.Page).ToHaveTitleAsync(new Regex(@"^\(\d[\d,]* of 2,160\) Runs"));
        // Kept in the tab.
        await visit.Open("/data");
        await Assertions.Expect(visit.Page).ToHaveTitleAsync(new Regex(@"^\(\d[\d,]* of 2,160\) Data"));
        await visit.Page.EvaluateAsync("Notification.permission = 'granted'");

        await client.PostAsync($"/api/runs/{id}/cancel", null);

        await visit.Until("(window.notes ?? []).some(n => /^long one: Cancelled, \\d[\\d,]* of 2,160 trials$/.test(n))");
        await Assertions.Expect(visit.Page.GetByText(new Regex("long one: Cancelled"))).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page).ToHaveTitleAsync(new Regex("^(✓ )?Data"));
        visit.AssertClean();
    }

    [Fact]
    public async Task Run_WatchedWhereTheBrowserRefuses_SaysHowItIsToldInstead()
    {
        using var client = app.Client();
        var created = await client.PostAsJsonAsync("/api/runs", new { name = "long one", seeds = Enumerable.Range(1, 40) });
        var id = (string)(await created.Content.ReadFromJsonAsync<JsonObject>())!["id"]!;
        await using var visit = await Visit.Start(browsers, app, 390, 844);
        await visit.Page.AddInitScriptAsync("window.Notification = class { static permission = 'denied'; static requestPermission() { return Promise.resolve('denied'); } };");
        await visit.Open($"/runs/{id}");

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Tell me when it is done" }).ClickAsync();

        await Assertions.Expect(visit.Page.GetByText("The browser lets this page send no notifications")).ToBeVisibleAsync();
        Assert.True(await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth") <= 0, "What it says is too wide.");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "You will be told when it is done" }).ClickAsync();
        await Assertions.Expect(visit.Page.Locator("[data-tell-said]")).ToHaveTextAsync("");
        await client.PostAsync($"/api/runs/{id}/cancel", null);
    }

    public void Dispose() => app.Dispose();
}
