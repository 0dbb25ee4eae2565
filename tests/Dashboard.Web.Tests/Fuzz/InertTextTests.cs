using System.Net;
using Dashboard.Web.Tests.Support;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Web.Tests.Fuzz;

/// <summary>Text from people is inert wherever it is shown: names, notes, tags and searches, on every page and in every export.</summary>
public sealed class InertTextTests(TestApp app) : IClassFixture<TestApp>
{
    private const string Name = "=1+1<img src=x onerror=alert(1)>", Notes = "</textarea></script><script>alert(2)</script>", Tag = "\"><svg onload=alert(3)>";
    private static readonly string[] Live = ["<img src=x", "<script>alert", "<svg onload", "</textarea></script>"];

    private async Task<string> Hostile()
    {
        var id = await app.Launch(new { name = Name, tags = new[] { Tag }, lengths = new[] { 2 }, trainCount = 8, validationCount = 4 });
        Assert.Equal(200, (await app.Send("PATCH", $"/api/runs/{id}", new { notes = Notes })).Status);
        await app.When(id, r => r.IsEnded);
        return id;
    }

    [Fact]
    public async Task EveryPage_WithHostileText_ShowsItAsText()
    {
        var id = await Hostile();
        var pages = app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<ComponentTypeMetadata>() is not null).Select(e => e.RoutePattern.RawText!).ToArray();
        Assert.Contains(pages, p => p.Contains("runs/{", StringComparison.OrdinalIgnoreCase));
        foreach (var page in pages)
        {
            var path = System.Text.RegularExpressions.Regex.Replace(page.TrimStart('/'), "{[^}]*}", id);
            foreach (var query in new[] { "", $"?runs={id}&from={id}&q={Nasty.Escape(Notes)}&tag={Nasty.Escape(Tag)}&tab={Nasty.Escape(Name)}", $"?q={Nasty.Escape("onerror")}" })
            {
                var html = await app.CreateClient().GetStringOrError($"/{path}{query}");
                Assert.All(Live, live => Assert.DoesNotContain(live, html, StringComparison.OrdinalIgnoreCase));
            }
        }
        var run = await app.CreateClient().GetStringAsync($"/runs/{id}");
        Assert.All([Name, Tag, Notes], text => Assert.Contains(text, WebUtility.HtmlDecode(run)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task SharedPage_WithHostileText_ShowsItAsText(bool frozen)
    {
        var id = await Hostile();
        var (status, made, _) = await app.Send("POST", "/api/shares", new { kind = "run", target = id, title = Notes, frozen });
        Assert.True(status == 201, made.ToString());
        var html = await app.CreateClient().GetStringAsync(new Uri(made.GetProperty("url").GetString()!).PathAndQuery);
        Assert.All(Live, live => Assert.DoesNotContain(live, html, StringComparison.OrdinalIgnoreCase));
        Assert.Contains(Name, WebUtility.HtmlDecode(html));
    }

    [Fact]
    public async Task EveryExport_WithHostileText_IsNoPageAndNoFormula()
    {
        var id = await Hostile();
        var exports = app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText!.StartsWith("/api", StringComparison.Ordinal) && e.RoutePattern.RawText.Contains("{id}", StringComparison.Ordinal)
                && !e.RoutePattern.RawText.EndsWith("events", StringComparison.Ordinal)
                && e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("GET") is true).Select(e => e.RoutePattern.RawText!);
        foreach (var export in exports)
        {
            using var answer = await app.CreateClient().GetAsync(export.Replace("{id}", id).Replace("{index:int}", "0"));
            var type = answer.Content.Headers.ContentType?.MediaType;
            Assert.Contains(type, new[] { "application/json", "application/problem+json", "text/csv", "image/svg+xml", "application/zip", "image/png", "application/octet-stream", "application/x-ipynb+json" });
            // JSON and CSV are never read as pages; a picture can hold script.
            if (type == "image/svg+xml") Assert.All(Live, live => Assert.DoesNotContain(live, answer.Content.ReadAsStringAsync().Result, StringComparison.OrdinalIgnoreCase));
        }
        var csv = await app.CreateClient().GetStringAsync($"/api/runs/{id}/trials.csv");
        Assert.Contains($"{id},'{Name},", csv);
    }
}

internal static class Pages
{
    /// <summary>The page, whatever its status.</summary>
    public static async Task<string> GetStringOrError(this HttpClient client, string path)
    {
        using var answer = await client.GetAsync(path);
        Assert.True((int)answer.StatusCode < 500, $"{answer.StatusCode} {path}");
        return await answer.Content.ReadAsStringAsync();
    }
}
