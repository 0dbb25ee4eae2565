using System.Text.RegularExpressions;
using Dashboard.Web.People;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Web.Tests.People;

/// <summary>Every endpoint that changes anything says what it does, and so who may use it.</summary>
public sealed partial class EndpointDeedsTests(NamedApp lab) : IClassFixture<NamedApp>
{
    /// <summary>Endpoints that take more than reading and do nothing of their own. Whoever adds a line says why.</summary>
    private static readonly string[] Carriers =
    [
        "/login", // Logs in and out: the token's check is its own.
        "/_blazor", "/_blazor/negotiate", "/_blazor/disconnect", "/_blazor/initializers", // Circuits: what pages do goes through LabActions.
        "/_blazor/{documentName}.modules.json",
        "/mcp", // Tools: those that change something go through LabActions.
        "/hubs/runs", "/hubs/runs/negotiate", // Two streams, and no method that changes anything.
    ];

    private static readonly string[] Reading = ["GET", "HEAD", "OPTIONS"];

    private IReadOnlyList<RouteEndpoint> Endpoints => [.. lab.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()];

    private IReadOnlyList<(string Method, string Path, Deed? Deed)> Changing =>
    [
        .. from endpoint in Endpoints
           where endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is null
           // Pages are drawn, whatever the method.
           where endpoint.Metadata.GetMetadata<ComponentTypeMetadata>() is null
           from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods is { Count: > 0 } methods ? methods : ["POST"]
           where !Reading.Contains(method)
           select (method, Pattern(endpoint), endpoint.Metadata.GetMetadata<DeedMark>()?.Deed),
    ];

    [Fact]
    public void EveryEndpoint_ThatChangesAnything_SaysWhatItDoes()
    {
        Assert.DoesNotContain(Changing, e => e.Deed is null && !Carriers.Contains(e.Path));
        Assert.True(Changing.Count(e => e.Deed is not null) >= 13, "The walk finds too little.");
    }

    [Fact]
    public async Task EveryEndpoint_ThatChangesAnything_RefusesAViewer()
    {
        using var viewer = lab.Script("Vera");
        foreach (var (method, path, _) in Changing.Where(e => e.Deed is not null))
            Assert.Equal((path, 403), (path, await StatusAsync(viewer, method, path)));
        // What only admins read.
        foreach (var path in new[] { "/api/tokens", "/api/audit", "/api/backup" })
            Assert.Equal((path, 403), (path, await StatusAsync(viewer, "GET", path)));
    }

    [Fact]
    public async Task EveryEndpoint_ThatReads_AnswersAViewerAsAnAdmin()
    {
        using var viewer = lab.Script("Vera");
        using var admin = lab.Script("Ada");
        var walked = 0;
        foreach (var path in Endpoints.Where(e => e.Metadata.GetMetadata<DeedMark>() is null && e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("GET") == true)
            .Select(Pattern).Where(p => p.StartsWith("/api/", StringComparison.Ordinal) && !p.EndsWith("events", StringComparison.Ordinal)))
        {
            Assert.Equal((path, await StatusAsync(admin, "GET", path)), (path, await StatusAsync(viewer, "GET", path)));
            walked++;
        }
        Assert.True(walked > 10);
    }

    [Theory]
    [InlineData(Deed.MakeToken)]
    [InlineData(Deed.RevokeToken)]
    public async Task Tokens_MadeOrRevokedByAMember_AreRefused(Deed deed)
    {
        using var member = lab.Script("Max");
        var (method, path, _) = Changing.Single(e => e.Deed == deed);
        Assert.Equal(403, await StatusAsync(member, method, path));
    }

    private static async Task<int> StatusAsync(HttpClient client, string method, string path)
    {
        using var request = new HttpRequestMessage(new(method), Parameter().Replace(path, "0123456789abcdef0123456789abcdef"));
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        return (int)answer.StatusCode;
    }

    private static string Pattern(RouteEndpoint endpoint) => "/" + endpoint.RoutePattern.RawText!.Trim('/');

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();
}
