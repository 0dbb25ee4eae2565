using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using AngleSharp.Html.Parser;
using Dashboard.Web.Tests.Architecture;
using Dashboard.Web.Tests.Support;

namespace Dashboard.Web.Tests.Access;

/// <summary>The whole app under /lab of a host that serves other things too.</summary>
public sealed partial class PathBaseTests : IDisposable
{
    private const string Token = "correct-horse-battery-staple";
    private readonly TestApp app = new() { Settings = { ["Proxy:PathBase"] = "/lab/", ["Access:Token"] = Token } };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private HttpClient Browser(bool follow = true)
    {
        var client = app.CreateClient(new() { AllowAutoRedirect = follow, HandleCookies = true });
        client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        return client;
    }

    [Fact]
    public async Task Walk_EveryPageUnderItsPath_FindsNoLinkOutside()
    {
        using var browser = Browser();
        using var login = await browser.GetAsync($"/lab/login?token={Token}&returnUrl=/lab/runs", Cancellation);
        Assert.Equal("/lab/runs", login.RequestMessage!.RequestUri!.AbsolutePath);
        using var launched = await browser.PostAsJsonAsync("/lab/api/runs", TestApp.Small, Cancellation);
        var run = (await launched.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("id").GetString()!;
        Assert.Equal($"/lab/api/runs/{run}", launched.Headers.Location!.OriginalString);
        using var shared = await browser.PostAsJsonAsync("/lab/api/shares", new { kind = "run", target = run }, Cancellation);
        var link = new Uri((await shared.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("url").GetString()!);
        Assert.StartsWith("/lab/s/", link.AbsolutePath, StringComparison.Ordinal);

        var study = await browser.PostAsJsonAsync("/lab/api/studies", new { preset = "deck", seeds = new[] { 1 } }, Cancellation);
        Assert.StartsWith("/lab/api/studies/", study.Headers.Location!.OriginalString, StringComparison.Ordinal);
        var waiting = new Queue<Uri>([new("http://localhost/lab/"), link, new("http://localhost/lab/shares"), new($"http://localhost/lab/runs/{run}/inside"), new("http://localhost/lab/nothing/here"), new("http://localhost/lab/s/nothing")]);
        var seen = new HashSet<string>();
        while (waiting.TryDequeue(out var page))
        {
            // One page of each kind is enough: sixteen runs of a study have the same links.
            if (!seen.Add(Id().Replace(page.AbsolutePath, "*")) || seen.Count > 60) continue;
            using var answer = await browser.GetAsync(page, Cancellation);
            Assert.True(answer.StatusCode == HttpStatusCode.OK || page.AbsolutePath.Contains("nothing", StringComparison.Ordinal), $"{(int)answer.StatusCode} at {page}");
            if (answer.Content.Headers.ContentType?.MediaType != "text/html") continue;
            var document = await new HtmlParser().ParseDocumentAsync(await answer.Content.ReadAsStringAsync(Cancellation));
            var root = new Uri(page, document.QuerySelector("base")?.GetAttribute("href") ?? page.AbsolutePath);
            Assert.Equal("/lab/", root.AbsolutePath);
            foreach (var element in document.All)
                foreach (var name in new[] { "href", "src", "action", "formaction", "data-source", "data-events", "poster" })
                {
                    if (element.GetAttribute(name) is not { } text || element.LocalName == "base" || text.StartsWith("data:", StringComparison.Ordinal) || text.StartsWith("http", StringComparison.Ordinal)) continue;
                    var target = new Uri(root, text);
                    Assert.True(target.AbsolutePath.StartsWith("/lab/", StringComparison.Ordinal), $"{element.OuterHtml} on {page} leads to {target}");
                    if (element.LocalName == "a" && element.GetAttribute("download") is null || element.LocalName is "link" or "script" or "img") waiting.Enqueue(target);
                }
        }
        foreach (var kind in new[] { "/lab/runs", "/lab/runs/*", "/lab/compare", "/lab/studies", "/lab/claims", "/lab/data", "/lab/new", "/lab/status", "/lab/css/app.css" })
            Assert.Contains(kind, seen);
    }

    [Fact]
    public async Task Login_UnderItsPath_KeepsCookieAndRedirectsThere()
    {
        using var browser = Browser(follow: false);
        using var asked = await browser.GetAsync("/lab/runs?q=a", Cancellation);
        Assert.Equal("/lab/login?returnUrl=%2Flab%2Fruns%3Fq%3Da", asked.Headers.Location!.OriginalString);
        using var done = await browser.PostAsync("/lab/login", new FormUrlEncodedContent(new Dictionary<string, string> { ["token"] = Token }), Cancellation);
        Assert.Equal("/lab/", done.Headers.Location!.OriginalString);
        Assert.Contains("; path=/lab;", Assert.Single(done.Headers.GetValues("Set-Cookie")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/lab", null, 302, "/lab/")]
    [InlineData("/runs?q=a", null, 302, "/lab/runs?q=a")]
    [InlineData("/labour", null, 302, "/lab/labour")]
    [InlineData("/runs", "X-Forwarded-For", 302, "/lab/login?returnUrl=%2Flab%2Fruns")]
    [InlineData("/healthz", "X-Forwarded-For", 200, null)]
    public async Task Path_WithoutIt_IsSentThereUnlessAProxyTookItOff(string path, string? header, int status, string? location)
    {
        using var browser = Browser(follow: false);
        if (header is not null) browser.DefaultRequestHeaders.Add(header, "203.0.113.7");
        using var answer = await browser.GetAsync(path, Cancellation);
        Assert.Equal((status, location), ((int)answer.StatusCode, answer.Headers.Location?.OriginalString));
    }

    /// <summary>What no walk reaches: addresses that code goes to, and what a browser's script asks for.</summary>
    [Fact]
    public void Source_HoldsNoAddressFromTheRoot() => Assert.Empty(
        from file in Source.Files("*.razor").Concat(Source.Files("*.razor.cs")).Concat(Source.Files("*.js")).Concat(Directory.EnumerateFiles(Path.Combine(Source.Root, "..", "wwwroot", "js"), "*.js", SearchOption.AllDirectories))
        from line in File.ReadLines(file)
        where FromRoot().IsMatch(line) && !line.Contains("@page", StringComparison.Ordinal)
        select $"{Path.GetFileName(file)}: {line.Trim()}");

    [GeneratedRegex("[0-9a-f]{32}|[A-Za-z0-9_-]{43}")]
    private static partial Regex Id();

    [GeneratedRegex("""(href=["']|src=["']|action=["']|Href=["']|Endpoint=["'(@$]*|NavigateTo\(\$?|fetch\(|import\(|GetUriWithQueryParameters\(|path=)"?['`"]?/[a-z_@{]|href="@\(\$?"/[a-z{]|path=/(?!\$)""", RegexOptions.IgnoreCase)]
    private static partial Regex FromRoot();

    public void Dispose() => app.Dispose();
}
