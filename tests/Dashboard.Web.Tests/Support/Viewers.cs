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

/// <summary>People who watch runs: through the hub, as readers of server-sent events, on shared pages, in circuits. They take the runs in turn.</summary>
internal sealed class Viewers(AppProcess app, params IReadOnlyList<string> runs) : IAsyncDisposable
{
    private readonly CancellationTokenSource left = new();
    private readonly List<Task> reading = [];
    private readonly List<IAsyncDisposable> connections = [];
    private readonly List<TcpClient> stuck = [];
    private readonly ConcurrentDictionary<string, (string Name, long At)> newest = [];
    private int joined;
    private long updates;

    /// <summary>Milliseconds from the request that renamed a run to its arrival at a viewer, with the viewer's kind.</summary>
    public ConcurrentBag<(string Kind, double Milliseconds)> Delays { get; } = [];

    /// <summary>Updates that arrived, at all viewers together.</summary>
    public long Updates => Volatile.Read(ref updates);

    public async Task JoinHub(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var hub = new HubConnectionBuilder().WithUrl(new Uri(app.Address, LiveServices.HubPath))
                .AddJsonProtocol(o => Wire.Configure(o.PayloadSerializerOptions)).Build();
            await hub.StartAsync();
            connections.Add(hub);
            reading.Add(Read(async saw =>
            {
                await foreach (var update in hub.StreamAsync<JsonElement>("Watch", Next(), null, left.Token)) saw(Name(update));
            }, "hub"));
        }
    }

    /// <summary>Readers of a run's events through the API.</summary>
    public async Task JoinEvents(int count)
    {
        for (var i = 0; i < count; i++) await JoinStream($"/api/runs/{Next()}/events", "events", data => Name(JsonDocument.Parse(data).RootElement));
    }

    /// <summary>Open shared pages, one link each.</summary>
    public async Task JoinShared(int count, string kind, Func<string> target)
    {
        for (var i = 0; i < count; i++) await JoinStream(await app.Share(kind, target()) + "/events", $"shared {kind}", body => body);
    }

    /// <summary>The next run a viewer takes.</summary>
    public string Next() => runs[joined++ % runs.Count];

    /// <summary>Open run pages.</summary>
    public async Task JoinCircuits(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var run = Next();
            var circuit = await Circuit.Open(app, $"/runs/{run}");
            connections.Add(circuit);
            var saw = Saw("circuit", only: run);
            circuit.Drawn = batch => saw(Encoding.UTF8.GetString(batch));
            await circuit.Show();
        }
    }

    /// <summary>Open pages that show whatever trains.</summary>
    public async Task JoinPages(params IReadOnlyList<string> paths)
    {
        foreach (var path in paths)
        {
            var circuit = await Circuit.Open(app, path);
            connections.Add(circuit);
            circuit.Drawn = _ => Interlocked.Increment(ref updates);
            await circuit.Show();
        }
    }

    /// <summary>One that asks for the events and never reads the answer.</summary>
    public async Task JoinStuck()
    {
        var client = new TcpClient { ReceiveBufferSize = 1024 };
        await client.ConnectAsync(app.Address.Host, app.Address.Port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"GET /api/runs/{Next()}/events HTTP/1.1\r\nHost: {app.Address.Authority}\r\n\r\n"));
        stuck.Add(client);
    }

    /// <summary>Renames a run and lets its viewers say when they see it.</summary>
    public async Task Tell(string run, string name)
    {
        newest[run] = (name, Stopwatch.GetTimestamp());
        await app.Rename(run, name);
    }

    public async ValueTask DisposeAsync()
    {
        await left.CancelAsync();
        foreach (var client in stuck) client.Dispose();
        foreach (var connection in connections) await connection.DisposeAsync();
        await Task.WhenAll(reading);
        left.Dispose();
    }

    private static string Name(JsonElement update) => update.GetProperty("run").GetProperty("name").GetString()!;

    private async Task JoinStream(string path, string kind, Func<string, string> text)
    {
        var answer = await app.Http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
        answer.EnsureSuccessStatusCode();
        reading.Add(Read(async saw =>
        {
            using var _ = answer;
            using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(left.Token));
            while (await lines.ReadLineAsync(left.Token) is { } line)
                if (line.StartsWith("data:", StringComparison.Ordinal) && line.Length > 6) saw(text(line[5..]));
        }, kind));
    }

    private async Task Read(Func<Action<string>, Task> read, string kind)
    {
        try
        {
            await read(Saw(kind));
        }
        catch (Exception e) when (e is OperationCanceledException or HubException or IOException or System.Net.WebSockets.WebSocketException)
        {
            // It left, or the server did.
        }
    }

    /// <summary>What a viewer does with the text it is shown: the newest name of a run counts when it is in it for the first time.</summary>
    /// <param name="kind">The viewer's kind.</param>
    /// <param name="only">The run it looks at; null where it looks at all.</param>
    private Action<string> Saw(string kind, string? only = null)
    {
        var seen = new Dictionary<string, string>();
        return text =>
        {
            Interlocked.Increment(ref updates);
            foreach (var (run, (name, at)) in newest)
                if ((only ?? run) == run && seen.GetValueOrDefault(run) != name && text.Contains(name, StringComparison.Ordinal))
                {
                    seen[run] = name;
                    Delays.Add((kind, Stopwatch.GetElapsedTime(at).TotalMilliseconds));
                }
        };
    }
}
