using System.Text.Json;
using Dashboard.Web.Live;
using Dashboard.Web.Tests.Support;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;

namespace Dashboard.Web.Tests.Fuzz;

/// <summary>Bad input to the hub: each call is refused by itself, and the connection goes on.</summary>
public sealed class HubFuzzTests
{
    [Fact]
    public async Task Calls_WithNastyArguments_AreRefusedAndTheConnectionGoesOn()
    {
        await using var app = new TestApp();
        var id = await app.Launch();
        await using var hub = Connection(app);
        await hub.StartAsync();
        var nasty = new Nasty(new Random(5));
        for (var i = 0; i < LongTests.Pick(100, 1_000); i++)
        {
            object?[] arguments = nasty.Below(4) switch
            {
                0 => [Text(), nasty.Below(2) == 0 ? null : long.MinValue],
                1 => [nasty.Below(2) == 0 ? null : 7, Text()],
                2 => [JsonDocument.Parse("[[[1]]]").RootElement],
                _ => [],
            };
            await Assert.ThrowsAsync<HubException>(async () =>
            {
                await foreach (var _ in hub.StreamAsyncCore<JsonElement>(nasty.Pick(["Watch", "Watch", "Nothing", "watch\0"]), arguments)) { }
            });
        }
        await foreach (var update in hub.StreamAsync<JsonElement>("Watch", id, null))
        {
            Assert.Equal(id, update.GetProperty("run").GetProperty("id").GetString());
            break;
        }
        await hub.DisposeAsync();

        // A message over SignalR's limit ends its connection, and that only.
        await using (var greedy = Connection(app))
        {
            await greedy.StartAsync();
            await Assert.ThrowsAnyAsync<Exception>(() => greedy.InvokeAsync("Watch", new string('x', 100_000)));
            Assert.Equal(200, (await app.Send("GET", "/healthz")).Status);
        }
        SpinWait.SpinUntil(() => app.Runs.Readers == (0, 0), TestApp.Patience);
        Assert.Equal((0, 0), app.Runs.Readers);

        string Text() => nasty.Text() is var text && text.Length > 2_000 ? text[..2_000] : text;
    }

    private static HubConnection Connection(TestApp app) => new HubConnectionBuilder()
        .WithUrl(new Uri(app.Server.BaseAddress, LiveServices.HubPath), o => o.HttpMessageHandlerFactory = _ => app.Server.CreateHandler()).Build();
}
