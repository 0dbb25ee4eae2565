using Dashboard.Web.Tests.Support;

namespace Dashboard.Web.Tests.Sharing;

public sealed class SharesApiTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task Post_Run_MakesALinkThatIsListedAndRevoked()
    {
        var id = await app.Launch();
        var (status, made, _) = await app.Send("POST", "/api/shares", new { kind = "run", target = $"{id}?seeds=off", title = " mine ", expiresAt = DateTime.UtcNow.AddDays(1) });
        Assert.Equal(201, status);
        Assert.Equal("http://localhost/s/" + made.GetProperty("token").GetString(), made.GetProperty("url").GetString());
        var share = made.GetProperty("share");
        Assert.Equal("mine", share.GetProperty("title").GetString());

        var listed = (await app.Send("GET", "/api/shares")).Body.EnumerateArray().Single(s => s.GetProperty("id").GetString() == share.GetProperty("id").GetString());
        Assert.True(listed.GetProperty("works").GetBoolean());
        var (gone, revoked, _) = await app.Send("DELETE", $"/api/shares/{share.GetProperty("id").GetString()}");
        Assert.Equal((200, false), (gone, revoked.GetProperty("works").GetBoolean()));
        Assert.Equal(404, (await app.Send("DELETE", "/api/shares/0123456789abcdef0123456789abcdef")).Status);
    }

    [Theory]
    [InlineData("""{"kind":"run","target":"0123456789abcdef0123456789abcdef"}""", "target")]
    [InlineData("""{"kind":"study","target":"../../etc"}""", "target")]
    [InlineData("""{"kind":"comparison","target":"?runs=a,b"}""", "target")]
    [InlineData("""{"kind":"other","target":"x"}""", "kind")]
    [InlineData("""{"kind":"0","target":"x"}""", "kind")]
    [InlineData("""{"kind":"run"}""", "target")]
    [InlineData("""{"kind":"run","target":"x","title":"a\u0000b"}""", "title")]
    [InlineData("""{"kind":"run","target":"x","expiresAt":"2001-01-01T00:00:00Z"}""", "expiresAt")]
    [InlineData("""{"kind":"run","target":"x","expiresAt":"tomorrow"}""", "expiresAt")]
    [InlineData("""{"kind":"run","target":"x","expiresAt":"03/02/2027"}""", "expiresAt")]
    [InlineData("""{"kind":"run","target":"x","expiresAt":"23:59"}""", "expiresAt")]
    [InlineData("""{"kind":"run","target":"x","expiresAt":"2030-01-31 12:00"}""", "expiresAt")]
    [InlineData("""{"kind":"run","target":"x","expiresAt":"Thu, 31 Jan 2030 12:00:00 GMT"}""", "expiresAt")]
    [InlineData("""{"kind":"run","target":"x","frozen":"yes"}""", "frozen")]
    public async Task Post_BadField_IsNamed(string body, string field)
    {
        var (status, problem, _) = await app.Send("POST", "/api/shares", body);
        Assert.Equal(400, status);
        Assert.True(problem.GetProperty("errors").TryGetProperty(field, out _), problem.ToString());
    }

    [Theory]
    [InlineData("2030-01-31", "2030-01-31T00:00:00Z")]
    [InlineData("2030-01-31T12:00Z", "2030-01-31T12:00:00Z")]
    [InlineData("2030-01-31T12:00:00", "2030-01-31T12:00:00Z")]
    [InlineData("2030-01-31T12:00:00.5+02:00", "2030-01-31T10:00:00.5Z")]
    public async Task Post_ExpiryInIso8601_IsThatTime(string text, string utc)
    {
        var (status, made, _) = await app.Send("POST", "/api/shares", new { kind = "run", target = await app.Launch(), expiresAt = text });
        Assert.Equal((201, utc), (status, made.GetProperty("share").GetProperty("expiresAt").GetString()));
    }

    [Fact]
    public async Task Post_ViewThatCannotBeShownWhole_IsRefused()
    {
        var id = await app.Launch();
        foreach (var (kind, target, words) in new[]
        {
            ("run", $"{id}?from=-1e308&to=1e308", "from: Must be a number, 0 to 1,000."),
            ("comparison", $"?runs={id},0123456789abcdef0123456789abcdef", "There is no run '0123456789abcdef0123456789abcdef'."),
            ("comparison", $"?runs={id},published:simple-9-raw", "runs: There is no published result 'published:simple-9-raw'."),
            ("comparison", $"?runs={string.Join(',', Enumerable.Range(0, 11))}", "runs: Must name at most 10; it names 11."),
        })
        {
            var (status, problem, _) = await app.Send("POST", "/api/shares", new { kind, target });
            Assert.Equal((400, words), (status, problem.GetProperty("errors").GetProperty("target")[0].GetString()));
        }
    }

    [Fact]
    public async Task Page_OfAComparisonWhoseRunWasDeleted_SaysSo()
    {
        var (a, b) = (await app.Launch(), await app.Launch());
        var made = (await app.Send("POST", "/api/shares", new { kind = "comparison", target = $"?runs={a},{b}" })).Body;
        await app.Send("DELETE", $"/api/runs/{b}");
        Assert.Contains("One run of this comparison is no longer there", await app.CreateClient().GetStringAsync("/s/" + made.GetProperty("token").GetString(), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_ComparisonAndStudy_OpenAsPages()
    {
        var (a, b) = (await app.Launch(), await app.Launch());
        var study = (await app.Send("POST", "/api/studies", new { preset = "deck", protocol = "slides" })).Body.GetProperty("id").GetString();
        foreach (var (request, words) in new (object, string)[]
        {
            (new { kind = "comparison", target = $"?runs={a},{b}" }, "2 runs compared"),
            (new { kind = "study", target = study }, "Simple"),
            (new { kind = "study", target = study, frozen = true }, "Simple"),
        })
        {
            var (status, made, _) = await app.Send("POST", "/api/shares", request);
            Assert.Equal(201, status);
            Assert.Contains(words, await app.CreateClient().GetStringAsync("/s/" + made.GetProperty("token").GetString(), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }
    }
}
