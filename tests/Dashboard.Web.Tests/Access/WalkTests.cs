using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Web.Tests.Access;

public sealed partial class WalkTests(ClosedApp closed) : IClassFixture<ClosedApp>
{
    /// <summary>All that strangers reach, beside static files. Whoever adds a line says why it gives nothing away.</summary>
    private static readonly string[] Open =
    [
        "/healthz", // Says "ok".
        "/login",
        "/s/{token}", // One view, to whoever has its token.
        "/s/{token}/events",
        "/s/{token}/inside", // The networks of that view, where it is one of networks.
        "/s/{token}/inside/outline",
        "/s/{token}/inside/progress",
        "/readyz", // Says "ready" or "degraded", or that the store is unavailable without saying where it is.
    ];

    private IReadOnlyList<RouteEndpoint> Endpoints => [.. closed.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()];

    [Fact]
    public async Task EveryEndpoint_WithoutToken_IsRefused()
    {
        using var stranger = closed.Stranger();
        var walked = new List<string>();
        foreach (var endpoint in Endpoints.Where(e => !IsFile(e) && !Open.Contains(Pattern(e))))
            foreach (var method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods is { Count: > 0 } methods ? methods : ["GET", "POST"])
            {
                var path = Parameter().Replace(Pattern(endpoint), "0123456789abcdef0123456789abcdef");
                foreach (var accept in new[] { "text/html", "application/json" })
                {
                    using var request = new HttpRequestMessage(new(method), path);
                    request.Headers.Add("Accept", accept);
                    using var answer = await stranger.SendAsync(request, TestContext.Current.CancellationToken);
                    Assert.True(IsRefusal(answer), $"{method} {path} ({accept}) answers {(int)answer.StatusCode}");
                }
                walked.Add(path);
            }
        Assert.Contains("/_blazor", walked);
        Assert.Contains("/_blazor/negotiate", walked);
        Assert.Contains("/hubs/runs", walked);
        Assert.Contains("/hubs/runs/negotiate", walked);
        Assert.Contains("/api/runs", walked);
        Assert.Contains("/openapi/0123456789abcdef0123456789abcdef.json", walked);
        Assert.Contains("/", walked);
    }

    [Fact]
    public void OpenEndpoints_BesideFiles_AreOnTheList() => Assert.Equal(
        Open.Order(),
        Endpoints.Where(e => !IsFile(e) && e.Metadata.GetMetadata<IAllowAnonymous>() is not null).Select(Pattern).Distinct().Order());

    [Theory]
    [InlineData("/nothing/here")]
    [InlineData("/_blazor?id=x")]
    [InlineData("/_BLAZOR/NEGOTIATE")]
    [InlineData("//api/runs")]
    [InlineData("/login/../api/runs")]
    [InlineData("/login/%2e%2e/api/runs")]
    [InlineData("/healthz/../api/runs")]
    [InlineData("/css/app.css/../../api/runs")]
    [InlineData("/api/runs;/login")]
    [InlineData("/API/Runs/")]
    public async Task OtherWaysToWriteAPath_WithoutToken_AreRefused(string path)
    {
        // HttpClient would tidy the path up, so it goes over a socket as it is.
        var status = await RawHttp.StatusAsync(closed.Address, $"GET {path} HTTP/1.1\r\nHost: {closed.Address.Authority}\r\nConnection: close\r\n\r\n");
        Assert.Contains(status, new[] { 302, 400, 401, 404 });
        Assert.True(status is 401 or 302 or 400, $"{status}");
    }

    [Theory]
    [InlineData("/css/tokens.css")]
    [InlineData("/_framework/blazor.web.js")]
    [InlineData("/healthz")]
    public async Task OpenOnes_WithoutToken_Answer(string path)
    {
        using var stranger = closed.Stranger();
        using var answer = await stranger.GetAsync(path, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private static bool IsRefusal(HttpResponseMessage answer) => answer.StatusCode == HttpStatusCode.Unauthorized
        || (answer.StatusCode == HttpStatusCode.Redirect && answer.Headers.Location!.OriginalString.StartsWith("/login?", StringComparison.Ordinal));

    private static bool IsFile(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is not null;

    private static string Pattern(RouteEndpoint endpoint) => "/" + endpoint.RoutePattern.RawText!.Trim('/');

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();
}
