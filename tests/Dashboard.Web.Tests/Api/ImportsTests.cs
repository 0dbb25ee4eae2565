using System.Text;
using System.Text.Json;
using Dashboard.Web.Tests.Support;

namespace Dashboard.Web.Tests.Api;

public sealed class ImportsTests(TestApp app) : IClassFixture<TestApp>
{
    private const string File = "length,model,seed,score,epoch\n5,LSTM,1,9,1\n5,LSTM,1,1.25,2\n5,TCN,1,7,1\n10,LSTM,1,nan,1\n";

    [Fact]
    public async Task Post_File_IsARunOfItsOwnKind()
    {
        var (status, run, response) = await Post("sequence=simple&file=tcn.csv&name=Theirs&tags=paper", File);
        Assert.Equal(201, status);
        var id = run.GetProperty("id").GetString()!;
        Assert.Equal($"/api/runs/{id}", response.Headers.Location!.ToString());
        Assert.Equal(("done", "Theirs", 3), (run.GetProperty("status").GetString(), run.GetProperty("name").GetString(), run.GetProperty("progress").GetProperty("trialsTotal").GetInt32()));
        // What is not known is null, not zero.
        Assert.Equal(JsonValueKind.Null, run.GetProperty("seconds").ValueKind);
        foreach (var field in new[] { "protocol", "noise", "hiddenSize", "epochs", "learningRate" }) Assert.Equal(JsonValueKind.Null, run.GetProperty("spec").GetProperty(field).ValueKind);
        var brought = run.GetProperty("brought");
        Assert.Equal(("tcn.csv", 1), (brought.GetProperty("file").GetString(), brought.GetProperty("missing").GetInt32()));
        Assert.Equal("TCN", brought.GetProperty("models")[1].GetProperty("name").GetString());

        var (_, trials, _) = await app.Send("GET", $"/api/runs/{id}/trials");
        var lstm = trials.EnumerateArray().Single(t => t.GetProperty("model").GetString() == "lstm" && t.GetProperty("length").GetInt32() == 5);
        Assert.Equal((1.25, 2, true), (lstm.GetProperty("mad").GetDouble(), lstm.GetProperty("madEpoch").GetInt32(), lstm.GetProperty("solved").GetBoolean()));
        Assert.Equal(JsonValueKind.Null, lstm.GetProperty("seconds").ValueKind);
        Assert.Equal(JsonValueKind.Null, lstm.GetProperty("stoppedEarly").ValueKind);
        Assert.Equal(JsonValueKind.Null, lstm.GetProperty("epochs")[0].GetProperty("trainMad").ValueKind);

        var csv = await app.CreateClient().GetStringAsync($"/api/runs/{id}/trials.csv", TestContext.Current.CancellationToken);
        Assert.Contains(",,simple,,,TCN,5,1,done,broughtIn,7,1,", csv, StringComparison.Ordinal);
        foreach (var (format, mark) in new[] { ("csv", "broughtIn"), ("json", "tcn.csv"), ("html", "Brought in"), ("md", "Brought in"), ("tex", "Brought in"), ("svg", "brought in") })
            Assert.Contains(mark, await app.CreateClient().GetStringAsync($"/api/runs/{id}/export?format={format}", TestContext.Current.CancellationToken), StringComparison.Ordinal);
        var (_, listed, _) = await app.Send("GET", "/api/runs?brought=true");
        Assert.Contains(listed.GetProperty("items").EnumerateArray(), r => r.GetProperty("id").GetString() == id);
        var (_, trained, _) = await app.Send("GET", "/api/runs?brought=false");
        Assert.DoesNotContain(trained.GetProperty("items").EnumerateArray(), r => r.GetProperty("id").GetString() == id);
    }

