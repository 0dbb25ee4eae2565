using Dashboard.Web.Tests.Support;

namespace Dashboard.Web.Tests.Api;

public sealed class TrialsTests(TestApp app) : IClassFixture<TestApp>
{
    private async Task<string> Ended(object? request = null)
    {
        var id = await app.Launch(request);
        await app.When(id, r => r.IsEnded);
        return id;
    }

    [Fact]
    public async Task Get_Trials_HaveNumbersAndEpochs()
    {
        var (_, trials, _) = await app.Send("GET", $"/api/runs/{await Ended()}/trials");
        var trial = trials.EnumerateArray().First();
        Assert.Equal(4, trials.GetArrayLength());
        Assert.Equal(("rnn", 2, "done", "fused"), (trial.GetProperty("model").GetString(), trial.GetProperty("length").GetInt32(),
            trial.GetProperty("status").GetString(), trial.GetProperty("engine").GetString()));
        // Slides: every batch, mean of 0.5 and 0.25 over the two epochs that ran; the last batches have 0.25 and 0.125.
        Assert.Equal((1.5, 2, 0.375, 0.375, 0.1875), (trial.GetProperty("mad").GetDouble(), trial.GetProperty("madEpoch").GetInt32(),
            trial.GetProperty("gradientMean").GetDouble(), trial.GetProperty("gradientMeanAllBatches").GetDouble(), trial.GetProperty("gradientMeanLastBatch").GetDouble()));
        Assert.Equal(2, trial.GetProperty("epochs").GetArrayLength());
    }

    [Fact]
    public async Task Get_NumberThatIsNotFinite_IsNull()
    {
        var (_, trials, _) = await app.Send("GET", $"/api/runs/{await Ended(new { lengths = new[] { 2 }, seeds = new[] { 13 }, trainCount = 8, validationCount = 4 })}/trials");
        Assert.Equal(System.Text.Json.JsonValueKind.Null, trials[0].GetProperty("epochs")[1].GetProperty("gradientMean").ValueKind);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, trials[0].GetProperty("gradientMean").ValueKind);
    }

    [Fact]
    public async Task Get_OneTrial_HasItsGradientFlow()
    {
        var (_, detail, _) = await app.Send("GET", $"/api/runs/{await Ended()}/trials/0");
        Assert.Equal(0.25, detail.GetProperty("bestFlow").GetProperty("norms")[0].GetDouble());
    }

    [Fact]
    public async Task GetCsv_NameThatIsAFormula_IsInertAndNumbersAreInvariant()
    {
        var id = await Ended(new { lengths = new[] { 2 }, models = new[] { "rnn" }, trainCount = 8, validationCount = 4, name = "=HYPERLINK(\"x\")", noise = 2.5 });
        var text = await app.CreateClient().GetStringAsync($"/api/runs/{id}/trials.csv");
        var lines = text.TrimStart('\ufeff').Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("run,name,protocol,sequence,noise", lines[0]);
        Assert.Equal($"{id},\"'=HYPERLINK(\"\"x\"\")\",slides,simple,2.5,false,rnn,2,1,done,fused,1.5,2,0.375,0.375,0.1875,2,true,0.25,,false,true,", lines[1]);
    }

    [Fact]
    public async Task GetCsv_SeveralRuns_HasOneHeadAndAllTrials()
    {
        var (a, b) = (await Ended(), await Ended());
        var text = await app.CreateClient().GetStringAsync($"/api/trials.csv?runs={a},{b}");
        Assert.Equal(1 + 4 + 4, text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(400, (await app.Send("GET", "/api/trials.csv?runs=")).Status);
        Assert.Equal(404, (await app.Send("GET", $"/api/trials.csv?runs={a},nothing")).Status);
    }

    [Fact]
    public async Task GetEvents_RunThatEnds_StreamsASnapshotFirst()
    {
        using var timeout = new CancellationTokenSource(TestApp.Patience);
        await using var stream = await app.CreateClient().GetStreamAsync($"/api/runs/{await Ended()}/events", timeout.Token);
        using var reader = new StreamReader(stream);
        var lines = new List<string>();
        while (await reader.ReadLineAsync(timeout.Token) is { Length: > 0 } line) lines.Add(line);
        Assert.Contains("event: update", lines);
        Assert.Contains(lines, l => l.StartsWith("data: ") && l.Contains("\"isSnapshot\":true"));
    }
}
