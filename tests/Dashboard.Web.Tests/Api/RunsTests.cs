using Dashboard.Engine.Runs;
using Dashboard.Web.Tests.Support;

namespace Dashboard.Web.Tests.Api;

public sealed class RunsTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task Post_SmallRun_IsCreatedAndEnds()
    {
        var (status, run, response) = await app.Send("POST", "/api/runs", TestApp.Small);
        Assert.Equal(201, status);
        var id = run.GetProperty("id").GetString()!;
        Assert.Equal($"/api/runs/{id}", response.Headers.Location!.ToString());
        Assert.Equal("small", run.GetProperty("name").GetString());
        Assert.Equal("slides", run.GetProperty("spec").GetProperty("protocol").GetString());
        await app.When(id, r => r.IsEnded);
        var (_, done, _) = await app.Send("GET", $"/api/runs/{id}");
        Assert.Equal("done", done.GetProperty("status").GetString());
        Assert.Equal(4, done.GetProperty("progress").GetProperty("trialsDone").GetInt32());
        Assert.Equal(1.5, done.GetProperty("summary")[0].GetProperty("mad")[0].GetDouble());
        // A MAD of 1.5 is under 5: one seed of one. Wilson: 1/(1 + z²) to 1.
        var solved = done.GetProperty("solved")[0];
        Assert.Equal((1, 1), (solved.GetProperty("solved")[0].GetInt32(), solved.GetProperty("seeds")[0].GetInt32()));
        Assert.Equal((0.2065, 1), (Math.Round(solved.GetProperty("low")[0].GetDouble(), 4), solved.GetProperty("high")[0].GetDouble()));
        var (_, trials, _) = await app.Send("GET", $"/api/runs/{id}/trials");
        Assert.True(trials[0].GetProperty("solved").GetBoolean());
        Assert.All((await app.CreateClient().GetStringAsync($"/api/runs/{id}/trials.csv")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries)[1..], l => Assert.EndsWith(",true,", l));
    }

    [Fact]
    public async Task Post_SpecOfARun_LaunchesTheSameRun()
    {
        var id = await app.Launch(new { lengths = new[] { 4 }, trainCount = 8, validationCount = 4, noise = 2.5, models = new[] { "gru" }, engine = "torch" });
        var (_, run, _) = await app.Send("GET", $"/api/runs/{id}");
        var again = await app.Launch(run.GetProperty("spec").GetRawText());
        Assert.Equal(app.Runs.Find(id)!.Spec, app.Runs.Find(again)!.Spec);
    }

    [Theory]
    [InlineData("""{"noise":"two"}""", "noise", "Must be a number.")]
    [InlineData("""{"epochs":1.5}""", "epochs", "Must be a whole number.")]
    [InlineData("""{"epochs":1e99}""", "epochs", "Must be a whole number.")]
    [InlineData("""{"epochs":99999999999999999999}""", "epochs", "Must be a whole number.")]
    [InlineData("""{"noise":1e999}""", "noise", "Must be 0 to 1,000.")]
    [InlineData("""{"standardize":"yes"}""", "standardize", "Must be true or false.")]
    [InlineData("""{"lengths":5}""", "lengths", "Must be a list of whole numbers.")]
    [InlineData("""{"lengths":[null]}""", "lengths", "Must be a list of whole numbers.")]
    [InlineData("""{"models":[1]}""", "models", "Must be a list of texts.")]
    [InlineData("""{"models":[null]}""", "models", "Each model must be rnn, lstm or gru.")]
    [InlineData("""{"name":"\ud800"}""", "name", "Must be a text.")]
    [InlineData("""{"na\ud800me":1}""", "body", "broken Unicode")]
    [InlineData("""{"protocol":"deck"}""", "protocol", "Must be slides or notebook.")]
    [InlineData("""{"Noise":1}""", "Noise", "There is no such field.")]
    [InlineData("""{"colour":"red"}""", "colour", "There is no such field.")]
    [InlineData("", "body", "Must be a JSON object")]
    [InlineData("{", "body", "Is not valid JSON")]
    [InlineData("[]", "body", "Must be a JSON object.")]
    [InlineData("null", "body", "Must be a JSON object.")]
    [InlineData("""{"noise":NaN}""", "body", "Is not valid JSON")]
    [InlineData("""{"noise":1,"noise":2}""", "noise", "Is given more than once.")]
    [InlineData("""{"name":[[[[[[[[[[1]]]]]]]]]]}""", "body", "nests deeper")]
    public async Task Post_BadBody_NamesTheField(string json, string field, string message)
    {
        var (status, problem, response) = await app.Send("POST", "/api/runs", json);
        Assert.Equal(400, status);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        Assert.Contains(message, problem.GetProperty("errors").GetProperty(field)[0].GetString());
    }

    [Fact]
    public async Task Post_SeveralBadFields_NamesThemAll()
    {
        var (_, problem, _) = await app.Send("POST", "/api/runs", """{"noise":"x","epochs":0,"engine":"gpu","nose":1}""");
        Assert.Equal(["engine", "epochs", "noise", "nose"], problem.GetProperty("errors").EnumerateObject().Select(e => e.Name).Order());
    }

    [Fact]
    public async Task Post_TooLargeBody_Is413() =>
        Assert.Equal(413, (await app.Send("POST", "/api/runs", $$"""{"name":"{{new string('x', 1 << 20)}}"}""")).Status);

    [Fact]
    public async Task Post_OtherContentType_Is415() =>
        Assert.Equal(415, (await app.Send("POST", "/api/runs", new StringContent("{}"))).Status);

    [Theory]
    [InlineData("GET", "/api/runs/0123456789abcdef0123456789abcdef")]
    [InlineData("GET", "/api/runs/nothing")]
    [InlineData("GET", "/api/runs/..%2f..%2fetc")]
    [InlineData("DELETE", "/api/runs/0123456789abcdef0123456789abcdef")]
    [InlineData("POST", "/api/runs/0123456789abcdef0123456789abcdef/cancel")]
    [InlineData("POST", "/api/runs/0123456789abcdef0123456789abcdef/restore")]
    [InlineData("GET", "/api/runs/0123456789abcdef0123456789abcdef/trials")]
    [InlineData("GET", "/api/runs/0123456789abcdef0123456789abcdef/trials.csv")]
    [InlineData("GET", "/api/runs/0123456789abcdef0123456789abcdef/events")]
    [InlineData("GET", "/api/studies/0123456789abcdef0123456789abcdef")]
    [InlineData("GET", "/api/nothing")]
    public async Task AnyMethod_UnknownId_IsAProblem404(string method, string path)
    {
        var (status, _, response) = await app.Send(method, path);
        Assert.Equal(404, status);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Patch_NameNotesTags_ChangesOnlyThose()
    {
        var id = await app.Launch();
        var (status, run, _) = await app.Send("PATCH", $"/api/runs/{id}", """{"notes":"a\nb","tags":[" x ","X","y"]}""");
        Assert.Equal(200, status);
        Assert.Equal(("small", "a\nb", "x,y"), (run.GetProperty("name").GetString(), run.GetProperty("notes").GetString(),
            string.Join(',', run.GetProperty("tags").EnumerateArray())));
        (status, run, _) = await app.Send("PATCH", $"/api/runs/{id}", """{"name":" "}""");
        Assert.Equal((400, "Must not be empty."), (status, run.GetProperty("errors").GetProperty("name")[0].GetString()));
    }

    [Fact]
    public async Task PauseResumeCancel_RunThatTrains_MovesAndRefusesIllegalMoves()
    {
        var id = await app.Launch(TestApp.Held);
        await app.When(id, r => r.Status == RunStatus.Running);
        Assert.Equal(202, (await app.Send("POST", $"/api/runs/{id}/pause")).Status);
        await app.When(id, r => r.Status == RunStatus.Paused);
        var (status, problem, _) = await app.Send("POST", $"/api/runs/{id}/pause");
        Assert.Equal(409, status);
        Assert.Contains("queued or running", problem.GetProperty("detail").GetString());
        Assert.Equal(202, (await app.Send("POST", $"/api/runs/{id}/resume")).Status);
        await app.When(id, r => r.Status == RunStatus.Running);
        Assert.Equal(202, (await app.Send("POST", $"/api/runs/{id}/cancel")).Status);
        await app.When(id, r => r.Status == RunStatus.Cancelled);
    }

    [Fact]
    public async Task Delete_ThenRestore_BringsTheRunBack()
    {
        var id = await app.Launch();
        await app.When(id, r => r.IsEnded);
        Assert.Equal(204, (await app.Send("DELETE", $"/api/runs/{id}")).Status);
        Assert.Equal(404, (await app.Send("GET", $"/api/runs/{id}")).Status);
        Assert.Equal(202, (await app.Send("POST", $"/api/runs/{id}/restore")).Status);
        var (again, problem, _) = await app.Send("POST", $"/api/runs/{id}/restore");
        Assert.Equal((409, "The run is not deleted."), (again, problem.GetProperty("detail").GetString()));
        Assert.Equal(200, (await app.Send("GET", $"/api/runs/{id}")).Status);
    }

    [Fact]
    public async Task Get_Filters_FindTheRun()
    {
        var tag = Guid.NewGuid().ToString("N")[..12];
        var id = await app.Launch(new { lengths = new[] { 2 }, trainCount = 8, validationCount = 4, noise = 6, sequence = "realistic", tags = new[] { tag } });
        await app.When(id, r => r.IsEnded);
        foreach (var query in new[] { $"tag={tag}", $"q={tag}", $"tag={tag}&status=done,failed&protocol=slides&sequence=realistic&noise=6&sort=name&descending=false" })
        {
            var (status, page, _) = await app.Send("GET", $"/api/runs?{query}");
            Assert.Equal((200, 1), (status, page.GetProperty("total").GetInt32()));
            Assert.Equal(id, page.GetProperty("items")[0].GetProperty("id").GetString());
        }
        Assert.Equal(0, (await app.Send("GET", $"/api/runs?tag={tag}&noise=4")).Body.GetProperty("total").GetInt32());
    }

    [Theory]
    [InlineData("skip=-1", "skip")]
    [InlineData("take=501", "take")]
    [InlineData("take=x", "take")]
    [InlineData("status=finished", "status")]
    [InlineData("noise=NaN", "noise")]
    [InlineData("sort=age", "sort")]
    [InlineData("descending=perhaps", "descending")]
    [InlineData("take=1&take=2", "take")]
    public async Task Get_BadFilter_IsNamed(string query, string field)
    {
        var (status, problem, _) = await app.Send("GET", $"/api/runs?{query}");
        Assert.Equal(400, status);
        Assert.True(problem.GetProperty("errors").TryGetProperty(field, out _), problem.ToString());
    }

    [Fact]
    public async Task Post_QueueFull_Is429WithRetryAfter()
    {
        await using var small = new TestApp { QueueLimit = 1 };
        await small.When(await small.Launch(TestApp.Held), r => r.Status == RunStatus.Running);
        await small.Launch(TestApp.Held);
        var (status, problem, response) = await small.Send("POST", "/api/runs", TestApp.Held);
        Assert.Equal(429, status);
        Assert.NotNull(response.Headers.RetryAfter);
        Assert.Contains("1", problem.GetProperty("detail").GetString());
    }
}