    [Fact]
    public async Task BroughtRun_WhatNeedsTraining_IsRefused()
    {
        var (_, run, _) = await Post("sequence=simple", File);
        var id = run.GetProperty("id").GetString()!;
        foreach (var move in new[] { "resume", "pause", "cancel" }) Assert.Equal(409, (await app.Send("POST", $"/api/runs/{id}/{move}")).Status);
        var (status, problem, _) = await app.Send("GET", $"/api/runs/{id}/inside?length=5&seed=1");
        Assert.Equal(409, status);
        Assert.Contains("brought in", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(409, (await app.Send("POST", $"/api/runs/{id}/inside/train?length=5&seed=1")).Status);
        Assert.Equal(409, (await app.Send("GET", $"/api/runs/{id}/notebook")).Status);
        Assert.Equal(409, (await app.Send("GET", $"/api/runs/{id}/trials/0/notebook")).Status);
        // Deleted and brought back as any run.
        Assert.Equal(204, (await app.Send("DELETE", $"/api/runs/{id}")).Status);
        Assert.Equal(202, (await app.Send("POST", $"/api/runs/{id}/restore")).Status);
        Assert.Equal(3, (await app.Send("GET", $"/api/runs/{id}/trials")).Body.GetArrayLength());
    }

    [Fact]
    public async Task Post_Preview_SavesNothingAndSaysHowItIsRead()
    {
        var before = app.Runs.List(new()).Total;
        var (status, preview, _) = await Post("sequence=adding&preview=true&epoch=-&models=TCN:gru,LSTM:-", File);
        Assert.Equal(200, status);
        Assert.Equal("unused", preview.GetProperty("columns")[4].GetProperty("is").GetString());
        Assert.Equal((1, 3), (preview.GetProperty("trials").GetInt32(), preview.GetProperty("rowsLeftOut").GetInt32()));
        Assert.Equal(before, app.Runs.List(new()).Total);
    }

    [Theory]
    [InlineData("", "text/csv", File, 400, "sequence")]
    [InlineData("sequence=deck", "text/csv", File, 400, "sequence")]
    [InlineData("sequence=simple&score=nothing", "text/csv", File, 400, "score")]
    [InlineData("sequence=simple&models=TCN:cnn", "text/csv", File, 400, "models")]
    [InlineData("sequence=simple", "text/csv", "length,score\n5,x\n", 400, "Line 2, column score")]
    [InlineData("sequence=simple", "text/csv", "", 400, "empty")]
    [InlineData("sequence=simple", "application/json", "{}", 415, "text/csv")]
    public async Task Post_Bad_SaysWhat(string query, string type, string file, int status, string message)
    {
        var (answered, problem, _) = await Post(query, file, type);
        Assert.Equal(status, answered);
        Assert.Contains(message, problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_TooLarge_IsRefused() => Assert.Equal(413, (await Post("sequence=simple", new string('x', 5_000_001))).Status);

    [Fact]
    public async Task Template_OfATask_IsAFile()
    {
        var text = await app.CreateClient().GetStringAsync("/api/runs/import/template?sequence=adding", TestContext.Current.CancellationToken);
        Assert.StartsWith("length,model,seed,score", text.TrimStart('\uFEFF'), StringComparison.Ordinal);
        Assert.Equal(201, (await Post("sequence=adding", text)).Status);
    }

    [Fact]
    public async Task BroughtRun_InAComparison_StandsBesideATrainedOne()
    {
        var trained = await app.Launch();
        await app.When(trained, r => r.IsEnded);
        var (_, run, _) = await Post("sequence=simple&name=Theirs", "length,model,seed,score\n2,LSTM,1,9\n3,LSTM,1,4\n");
        var id = run.GetProperty("id").GetString()!;
        var csv = await app.CreateClient().GetStringAsync($"/api/compare/export?runs={trained},{id}&format=csv", TestContext.Current.CancellationToken);
        Assert.Contains("Theirs,lstm,3,4,", csv, StringComparison.Ordinal);
        var page = await app.CreateClient().GetStringAsync($"/compare?runs={trained},{id}", TestContext.Current.CancellationToken);
        Assert.Contains("Brought in, 1 seed", page, StringComparison.Ordinal);
        var own = await app.CreateClient().GetStringAsync($"/runs/{id}", TestContext.Current.CancellationToken);
        Assert.Contains("Brought in", own, StringComparison.Ordinal);
        foreach (var none in new[] { "Relaunch", ">Inside</a>", "Gradient flow", "Claims</", "Resume" }) Assert.DoesNotContain(none, Body(own), StringComparison.Ordinal);
        Assert.Contains("Brought in", await app.CreateClient().GetStringAsync("/runs", TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private static string Body(string page) => page[page.IndexOf("class=\"run-page\"", StringComparison.Ordinal)..];

    private Task<(int Status, JsonElement Body, HttpResponseMessage Response)> Post(string query, string file, string type = "text/csv") =>
        app.Send("POST", $"/api/runs/import?{query}", new StringContent(file, Encoding.UTF8, type));
}
