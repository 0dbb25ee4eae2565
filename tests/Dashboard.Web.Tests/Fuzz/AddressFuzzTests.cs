using System.Diagnostics;
using System.Globalization;
using Dashboard.Web.Charts;
using Dashboard.Web.Comparisons;
using Dashboard.Web.Components.RunDetail;
using Dashboard.Web.Sharing;
using Dashboard.Web.Tests.Support;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Web.Tests.Fuzz;

/// <summary>
/// The query of every page, shared page, export and other address one can GET, with a time limit for each: an address that
/// never answers burns a core for as long as the server lives. FUZZ_SEED repeats a sequence.
/// </summary>
public sealed class AddressFuzzTests(TestApp app) : IClassFixture<TestApp>
{
    /// <summary>Far above what a page takes on a busy machine, and far below for ever.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    private static readonly string[] Numbers = ["-1e308", "1e308", "5e-324", "3", "3.0000000000000004", "1e17", "NaN"];

    private static readonly string[] Fields =
    [
        .. RunView.Parameters, .. CompareView.Parameters, "format", "chart", "protocol", "sequence", "noise", "seed", "status", "q", "tag", "order", "page", "panels", "check",
        "study", "run", "remedy", .. MapView.Parameters, "standardize", "skip", "take", "descending", "count", "low", "high", "after", "embed", "returnUrl",
    ];

    private readonly int seed = int.TryParse(Environment.GetEnvironmentVariable("FUZZ_SEED"), out var given) ? given : Random.Shared.Next();

    [Fact]
    public async Task Zoom_OfAnyTwoNumbers_IsAnsweredOrRefused()
    {
        var id = await Ended();
        var shares = app.Services.GetRequiredService<ShareService>();
        foreach (var (i, from) in Numbers.Index())
            foreach (var (j, to) in Numbers.Index())
            {
                // In short a number with itself and those about it.
                if (!LongTests.On && Math.Abs(i - j) > 2) continue;
                var zoom = $"from={from}&to={to}";
                var good = double.Parse(from, CultureInfo.InvariantCulture) is >= 0 and <= 1000 and var a && double.Parse(to, CultureInfo.InvariantCulture) is <= 1000 and var b && b > a;
                Assert.Equal(200, (await Get($"/runs/{id}?{zoom}")).Status);
                Assert.Equal(200, (await Get($"/compare?runs={id}&{zoom}")).Status);
                foreach (var export in new[] { $"/api/runs/{id}/export?format=svg", $"/api/compare/export?runs={id},published:simple-0-raw&format=html" })
                {
                    var (status, body) = await Get($"{export}&{zoom}");
                    Assert.True(status == (good ? 200 : 400), $"{status} at {export}&{zoom}");
                    if (!good) Assert.Contains(body.Contains("\"from\"", StringComparison.Ordinal) ? "\"from\"" : "\"to\"", body, StringComparison.Ordinal);
                }
                // Made without the API, as links were before it refused such views.
                foreach (var view in new ShareView[] { new(ShareKind.Run, $"{id}?{zoom}"), new(ShareKind.Comparison, $"?runs={id}&{zoom}") })
                    Assert.Equal(200, (await Get((await shares.MakeAsync(view, null, false, null)).Path)).Status);
            }
    }

    [Fact]
    public async Task Addresses_OfEveryKind_AreAnsweredOrRefusedInTime()
    {
        var nasty = new Nasty(new Random(seed));
        var runs = new[] { await Ended(), await Ended() };
        var study = (await app.Send("POST", "/api/studies", new { preset = "deck", protocol = "slides", seeds = new[] { 1 } })).Body.GetProperty("id").GetString()!;
        var share = app.Services.GetRequiredService<ShareService>();
        var token = (await share.MakeAsync(new(ShareKind.Run, runs[0]), null, false, null)).Token;
        var endpoints = app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<StaticAssetDescriptor>() is null && e.Metadata.GetMetadata<HttpMethodMetadata>() is not { HttpMethods: { Count: > 0 } m } || e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Contains("GET"))
            .Select(e => e.RoutePattern.RawText!.Trim('/'))
            .Where(p => !p.StartsWith("_", StringComparison.Ordinal) && !p.Contains('*') && !p.Contains('.') && !p.Contains("events", StringComparison.Ordinal) && !p.StartsWith("hubs", StringComparison.Ordinal) && p != "api/backup")
            .Distinct().ToArray();
        Assert.Contains("runs/{Id}", endpoints);
        Assert.Contains("api/compare/export", endpoints);
        Assert.Contains("s/{token}", endpoints);
        for (var i = 0; i < LongTests.Pick(200, 5_000); i++)
        {
            var pattern = nasty.Pick(endpoints);
            var path = pattern.Replace("{token}", token, StringComparison.Ordinal).Replace("{index:int}", "0", StringComparison.Ordinal)
                .Replace(pattern.StartsWith("stud", StringComparison.Ordinal) || pattern.Contains("/stud", StringComparison.Ordinal) ? "{Id}" : "{none}", study, StringComparison.OrdinalIgnoreCase)
                .Replace("{id}", nasty.Pick(runs), StringComparison.OrdinalIgnoreCase);
            // Half of the values are right, so that a wrong one is read beside them.
            var query = string.Join('&', Enumerable.Range(0, nasty.Below(6)).Select(_ => nasty.Pick(Fields) + "=" + (nasty.Below(4) switch
            {
                0 => nasty.Number(), 1 => Nasty.Escape(nasty.Text()), 2 => nasty.Pick(Numbers), _ => nasty.Pick(["on", "off", "log", "linear", "2", "45", "mad", "rnn", "svg", runs[0], study]),
            })).Prepend(nasty.Chance(0.5) ? $"runs={string.Join(',', runs)}" : "x=1"));
            var (status, body) = await Get($"/{path}?{query}");
            Assert.True(status < 500 && body is not null, $"seed {seed}: {status} at /{path}?{query}");
        }
    }

    private async Task<string> Ended()
    {
        var id = await app.Launch();
        await app.When(id, r => r.IsEnded);
        return id;
    }

    private async Task<(int Status, string Body)> Get(string address)
    {
        using var limit = new CancellationTokenSource(Limit);
        var clock = Stopwatch.StartNew();
        try
        {
            using var client = app.CreateClient();
            using var answer = await client.GetAsync(address, limit.Token);
            return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(limit.Token));
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"seed {seed}: no answer after {clock.Elapsed} at {address}");
        }
    }
}
