using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Dashboard.Web.Live;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Web.Tests.Support;

/// <summary>People who watch a run: through the hub, and as readers of server-sent events.</summary>
internal sealed class Viewers(AppProcess app, string run) : IAsyncDisposable
{
    private readonly CancellationTokenSource left = new();
    private readonly List<Task> reading = [];
    private readonly List<HubConnection> hubs = [];
    private readonly List<TcpClient> stuck = [];
    private readonly ConcurrentDictionary<string, long> sent = [];

    /// <summary>Milliseconds from the request that changed the run to its arrival at a viewer.</summary>
    public ConcurrentBag<double> Delays { get; } = [];

    /// <summary>Updates that arrived, at all viewers together.</summary>
    public long Updates => Volatile.Read(ref updates);

    private long updates;

    public async Task JoinHub(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var hub = new HubConnectionBuilder().WithUrl(new Uri(app.Address, LiveServices.HubPath))
                .AddJsonProtocol(o => Wire.Configure(o.PayloadSerializerOptions)).Build();
            await hub.StartAsync();
            hubs.Add(hub);
            reading.Add(Read(hub));
        }
    }

    public async Task JoinEvents(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var answer = await app.Http.GetAsync($"/api/runs/{run}/events", HttpCompletionOption.ResponseHeadersRead);
            reading.Add(ReadEvents(answer));
        }
    }

    /// <summary>One that asks for the events and never reads the answer.</summary>
    public async Task JoinStuck()
    {
        var client = new TcpClient { ReceiveBufferSize = 1024 };
        await client.ConnectAsync(app.Address.Host, app.Address.Port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"GET /api/runs/{run}/events HTTP/1.1\r\nHost: {app.Address.Authority}\r\n\r\n"));
        stuck.Add(client);
    }

    /// <summary>Changes the run's notes and lets the viewers say when they see it.</summary>
    public async Task Tell(string note)
    {
        sent[note] = Stopwatch.GetTimestamp();
        using var answer = await app.Http.PatchAsync($"/api/runs/{run}", new StringContent(JsonSerializer.Serialize(new { notes = note }), Encoding.UTF8, "application/json"));
        answer.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        await left.CancelAsync();
        foreach (var client in stuck) client.Dispose();
        foreach (var hub in hubs) await hub.DisposeAsync();
        await Task.WhenAll(reading);
        left.Dispose();
    }

    private async Task Read(HubConnection hub)
    {
        var seen = "";
        try
        {
            await foreach (var update in hub.StreamAsync<JsonElement>("Watch", run, null, left.Token))
                seen = Saw(update.GetProperty("run").GetProperty("notes").GetString()!, seen);
        }
        catch (Exception e) when (e is OperationCanceledException or HubException or IOException or System.Net.WebSockets.WebSocketException)
        {
            // It left, or the server did.
        }
    }

    private async Task ReadEvents(HttpResponseMessage answer)
    {
        using var _ = answer;
        var seen = "";
        try
        {
            using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(left.Token));
            while (await lines.ReadLineAsync(left.Token) is { } line)
                if (line.StartsWith("data:", StringComparison.Ordinal))
                    seen = Saw(JsonDocument.Parse(line[5..]).RootElement.GetProperty("run").GetProperty("notes").GetString()!, seen);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // It left, or the server did.
        }
    }

    private string Saw(string note, string before)
    {
        Interlocked.Increment(ref updates);
        if (note != before && sent.TryGetValue(note, out var at)) Delays.Add(Stopwatch.GetElapsedTime(at).TotalMilliseconds);
        return note;
    }
}
