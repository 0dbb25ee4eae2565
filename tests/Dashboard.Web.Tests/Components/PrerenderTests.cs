using System.Net;
using System.Text.RegularExpressions;
using Dashboard.Web.Tests.Support;

namespace Dashboard.Web.Tests.Components;

/// <summary>What the server sends before any script runs.</summary>
public sealed partial class PrerenderTests(TestApp shared) : IClassFixture<TestApp>
{
    [Fact]
    public async Task Home_NoRuns_AsksTheQuestionOverThePublishedResult()
    {
        using var app = new TestApp();
        var page = await app.CreateClient().GetStringAsync("/");
        Assert.Contains("How far back can a recurrent network remember?", page);
        Assert.Contains("RNN, published: from 0.9 at length 2 to 30.3 at length 45.", page);
        Assert.Contains("54 trials", page);
    }

    [Fact]
    public async Task Run_Finished_IsCompleteInTheFirstResponse()
    {
        var id = await shared.Launch();
        await shared.When(id, r => r.IsEnded);
        var page = await shared.CreateClient().GetStringAsync($"/runs/{id}?tab=configuration");
        Assert.Contains("4 of 4 trials done", page);
        Assert.Contains("LSTM: from 1.5 at length 2 to 1.5 at length 3", page);
        Assert.Contains("Validation sequences", page);
    }

    [Theory]
    [InlineData("/runs/nothing")]
    [InlineData("/no/such/page")]
    public async Task Page_Unknown_Is404WithAWayOn(string path)
    {
        var response = await shared.CreateClient().GetAsync(path);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("There is no such page", await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("theme=dark", "<html lang=\"en\" data-theme=\"dark\">")]
    [InlineData("theme=\"><script>", "<html lang=\"en\">")]
    [InlineData("", "<html lang=\"en\">")]
    public async Task Theme_FromCookie_IsInTheFirstBytes(string cookie, string expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        if (cookie.Length > 0) request.Headers.Add("Cookie", cookie);
        Assert.Contains(expected, await (await shared.CreateClient().SendAsync(request)).Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Page_Any_RunsUnderAPolicyWithoutInlineScripts()
    {
        var page = await shared.CreateClient().GetStringAsync("/");
        Assert.All(Script().Matches(page), tag => Assert.Contains("src=", tag.Value));
        Assert.DoesNotMatch(@"\son\w+\s*=", page);
    }

    [GeneratedRegex("<script[^>]*>")]
    private static partial Regex Script();
}
