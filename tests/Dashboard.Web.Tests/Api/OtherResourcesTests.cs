using System.Text.Json;
using Dashboard.Web.Tests.Support;

namespace Dashboard.Web.Tests.Api;

public sealed class OtherResourcesTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task PostStudy_Deck_LaunchesSixteenRuns()
    {
        await using var own = new TestApp();
        var (status, study, response) = await own.Send("POST", "/api/studies", """{"protocol":"notebook","seeds":[1,2]}""");
        Assert.Equal(201, status);
        Assert.InRange(study.GetProperty("progress").GetProperty("etaSeconds").GetDouble(), 1, 1e5);
        Assert.Equal($"/api/studies/{study.GetProperty("id").GetString()}", response.Headers.Location!.ToString());
        Assert.Equal(16, study.GetProperty("runs").GetArrayLength());
        Assert.Equal(16 * 27 * 2 * 2, study.GetProperty("progress").GetProperty("trialsTotal").GetInt32());
        foreach (var run in own.Runs.Studies().Single().RunIds) own.Runs.Cancel(run);
    }

    [Fact]
    public async Task PostStudy_BadFields_AreNamed()
    {
        var (status, problem, _) = await app.Send("POST", "/api/studies", """{"preset":"all","seeds":[],"protocol":"x"}""");
        Assert.Equal(400, status);
        Assert.Equal(["preset", "protocol", "seeds"], problem.GetProperty("errors").EnumerateObject().Select(e => e.Name).Order());
    }

    [Fact]
    public async Task GetSequences_NotebookSimple_GivesCPythonsNumbers()
    {
        // random.seed(42): the first randint(-50, 50) of CPython is 31, the second −36.
        var (status, set, _) = await app.Send("GET", "/api/sequences?protocol=notebook&length=2&count=3");
        Assert.Equal(200, status);
        Assert.Equal(31, set.GetProperty("inputs")[0][0].GetDouble());
        Assert.Equal((3, 3, 2), (set.GetProperty("inputs").GetArrayLength(), set.GetProperty("outputs").GetArrayLength(), set.GetProperty("correlations").GetArrayLength()));
    }

    [Theory]
    [InlineData("length=1", "length")]
    [InlineData("count=0", "count")]
    [InlineData("count=1000&length=1000", "count")]
    [InlineData("sequence=other", "sequence")]
    [InlineData("sequence=adding", "sequence")]
    [InlineData("low=5&high=5", "low")]
    [InlineData("seed=-1", "seed")]
    [InlineData("noise=Infinity", "noise")]
    public async Task GetSequences_BadQuery_IsNamed(string query, string field)
    {
        var (status, problem, _) = await app.Send("GET", $"/api/sequences?{query}");
        Assert.Equal(400, status);
        Assert.True(problem.GetProperty("errors").TryGetProperty(field, out _), problem.ToString());
    }

    [Fact]
    public async Task GetPublished_FirstPanel_GivesTheFilesFirstRow()
    {
        var (_, points, _) = await app.Send("GET", "/api/published?sequence=realistic&noise=0&standardize=false");
        Assert.Equal(27, points.GetArrayLength());
        Assert.Equal(18.757, points[0].GetProperty("rnnMad").GetDouble(), 2);
    }

    [Fact]
    public async Task GetPublished_OtherNoise_SaysWhatWasPublished() =>
        Assert.Contains("0, 2, 4 and 6", (await app.Send("GET", "/api/published?noise=3")).Body.GetProperty("errors").GetProperty("noise")[0].GetString());

    [Fact]
    public async Task GetOpenApi_RunRequest_StatesTheLimits()
    {
        var (status, document, _) = await app.Send("GET", "/openapi/v1.json");
        Assert.Equal(200, status);
        Assert.Contains("1 to 128", document.GetProperty("components").GetProperty("schemas").GetProperty("RunRequest").GetProperty("properties")
            .GetProperty("hiddenSize").GetProperty("description").GetString());
    }

    [Fact]
    public async Task GetOpenApi_Numbers_AreNumbersAlone()
    {
        var (_, document, _) = await app.Send("GET", "/openapi/v1.json");
        var numbers = 0;
        Walk(document);
        Assert.InRange(numbers, 40, int.MaxValue);

        void Walk(JsonElement element)
        {
            if (element.ValueKind == JsonValueKind.Array) foreach (var item in element.EnumerateArray()) Walk(item);
            if (element.ValueKind != JsonValueKind.Object) return;
            if (element.TryGetProperty("type", out var type) && type.ToString() is var types && (types.Contains("integer") || types.Contains("number")))
            {
                Assert.DoesNotContain("string", types);
                Assert.False(element.TryGetProperty("pattern", out _));
                numbers++;
            }
            foreach (var property in element.EnumerateObject()) Walk(property.Value);
        }
    }

    [Fact]
    public async Task GetHealthz_Always_Answers() => Assert.Equal(200, (await app.Send("GET", "/healthz")).Status);

    [Fact]
    public async Task Put_Runs_Is405Problem()
    {
        var (status, _, response) = await app.Send("PUT", "/api/runs", "{}");
        Assert.Equal((405, "application/problem+json"), (status, response.Content.Headers.ContentType?.MediaType));
    }
}
