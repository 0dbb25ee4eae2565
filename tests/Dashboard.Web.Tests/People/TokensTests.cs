using System.Net;
using Dashboard.Web.Access;
using Dashboard.Web.Live;
using Dashboard.Web.People;
using Dashboard.Web.Tests.Support;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Web.Tests.People;

/// <summary>Tokens with names: how they are made, used and ended, and what a lab without any does.</summary>
public sealed class TokensTests(NamedApp lab) : IClassFixture<NamedApp>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static FormUrlEncodedContent Form(string token) => new(new Dictionary<string, string> { ["token"] = token });

    [Fact]
    public async Task Token_Made_IsShownOnceAndStoredAsAHash()
    {
        using var admin = lab.Script("Ada");
        await lab.MakeAsync(admin, "Once", Role.Viewer);
        var secret = lab.SecretOf("Once");

        Assert.StartsWith("lab_", secret, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, await admin.GetStringAsync("/api/tokens", Cancellation), StringComparison.Ordinal);
        Assert.DoesNotContain(secret, await admin.GetStringAsync("/api/audit", Cancellation), StringComparison.Ordinal);
        foreach (var file in Directory.EnumerateFiles(lab.App.DataFolder, "*.db"))
        {
            using var shared = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var bytes = new MemoryStream();
            await shared.CopyToAsync(bytes, Cancellation);
            Assert.Equal(-1, bytes.ToArray().AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(secret[4..])));
        }
    }

    [Fact]
    public async Task Login_WithANamedToken_IsThatPersonUntilItIsRevoked()
    {
        using var admin = lab.Script("Ada");
        await lab.MakeAsync(admin, "Lou", Role.Member);
        using var browser = lab.Stranger();
        using var done = await browser.PostAsync("/login", Form(lab.SecretOf("Lou")), Cancellation);
        Assert.Equal(HttpStatusCode.Redirect, done.StatusCode);
        Assert.DoesNotContain(lab.SecretOf("Lou"), done.Headers.GetValues("Set-Cookie").Single(), StringComparison.Ordinal);
        Assert.Equal("Lou", (await NamedApp.SendAsync(browser, "GET", "/api/me")).Body.GetProperty("name").GetString());
        Assert.Contains("Lou", await browser.GetStringAsync("/access", Cancellation), StringComparison.Ordinal);

        Assert.Equal(200, (await NamedApp.SendAsync(admin, "DELETE", $"/api/tokens/{lab.IdOf("Lou")}")).Status);

        Assert.Equal(401, (await NamedApp.SendAsync(browser, "GET", "/api/me")).Status);
        Assert.Equal(401, (await lab.SendAsync("Lou", "GET", "/api/runs")).Status);
        using var again = await browser.PostAsync("/login", Form(lab.SecretOf("Lou")), Cancellation);
        Assert.Equal(HttpStatusCode.Unauthorized, again.StatusCode);
        // The name is free again, and whoever gets it owns what Lou owned.
        await lab.MakeAsync(admin, "Lou", Role.Viewer);
    }

    [Fact]
    public async Task Login_LeftByItsForm_IsOver()
    {
        using var browser = lab.Stranger();
        await browser.PostAsync("/login", Form(lab.SecretOf("Mia")), Cancellation);
        Assert.Equal(200, (await NamedApp.SendAsync(browser, "GET", "/api/me")).Status);

        using var left = await browser.PostAsync("/login", new FormUrlEncodedContent([new("leave", "yes")]), Cancellation);

        Assert.Equal("/login", left.Headers.Location!.OriginalString);
        Assert.Equal(401, (await NamedApp.SendAsync(browser, "GET", "/api/me")).Status);
    }

    [Fact]
    public async Task Revoked_Token_EndsItsStreamsAndHubs()
    {
        using var admin = lab.Script("Ada");
        await lab.MakeAsync(admin, "Eve", Role.Viewer);
        var (_, held) = await NamedApp.SendAsync(admin, "POST", "/api/runs", TestApp.Held);
        var id = held.GetProperty("id").GetString();
        using var script = lab.Script("Eve");
        using var events = await script.GetAsync($"/api/runs/{id}/events", HttpCompletionOption.ResponseHeadersRead, Cancellation);
        await using var stream = await events.Content.ReadAsStreamAsync(Cancellation);
        await using var hub = new HubConnectionBuilder().WithUrl(new Uri(lab.Address, LiveServices.HubPath), o => o.AccessTokenProvider = () => Task.FromResult<string?>(lab.SecretOf("Eve"))).Build();
        var closed = new TaskCompletionSource();
        hub.Closed += _ =>
        {
            closed.SetResult();
            return Task.CompletedTask;
        };
        await hub.StartAsync(Cancellation);

        await NamedApp.SendAsync(admin, "DELETE", $"/api/tokens/{lab.IdOf("Eve")}");

        await closed.Task.WaitAsync(TestApp.Patience, Cancellation);
        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            var buffer = new byte[4096];
            while (await stream.ReadAsync(buffer, Cancellation).AsTask().WaitAsync(TestApp.Patience, Cancellation) > 0)
            {
            }
        });
        await NamedApp.SendAsync(admin, "POST", $"/api/runs/{id}/cancel");
    }

    [Theory]
    [InlineData("", "member", "name")]
    [InlineData("  ", "member", "name")]
    [InlineData("a\u0007b", "member", "name")]
    [InlineData("12345678901234567890123456789012345678901", "member", "name")]
    [InlineData("MAX", "member", "name")]
    [InlineData("lab token", "member", "name")]
    [InlineData("New", "owner", "role")]
    [InlineData("New", null, "role")]
    [InlineData(null, "member", "name")]
    public async Task Token_OfAWrongNameOrRole_IsRefusedByField(string? name, string? role, string field)
    {
        var (status, problem) = await lab.SendAsync("Ada", "POST", "/api/tokens", new { name, role });
        Assert.Equal(400, status);
        Assert.True(problem.GetProperty("errors").TryGetProperty(field, out _), problem.ToString());
    }

    [Fact]
    public async Task OpenLab_WithoutTokens_AsksNothingAndNotesNothing()
    {
        using var app = new TestApp();
        var (status, me, _) = await app.Send("GET", "/api/me");
        Assert.Equal((200, "admin"), (status, me.GetProperty("role").GetString()));
        var id = await app.Launch();
        Assert.Equal(System.Text.Json.JsonValueKind.Null, (await app.Send("GET", $"/api/runs/{id}")).Body.GetProperty("launchedBy").ValueKind);
        Assert.Equal(204, (await app.Send("DELETE", $"/api/runs/{id}")).Status);
        Assert.Equal(0, (await app.Send("GET", "/api/audit")).Body.GetProperty("total").GetInt32());
        Assert.Empty((await app.Send("GET", "/api/runs")).Body.GetProperty("launchers").EnumerateArray());
    }

    [Fact]
    public async Task OpenLab_WithItsFirstToken_AsksEverybodyAndIsOpenAgainWithoutIt()
    {
        using var folder = new TempFolder();
        string secret, id;
        using (var app = new TestApp { Folder = folder.Path })
        {
            Assert.Equal(400, (await app.Send("POST", "/api/tokens", new { name = "Max", role = "member" })).Status);
            var (status, made, response) = await app.Send("POST", "/api/tokens", new { name = "Ada", role = "admin" });
            Assert.Equal((201, true), (status, response.Headers.CacheControl!.NoStore));
            (secret, id) = (made.GetProperty("secret").GetString()!, made.GetProperty("token").GetProperty("id").GetString()!);
            Assert.Equal(401, (await app.Send("GET", "/api/runs")).Status);
            Assert.Equal(401, (await app.Send("POST", "/api/tokens", new { name = "Eve", role = "admin" })).Status);
        }
        // After a restart too.
        using var restarted = new TestApp { Folder = folder.Path };
        Assert.Equal(401, (await restarted.Send("GET", "/api/runs")).Status);
        using var ada = restarted.CreateClient();
        ada.DefaultRequestHeaders.Authorization = new("Bearer", secret);
        Assert.Equal(201, (await NamedApp.SendAsync(ada, "POST", "/api/tokens", new { name = "Max", role = "member" })).Status);
        // Nobody could make another.
        Assert.Equal(409, (await NamedApp.SendAsync(ada, "DELETE", $"/api/tokens/{id}")).Status);
        var (_, tokens) = await NamedApp.SendAsync(ada, "GET", "/api/tokens");
        Assert.Equal(["Max", "Ada"], tokens.EnumerateArray().Select(t => t.GetProperty("name").GetString()));
        foreach (var token in tokens.EnumerateArray()) Assert.Equal(200, (await NamedApp.SendAsync(ada, "DELETE", $"/api/tokens/{token.GetProperty("id").GetString()}")).Status);
        Assert.Equal(200, (await restarted.Send("GET", "/api/runs")).Status);
        var lines = (await restarted.Send("GET", "/api/audit")).Body.GetProperty("items").EnumerateArray().Select(l => $"{l.GetProperty("by").GetString()} {l.GetProperty("deed").GetString()}");
        Assert.Equal(["Ada revokeToken", "Ada revokeToken", "Ada makeToken", " makeToken"], lines);
    }

    [Fact]
    public async Task Browsers_OnAnOpenLab_AreToldApartByACookieNoScriptReads()
    {
        using var app = new TestApp();
        List<string> keys = [];
        foreach (var _ in new[] { 1, 2 })
        {
            using var browser = app.CreateClient();
            using var asked = new HttpRequestMessage(HttpMethod.Get, "/runs") { Headers = { Accept = { new("text/html") } } };
            using var page = await browser.SendAsync(asked, Cancellation);
            var cookie = Assert.Single(page.Headers.GetValues("Set-Cookie"), c => c.StartsWith(BrowserId.Name, StringComparison.Ordinal));
            Assert.Contains("httponly", cookie, StringComparison.Ordinal);
            Assert.Contains("samesite=lax", cookie, StringComparison.Ordinal);
            for (var i = 0; i < 2; i++)
            {
                var (_, run) = await NamedApp.SendAsync(browser, "POST", "/api/runs", TestApp.Held);
                keys.Add(app.Runs.Find(run.GetProperty("id").GetString()!)!.LaunchedBy!.Key);
            }
            // What is kept of it opens nothing and is no cookie.
            Assert.DoesNotContain(cookie.Split('=', ';')[1], keys[^1], StringComparison.Ordinal);
        }
        Assert.Equal((keys[0], keys[2]), (keys[1], keys[3]));
        Assert.NotEqual(keys[0], keys[2]);
        Assert.Equal([2, 2], app.Runs.Turns.Select(t => t.RunIds.Count));
        foreach (var forged in new[] { "short", new string('a', 4000), "äääääääääääääääääääääää", "0123456789012345678901234567" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/me") { Headers = { { "Cookie", $"{BrowserId.Name}={forged}" } } };
            using var answer = await app.CreateClient().SendAsync(request, Cancellation);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }
}
