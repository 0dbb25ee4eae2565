using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Dashboard.Web.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Dashboard.Web.Tests.Operations;

/// <summary>What leaves the server for a collector, over a real connection.</summary>
public sealed class OtlpTests
{
    private static readonly object Configuration = new { lengths = new[] { 2, 3 }, seeds = new[] { 1, 2 }, trainCount = 64, validationCount = 8 };

    [Fact]
    public async Task Run_WithACollector_SendsItsMetricsAndTraces()
    {
        await using var collector = await Collector.Start();
        using var folder = new TempFolder();
        using var app = await AppProcess.Start(folder.Path, $"--Telemetry:Otlp={collector.Address}");
        var id = await app.Launch(Configuration);
        await app.When(id, "done");
        // What has not been sent yet is sent at the stop.
        app.Terminate();
        await app.Exited();

        Assert.All(["dashboard", "dashboard.trials", "dashboard.trial.duration", "dashboard.save.duration", "dashboard.queue.length", "http.server.request.duration"],
            name => Assert.Contains(name, collector.Received("metrics"), StringComparison.Ordinal));
        var traces = collector.Received("trace");
        Assert.Contains("dashboard.run.status", traces, StringComparison.Ordinal);
        Assert.Equal(8, traces.Split("dashboard.trial.index").Length - 1);
        Assert.Contains(id, traces, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sigterm_CollectorThatHangs_StopsWithinFiveSeconds()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("SIGTERM is a Unix signal.");
        // It accepts connections and never answers.
        using var hole = new TcpListener(IPAddress.Loopback, 0);
        hole.Start();
        using var folder = new TempFolder();
        using var app = await AppProcess.Start(folder.Path, $"--Telemetry:Otlp=http://{hole.LocalEndpoint}");
        var id = await app.Launch(Configuration);
        await app.When(id, "done");

        var waited = Stopwatch.StartNew();
        app.Terminate();
        await app.Exited();
        Assert.InRange(waited.Elapsed.TotalSeconds, 0, LongTests.Pick(20, 5));
        Assert.Equal(0, app.ExitCode);
    }

    /// <summary>Takes what is exported to it and keeps the bytes. Names and texts stand in them as they are (protobuf).</summary>
    private sealed class Collector(WebApplication server) : IAsyncDisposable
    {
        private readonly ConcurrentQueue<(string Path, byte[] Body)> requests = [];

        public string Address => server.Urls.Single();

        public static async Task<Collector> Start()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(k => k.ConfigureEndpointDefaults(e => e.Protocols = HttpProtocols.Http2));
            builder.Logging.ClearProviders();
            var server = builder.Build();
            var collector = new Collector(server);
            server.MapPost("/opentelemetry.proto.collector.{signal}.v1.{service}/Export", collector.Take);
            await server.StartAsync();
            return collector;
        }

        /// <summary>All that came for "metrics" or "trace", as text.</summary>
        public string Received(string signal) => string.Concat(
            requests.Where(r => r.Path.Contains($".{signal}.", StringComparison.Ordinal)).Select(r => Encoding.UTF8.GetString(r.Body)));

        private async Task Take(HttpContext context)
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            requests.Enqueue((context.Request.Path, body.ToArray()));
            // gRPC: an empty message, and "all is well" behind it.
            context.Response.ContentType = "application/grpc";
            await context.Response.Body.WriteAsync(new byte[5]);
            context.Response.AppendTrailer("grpc-status", "0");
        }

        public ValueTask DisposeAsync() => server.DisposeAsync();
    }
}
