using System.Net.Http.Json;
using Dashboard.Web.Tests.Support;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Web.Tests.Access;

/// <summary>A server on loopback asks for nothing, but takes no orders from other web sites.</summary>
public sealed class OpenApp : IDisposable
{
    public OpenApp()
    {
        App.UseKestrel(0);
        App.StartServer();
        Address = new(App.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
    }

    public TestApp App { get; } = new();

    public Uri Address { get; }

    public void Dispose() => App.Dispose();
}

public sealed class HostAndOriginTests(OpenApp open) : IClassFixture<OpenApp>
{
    private string Own => open.Address.GetLeftPart(UriPartial.Authority);

    [Theory]
    [InlineData("evil.example", 400)]
    [InlineData("localhost.evil.example", 400)]
    [InlineData("10.1.2.3", 400)]
    [InlineData("", 400)]
    [InlineData("localhost", 200)]
    [InlineData("LOCALHOST:1234", 200)]
    [InlineData("127.0.0.1", 200)]
    [InlineData("[::1]:80", 200)]
    public async Task Host_Named_IsAnsweredOnlyAsItsOwn(string host, int status) =>
        Assert.Equal(status, await RawHttp.StatusAsync(open.Address, $"GET /healthz HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"));

    [Theory]
    [InlineData("/_blazor")]
    [InlineData("/hubs/runs")]
    public async Task WebSocket_FromAnotherOrigin_IsRefused(string path)
    {
        foreach (var origin in new[] { "http://evil.example", "null", $"http://{open.Address.Host}:1", "http://localhost.evil.example", "file://", "garbage" })
            Assert.Equal(403, await RawHttp.StatusAsync(open.Address, RawHttp.Upgrade(open.Address, path, origin)));
        Assert.Equal(101, await RawHttp.StatusAsync(open.Address, RawHttp.Upgrade(open.Address, path, Own)));
    }

    [Theory]
    [InlineData("Origin", "http://evil.example", 403)]
    [InlineData("Origin", "null", 403)]
    [InlineData("Sec-Fetch-Site", "cross-site", 403)]
    [InlineData("Sec-Fetch-Site", "same-origin", 400)]
    [InlineData("Sec-Fetch-Site", "none", 400)]
    public async Task Post_FromAnotherOrigin_IsRefused(string header, string value, int status)
    {
        using var client = new HttpClient { BaseAddress = open.Address };
        // The body is wrong on purpose: 400 shows that the request got through.
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/runs") { Content = JsonContent.Create(new { seeds = "?" }) };
        request.Headers.Add(header, value);
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Fact]
    public async Task Post_FromItsOwnPagesOrAScript_IsServed()
    {
        using var client = new HttpClient { BaseAddress = open.Address };
        Assert.Equal(400, (int)(await client.PostAsJsonAsync("/api/runs", new { seeds = "?" }, TestContext.Current.CancellationToken)).StatusCode);
        client.DefaultRequestHeaders.Add("Origin", Own);
        Assert.Equal(400, (int)(await client.PostAsJsonAsync("/api/runs", new { seeds = "?" }, TestContext.Current.CancellationToken)).StatusCode);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/api/runs")]
    [InlineData("/css/app.css")]
    [InlineData("/nothing")]
    public async Task EveryAnswer_CarriesTheProtectingHeaders(string path)
    {
        using var client = new HttpClient { BaseAddress = open.Address };
        using var answer = await client.GetAsync(path, TestContext.Current.CancellationToken);
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("http", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("no-referrer", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
    }
}
