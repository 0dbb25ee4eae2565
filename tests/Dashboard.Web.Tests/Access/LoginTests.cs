using System.Net;
using System.Net.Http.Headers;
using Dashboard.Web.Access;
using Dashboard.Web.Tests.Support;

namespace Dashboard.Web.Tests.Access;

public sealed class LoginTests(ClosedApp closed) : IClassFixture<ClosedApp>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static FormUrlEncodedContent Form(string token, string returnUrl = "/") => new(new Dictionary<string, string> { ["token"] = token, ["returnUrl"] = returnUrl });

    [Fact]
    public async Task Page_WithoutToken_LeadsToLoginAndBack()
    {
        using var browser = closed.Stranger();
        browser.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        using var asked = await browser.GetAsync("/runs?q=a%26b", Cancellation);
        Assert.Equal("/login?returnUrl=%2Fruns%3Fq%3Da%2526b", asked.Headers.Location!.OriginalString);

        using var page = await browser.GetAsync(asked.Headers.Location, Cancellation);
        Assert.Contains("value=\"/runs?q=a%26b\"", await page.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);

        using var done = await browser.PostAsync("/login", Form(ClosedApp.Token, "/runs?q=a%26b"), Cancellation);
        Assert.Equal((HttpStatusCode.Redirect, "/runs?q=a%26b"), (done.StatusCode, done.Headers.Location!.OriginalString));
        var cookie = Assert.Single(done.Headers.GetValues("Set-Cookie"));
        Assert.Contains("httponly", cookie, StringComparison.Ordinal);
        Assert.Contains("samesite=lax", cookie, StringComparison.Ordinal);
        Assert.DoesNotContain(ClosedApp.Token, cookie, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/api/runs", Cancellation)).StatusCode);
    }

    [Fact]
    public async Task Link_WithToken_LogsIn()
    {
        using var browser = closed.Stranger();
        using var answer = await browser.GetAsync($"/login?token={ClosedApp.Token}", Cancellation);
        Assert.Equal("/", answer.Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/", Cancellation)).StatusCode);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("/\t/evil.example")]
    [InlineData("\\\\evil.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/é")]
    [InlineData("/\r\nSet-Cookie: a=b")]
    [InlineData(" //evil.example")]
    public async Task ReturnUrl_ThatIsNotLocal_LeadsHome(string url)
    {
        using var browser = closed.Stranger();
        using var answer = await browser.PostAsync("/login", Form(ClosedApp.Token, url), Cancellation);
        Assert.Equal("/", answer.Headers.Location!.OriginalString);
        using var again = await browser.GetAsync($"/login?returnUrl={Uri.EscapeDataString(url)}", Cancellation);
        Assert.Equal("/", again.Headers.Location!.OriginalString);
    }

    [Theory]
    [InlineData("made up")]
    [InlineData("CfDJ8AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task ForgedCookie_IsRefused(string value)
    {
        using var browser = closed.Stranger();
        browser.DefaultRequestHeaders.Add("Cookie", $"{AccessCookie.Name}={value}");
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/api/runs", Cancellation)).StatusCode);
    }

    [Fact]
    public async Task Cookie_AfterARestart_IsValidUntilTheTokenChanges()
    {
        var folder = Directory.CreateTempSubdirectory("dashboard-keys-").FullName;
        try
        {
            string cookie;
            using (var first = Start(ClosedApp.Token))
                cookie = (await Client(first).GetAsync($"/login?token={ClosedApp.Token}", Cancellation)).Headers.GetValues("Set-Cookie").Single().Split(';')[0];
            using (var second = Start(ClosedApp.Token)) Assert.Equal(200, await Status(second, cookie));
            using (var changed = Start(ClosedApp.Token + "2")) Assert.Equal(401, await Status(changed, cookie));
            if (!OperatingSystem.IsWindows())
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.Combine(folder, "keys")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        TestApp Start(string token) => new() { Folder = folder, Settings = { ["Access:Token"] = token } };
        HttpClient Client(TestApp app) => app.CreateClient(new() { AllowAutoRedirect = false, HandleCookies = false });
        async Task<int> Status(TestApp app, string cookie)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/runs");
            request.Headers.Add("Cookie", cookie);
            return (int)(await Client(app).SendAsync(request, Cancellation)).StatusCode;
        }
    }

    [Fact]
    public async Task Bearer_WithTheToken_IsLetInToTheHubToo()
    {
        using var script = closed.Script();
        Assert.Equal(HttpStatusCode.OK, (await script.GetAsync("/api/runs", Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await script.PostAsync("/hubs/runs/negotiate?negotiateVersion=1", null, Cancellation)).StatusCode);
        var origin = closed.Address.GetLeftPart(UriPartial.Authority);
        Assert.Equal(101, await RawHttp.StatusAsync(closed.Address, RawHttp.Upgrade(closed.Address, "/hubs/runs", origin, $"Authorization: Bearer {ClosedApp.Token}\r\n")));
        Assert.Equal(401, await RawHttp.StatusAsync(closed.Address, RawHttp.Upgrade(closed.Address, "/hubs/runs", origin)));
        Assert.Equal(401, await RawHttp.StatusAsync(closed.Address, RawHttp.Upgrade(closed.Address, "/_blazor", origin)));
    }

    [Fact]
    public async Task Guessing_IsThrottledWithoutLockingCookiesOut()
    {
        using var own = new ClosedApp();
        using var browser = own.Stranger();
        await browser.PostAsync("/login", Form(ClosedApp.Token), Cancellation);
        using var guesser = own.Stranger();
        for (var i = 0; i < 5; i++) Assert.Equal(HttpStatusCode.Unauthorized, (await guesser.PostAsync("/login", Form($"guess {i}"), Cancellation)).StatusCode);
        foreach (var answer in new[]
        {
            await guesser.PostAsync("/login", Form("guess"), Cancellation),
            await guesser.PostAsync("/login", Form(ClosedApp.Token), Cancellation),
            await guesser.GetAsync($"/login?token={ClosedApp.Token}", Cancellation),
            await guesser.SendAsync(new(HttpMethod.Get, "/api/runs") { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", ClosedApp.Token) } }, Cancellation),
        })
        {
            Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
            Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 10);
        }
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/api/runs", Cancellation)).StatusCode);
    }

    [Fact]
    public async Task Server_ThatListensElsewhere_AsksForATokenItMakes()
    {
        using var app = new TestApp { Settings = { ["urls"] = "http://0.0.0.0:5000" } };
        Assert.Equal(401, (await app.Send("GET", "/api/runs")).Status);
        using var loopback = new TestApp { Settings = { ["urls"] = "http://localhost:5000" } };
        Assert.Equal(200, (await loopback.Send("GET", "/api/runs")).Status);
    }

    [Theory]
    [InlineData("fifteen-letters")]
    [InlineData("with spaces in between")]
    [InlineData("nicht-nur-ASCII-ä")]
    public void Token_ThatIsNoGood_IsRefusedWithoutRepeatingIt(string token)
    {
        var problem = Assert.Single(new AccessOptions { Token = token }.Problems());
        Assert.Contains("Access:Token must be 16 to 512", problem, StringComparison.Ordinal);
        Assert.DoesNotContain(token, problem, StringComparison.Ordinal);
        Assert.Empty(new AccessOptions().Problems());
    }
}
