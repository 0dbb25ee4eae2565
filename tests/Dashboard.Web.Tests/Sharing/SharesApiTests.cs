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
    [InlineData("""{"kind":"run","target":"x","frozen":"yes"}""", "frozen")]
    public async Task Post_BadField_IsNamed(string body, string field)
    {
        var (status, problem, _) = await app.Send("POST", "/api/shares", body);
        Assert.Equal(400, status);
        Assert.True(problem.GetProperty("errors").TryGetProperty(field, out _), problem.ToString());
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
