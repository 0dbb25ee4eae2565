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
    public async Task Get_NameOfAnotherScript_IsTheFilesName()
    {
        var (_, _, response) = await app.Send("GET", $"/api/runs/{await Ended("Größe 大きさ")}/export");
        Assert.Equal("größe-大きさ.csv", response.Content.Headers.ContentDisposition!.FileNameStar);
        Assert.True(response.Content.Headers.ContentDisposition.FileName!.All(char.IsAscii));
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

    [Theory]
    [InlineData("from=3&to=3", "to")]
    [InlineData("from=-1e308&to=1e308", "from")]
    [InlineData("from=3", "to")]
    [InlineData("seeds=99", "seeds")]
    [InlineData("band=wide", "band")]
    [InlineData("mad=on", "mad")]
    public async Task Get_AddressThatCannotBeRead_NamesTheField(string query, string field)
    {
        var id = await Ended("unread");
        foreach (var path in new[] { $"/api/runs/{id}/export?{query}", $"/api/compare/export?runs={id}&{query}" })
        {
            var (status, problem, _) = await app.Send("GET", path);
            Assert.Equal(400, status);
            Assert.StartsWith("Must be", problem.GetProperty("errors").GetProperty(field)[0].GetString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Get_RunsThatAreMissingOrTooMany_AreNamed()
    {
        var id = await Ended("here");
        var (status, problem, _) = await app.Send("GET", $"/api/compare/export?runs={id},00000000000000000000000000000000,published:simple-9-raw");
        Assert.Equal(404, status);
        Assert.Contains("00000000000000000000000000000000, published:simple-9-raw", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        (status, problem, _) = await app.Send("GET", $"/api/compare/export?runs={id},{string.Join(',', Enumerable.Range(1, 10).Select(i => $"r{i}"))}");
        Assert.Equal(400, status);
        Assert.Equal("Must name at most 10; it names 11.", problem.GetProperty("errors").GetProperty("runs")[0].GetString());
    }
}
