using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Dashboard.Browser.Tests.Support;
using Microsoft.Playwright;

namespace Dashboard.Browser.Tests;

/// <summary>Real circuits on a run in training: each is told of it, and none leaves a subscription behind.</summary>
public sealed class ViewersTests(Browsers browsers) : IDisposable
{
    private readonly LiveApp app = new();

    [Fact]
    public async Task FiveCircuits_WatchARunAndLeave_NoSubscriptionStays()
    {
        using var client = app.Client();
        var created = await client.PostAsJsonAsync("/api/runs", new { name = "watched", seeds = Enumerable.Range(1, 60) });
        var run = (string)(await created.Content.ReadFromJsonAsync<JsonObject>())!["id"]!;
        var visits = new List<Visit>();
        for (var i = 0; i < 5; i++)
        {
            visits.Add(await Visit.Start(browsers, app));
            await visits[^1].Page.GotoAsync($"{app.Address}/runs/{run}");
        }
        foreach (var visit in visits) await Assertions.Expect(visit.Page.GetByText("of 3,240 trials done").First).ToBeVisibleAsync();
        await Until(async () => await Viewers(client) >= 5 && await Pages(client) == 5);
        foreach (var visit in visits)
        {
            var progress = await visit.Page.Locator(".run-progress").InnerTextAsync();
            await Assertions.Expect(visit.Page.Locator(".run-progress")).Not.ToHaveTextAsync(progress);
        }

        // A page that is left tells the server, one that is left to die does so after minutes.
        foreach (var visit in visits) await visit.Page.GotoAsync("about:blank");

        await Until(async () => await Viewers(client) == 0 && await Pages(client) == 0);
        foreach (var visit in visits) await visit.DisposeAsync();
        await client.PostAsync($"/api/runs/{run}/cancel", null);
    }

    private static Task<int> Viewers(HttpClient client) => Status(client, "runViewers");

    private static Task<int> Pages(HttpClient client) => Status(client, "pages");

    private static async Task<int> Status(HttpClient client, string of) => (int)(await client.GetFromJsonAsync<JsonObject>("/api/status"))![of]!;

    private static async Task Until(Func<Task<bool>> condition)
    {
        for (var i = 0; i < 600; i++)
        {
            if (await condition()) return;
            await Task.Delay(100);
        }
        Assert.Fail("Not within a minute.");
    }

    public void Dispose() => app.Dispose();
}
