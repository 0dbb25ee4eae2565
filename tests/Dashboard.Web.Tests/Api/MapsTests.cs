using Dashboard.Web.Tests.Support;

namespace Dashboard.Web.Tests.Api;

public sealed class MapsTests(TestApp app) : IClassFixture<TestApp>
{
    private static object Body => new
    {
        name = "a map",
        map = new
        {
            setting = "noise", values = new[] { 0, 2.5 },
            run = new { lengths = new[] { 2, 3 }, models = new[] { "lstm" }, seeds = new[] { 1, 2, 3 }, trainCount = 8, validationCount = 4 },
        },
    };

    private async Task<string> Launch()
    {
        var (status, study, _) = await app.Send("POST", "/api/studies", Body);
        Assert.True(status == 201, study.ToString());
        var id = study.GetProperty("id").GetString()!;
        foreach (var run in app.Runs.FindStudy(id)!.Value.Study.RunIds) await app.When(run, r => r.IsEnded);
        return id;
    }

    [Fact]
    public async Task PostStudy_Map_LaunchesARunARow()
    {
        var (status, study, _) = await app.Send("POST", "/api/studies", Body);
        Assert.Equal(201, status);
        Assert.Equal("map", study.GetProperty("preset").GetString());
        Assert.Equal("noise", study.GetProperty("setting").GetString());
        Assert.Equal([0, 2.5], study.GetProperty("runs").EnumerateArray().Select(r => r.GetProperty("noise").GetDouble()));
        Assert.Equal(12, study.GetProperty("progress").GetProperty("trialsTotal").GetInt32());
    }

    [Theory]
    [InlineData("""{"map":{"setting":"x","values":[1,1],"run":{"lengths":[1],"epochs":"a"}}}""", "map.run.epochs,map.run.lengths,map.setting,map.values")]
    [InlineData("""{"map":{"values":"2","rows":3}}""", "map.rows,map.values")]
    [InlineData("""{"map":4}""", "map")]
    [InlineData("""{"preset":"deck","map":{}}""", "preset")]
    [InlineData("""{"seeds":[],"map":{"run":{"models":["x"]}}}""", "map.run.models,seeds")]
    [InlineData("""{"seeds":[1],"map":{"run":{"seeds":[1]}}}""", "seeds")]
    public async Task PostStudy_BadMap_NamesTheFields(string body, string fields)
    {
        var (status, problem, _) = await app.Send("POST", "/api/studies", body);
        Assert.Equal(400, status);
        Assert.Equal(fields.Split(','), problem.GetProperty("errors").EnumerateObject().Select(e => e.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task GetMap_Trained_GivesCellsWithTheirSeeds()
    {
        var id = await Launch();
        var (status, map, _) = await app.Send("GET", $"/api/studies/{id}/map");
        Assert.Equal(200, status);
        Assert.Equal(("noise", 5.0, 4), (map.GetProperty("setting").GetString(), map.GetProperty("threshold").GetDouble(), map.GetProperty("cells").GetArrayLength()));
        var cell = map.GetProperty("cells")[0];
        // The scripted trainer's best epoch has 1.5.
        Assert.Equal((3, 3, 1.5), (cell.GetProperty("solved").GetInt32(), cell.GetProperty("of").GetInt32(), cell.GetProperty("medianScore").GetDouble()));
        Assert.Equal([1L, 2, 3], cell.GetProperty("seeds").EnumerateArray().Select(s => s.GetProperty("seed").GetInt64()));
        var (_, strict, _) = await app.Send("GET", $"/api/studies/{id}/map?under=1.5");
        Assert.Equal(0, strict.GetProperty("cells")[0].GetProperty("solved").GetInt32());
    }

    [Fact]
    public async Task PostSeeds_OfACell_TrainsTheNextOnes()
    {
        var id = await Launch();
        var (status, run, _) = await app.Send("POST", $"/api/studies/{id}/seeds", """{"model":"lstm","length":3,"value":2.5,"count":4}""");
        Assert.Equal(201, status);
        Assert.Equal([4L, 5, 6, 7], run.GetProperty("spec").GetProperty("seeds").EnumerateArray().Select(s => s.GetInt64()));
        await app.When(run.GetProperty("id").GetString()!, r => r.IsEnded);
        var (_, map, _) = await app.Send("GET", $"/api/studies/{id}/map");
        Assert.Equal([3, 3, 3, 7], map.GetProperty("cells").EnumerateArray().Select(c => c.GetProperty("of").GetInt32()));
    }

    [Theory]
    [InlineData("""{"model":"gru","length":3,"value":2.5}""", 404)]
    [InlineData("""{"model":"lstm","length":3}""", 404)]
    [InlineData("""{"model":"lstm","length":3,"value":0,"count":98}""", 409)]
    [InlineData("""{"model":"lstm","value":0,"count":0}""", 400)]
    public async Task PostSeeds_WhereThereIsNoCellOrNoRoom_IsRefused(string body, int expected) =>
        Assert.Equal(expected, (await app.Send("POST", $"/api/studies/{await Launch()}/seeds", body)).Status);

    [Fact]
    public async Task Export_Csv_HasALineACell()
    {
        var (_, _, response) = await app.Send("GET", $"/api/studies/{await Launch()}/export?under=2");
        var lines = (await response.Content.ReadAsStringAsync()).TrimStart('\uFEFF').TrimEnd('\n').Split('\n');
        Assert.Equal("text/csv", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("model,noise,length,threshold,seeds,solved,share,low95,high95,medianScore,seedsExpected", lines[0]);
        Assert.Equal(5, lines.Length);
        Assert.StartsWith("lstm,2.5,3,2,3,3,1,0.438", lines[4], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_Svg_IsWellFormedAndSaysWhatItShows()
    {
        var (_, _, response) = await app.Send("GET", $"/api/studies/{await Launch()}/export?format=svg&shown=median");
        var drawing = System.Xml.Linq.XDocument.Parse(await response.Content.ReadAsStringAsync()).Root!;
        Assert.Equal("svg", drawing.Name.LocalName);
        Assert.Contains("Median MAD of 3 seeds", drawing.Value, StringComparison.Ordinal);
        Assert.Equal(4, drawing.Descendants().Count(e => e.Name.LocalName == "rect" && e.HasElements));
    }

    [Fact]
    public async Task Map_OfADeckStudy_IsRefused()
    {
        var (_, study, _) = await app.Send("POST", "/api/studies", """{"seeds":[1]}""");
        var id = study.GetProperty("id").GetString();
        Assert.Equal(409, (await app.Send("GET", $"/api/studies/{id}/map")).Status);
        Assert.Equal(404, (await app.Send("POST", $"/api/studies/{id}/seeds", """{"model":"lstm","length":2}""")).Status);
        Assert.Equal(404, (await app.Send("GET", "/api/studies/0196f0c2a7d47cc8b0a3d0c5e4b1f2a3/map")).Status);
        foreach (var run in app.Runs.FindStudy(id!)!.Value.Study.RunIds) app.Runs.Cancel(run);
    }

    [Fact]
    public async Task GetOpenApi_Map_IsDescribed()
    {
        var (_, document, _) = await app.Send("GET", "/openapi/v1.json");
        var map = document.GetProperty("components").GetProperty("schemas").GetProperty("MapRequest").GetProperty("properties");
        Assert.Contains("forgetBias", Said("setting"), StringComparison.Ordinal);
        Assert.Contains("2 to 20", Said("values"), StringComparison.Ordinal);

        string Said(string field) => map.GetProperty(field) is var at && at.TryGetProperty("description", out var text) ? text.GetString()! : "";
    }
}
