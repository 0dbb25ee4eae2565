using Dashboard.Web.Tests.Support;

namespace Dashboard.Web.Tests.Api;

public sealed class ExportTests(TestApp app) : IClassFixture<TestApp>
{
    private async Task<string> Ended(string name)
    {
        var id = await app.Launch(new { lengths = new[] { 2, 3 }, trainCount = 8, validationCount = 4, name });
        await app.When(id, r => r.IsEnded);
        return id;
    }

    [Theory]
    [InlineData("csv", "text/csv", ".csv")]
    [InlineData("json", "application/json", ".json")]
    [InlineData("html", "text/html", ".html")]
    [InlineData("md", "text/markdown", ".md")]
    [InlineData("tex", "application/x-tex", ".tex")]
    [InlineData("svg", "image/svg+xml", "-gradient.svg")]
    public async Task Get_EveryFormat_IsAnAttachmentOfItsType(string format, string type, string end)
    {
        var id = await Ended("Small <run>");
        foreach (var path in new[] { $"/api/runs/{id}/export?", $"/api/compare/export?runs={id},published:simple-0-raw&" })
        {
            var (status, _, response) = await app.Send("GET", $"{path}format={format}&chart=gradient&band=range");
            Assert.Equal((200, type, "attachment"), (status, response.Content.Headers.ContentType!.MediaType, response.Content.Headers.ContentDisposition!.DispositionType));
            Assert.EndsWith(end, response.Content.Headers.ContentDisposition.FileName!.Trim('"'));
        }
    }

    [Fact]
    public async Task Get_Comparison_HoldsItsRunsAndThePublishedResult()
    {
        var text = await app.CreateClient().GetStringAsync($"/api/compare/export?runs={await Ended("=1+1")},published:simple-0-raw&from=2&to=3");
        Assert.Contains(",'=1+1,rnn,2,1.5,", text);
        Assert.Contains("\"Published: simple, no noise, raw inputs\",lstm,3,", text);
        Assert.DoesNotContain(",rnn,4,", text);
    }

    [Theory]
    [InlineData("/api/compare/export", 400)]
    [InlineData("/api/compare/export?runs=0198", 404)]
    [InlineData("/api/compare/export?runs=published:simple-0-raw&format=exe", 400)]
    [InlineData("/api/runs/00000000000000000000000000000000/export", 404)]
    public async Task Get_NothingToExport_SaysWhy(string path, int expected)
    {
        var (status, problem, _) = await app.Send("GET", path);
        Assert.Equal(expected, status);
        Assert.True(problem.TryGetProperty("detail", out _));
    }
}
