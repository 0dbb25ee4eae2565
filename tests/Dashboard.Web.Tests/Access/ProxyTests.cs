using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dashboard.Web.Access;
using Dashboard.Web.Tests.Support;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Web.Tests.Access;

/// <summary>Requests as proxies pass them on, from loopback, where proxies often run.</summary>
public sealed class ProxyTests(ProxyTests.Trusting trusting, OpenApp open, ClosedApp closed)
    : IClassFixture<ProxyTests.Trusting>, IClassFixture<OpenApp>, IClassFixture<ClosedApp>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>An app that believes a proxy on this machine.</summary>
    public sealed class Trusting : IDisposable
    {
        public const string Token = "correct-horse-battery-staple";

        public Trusting()
        {
            App.UseKestrel(0);
            App.StartServer();
            Address = new(App.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        }

        public TestApp App { get; } = new() { Settings = { ["Access:Token"] = Token, ["Proxy:Trusted"] = "127.0.0.1;10.0.0.0/8", ["AllowedHosts"] = "lab.example" } };

        public Uri Address { get; }

        public void Dispose() => App.Dispose();
    }

    private static HttpClient Client(Uri server, params (string Name, string Value)[] headers)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = server, Timeout = TestApp.Patience };
        foreach (var (name, value) in headers) client.DefaultRequestHeaders.Add(name, value);
        return client;
    }

    private static FormUrlEncodedContent Guess(string token) => new(new Dictionary<string, string> { ["token"] = token });

    [Fact]
    public async Task Guesses_OfOneVisitorOfATrustedProxy_LockNobodyElseOut()
    {
        using var guesser = Client(trusting.Address, ("X-Forwarded-For", "203.0.113.7"));
        HttpStatusCode last = default;
        for (var i = 0; i < 6; i++) last = (await guesser.PostAsync("/login", Guess($"wrong {i}"), Cancellation)).StatusCode;
        Assert.Equal(HttpStatusCode.TooManyRequests, last);

        using var other = Client(trusting.Address, ("X-Forwarded-For", "203.0.113.8"));
        Assert.Equal(HttpStatusCode.Redirect, (await other.PostAsync("/login", Guess(Trusting.Token), Cancellation)).StatusCode);
        // What a visitor writes there himself stands left of what the proxy adds.
        using var liar = Client(trusting.Address, ("X-Forwarded-For", "198.51.100.1, 203.0.113.7"));
        Assert.Equal(HttpStatusCode.TooManyRequests, (await liar.PostAsync("/login", Guess(Trusting.Token), Cancellation)).StatusCode);
        using var through = Client(trusting.Address, ("X-Forwarded-For", "203.0.113.7, 10.1.2.3"));
        Assert.Equal(HttpStatusCode.TooManyRequests, (await through.PostAsync("/login", Guess(Trusting.Token), Cancellation)).StatusCode);
    }

    [Fact]
    public async Task Https_OfATrustedProxy_MakesCookiesSecureAndLinksHttps()
    {
        using var client = Client(trusting.Address, ("X-Forwarded-For", "203.0.113.9"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "lab.example"));
        using var login = await client.PostAsync("/login", Guess(Trusting.Token), Cancellation);
        var cookie = Assert.Single(login.Headers.GetValues("Set-Cookie"));
        Assert.Contains("; secure", cookie, StringComparison.Ordinal);
        client.DefaultRequestHeaders.Add("Cookie", cookie.Split(';')[0]);
        var id = (await (await client.PostAsJsonAsync("/api/runs", TestApp.Small, Cancellation)).Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("id").GetString();
        using var share = await client.PostAsJsonAsync("/api/shares", new { kind = "run", target = id }, Cancellation);
        Assert.StartsWith("https://lab.example/s/", (await share.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("url").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Headers_OfAnUntrustedProxy_AreNotBelieved()
    {
        using var client = Client(closed.Address, ("X-Forwarded-For", "203.0.113.7"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "evil.example"));
        using var login = await client.PostAsync("/login", Guess(ClosedApp.Token), Cancellation);
        Assert.DoesNotContain("; secure", Assert.Single(login.Headers.GetValues("Set-Cookie")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("X-Forwarded-For", "203.0.113.7")]
    [InlineData("X-Forwarded-For", "127.0.0.1")]
    [InlineData("X-Forwarded-Proto", "http")]
    [InlineData("X-Real-IP", "127.0.0.1")]
    [InlineData("Forwarded", "for=127.0.0.1")]
    [InlineData("Via", "1.1 proxy")]
    [InlineData("X-Original-For", "127.0.0.1")]
    public async Task OpenServer_AskedThroughAProxy_AsksForTheToken(string header, string value)
    {
        using var own = Client(open.Address);
        Assert.Equal(HttpStatusCode.OK, (await own.GetAsync("/api/runs", Cancellation)).StatusCode);
        using var passed = Client(open.Address, (header, value));
        Assert.Equal(HttpStatusCode.Unauthorized, (await passed.GetAsync("/api/runs", Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await passed.GetAsync("/healthz", Cancellation)).StatusCode);
        passed.DefaultRequestHeaders.Authorization = new("Bearer", open.App.Services.GetRequiredService<AccessGate>().Token);
        Assert.Equal(HttpStatusCode.OK, (await passed.GetAsync("/api/runs", Cancellation)).StatusCode);
    }

    /// <summary>nginx with proxy_pass alone: HTTP/1.0, the Host of the proxied server, and no header that says so.</summary>
    [Fact]
    public async Task OpenServer_AskedByNginxAsItComes_AsksForTheToken() =>
        Assert.Equal(401, await RawHttp.StatusAsync(open.Address, $"GET /api/runs HTTP/1.0\r\nHost: localhost:{open.Address.Port}\r\nConnection: close\r\n\r\n"));

    [Fact]
    public async Task Notice_OfAProxyBeforeAnOpenServer_TellsTheTokenOnce()
    {
        using var app = new TestApp();
        var output = new StringWriter();
        var notice = new AccessNotice(app.Services, output);
        notice.TellOfProxy();
        notice.TellOfProxy();
        Assert.Equal($"A request came through a proxy. Those who come that way log in with the token {app.Services.GetRequiredService<AccessGate>().Token}{Environment.NewLine}", output.ToString());
        await Task.CompletedTask;
    }

    [Fact]
    public async Task Origin_ThatTheHostDoesNotMatch_IsRefusedInWordsThatNameTheProxysSetting()
    {
        using var client = Client(open.Address, ("Origin", "https://lab.example"));
        using var answer = await client.PostAsync("/_blazor/negotiate?negotiateVersion=1", null, Cancellation);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        var detail = (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("detail").GetString();
        Assert.Contains("proxy_set_header Host $http_host", detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1;::1;10.0.0.0/8;fd00::/8", "/lab", null)]
    [InlineData("", "lab/", null)]
    [InlineData(null, "/", null)]
    [InlineData("nginx", null, "Proxy:Trusted")]
    [InlineData("10.0.0.0/33", null, "Proxy:Trusted")]
    [InlineData(null, "/a b", "Proxy:PathBase")]
    [InlineData(null, "/../x", "Proxy:PathBase")]
    [InlineData(null, "//x/", null)]
    [InlineData(null, "/a//b", "Proxy:PathBase")]
    [InlineData(null, "https://x/lab", "Proxy:PathBase")]
    public void Settings_AreReadOrRefusedByName(string? trusted, string? path, string? refused)
    {
        string[] problems = [.. new ProxyOptions { Trusted = trusted, PathBase = path }.Problems()];
        if (refused is null) Assert.Empty(problems);
        else Assert.StartsWith(refused, Assert.Single(problems), StringComparison.Ordinal);
    }
}
