using System.Text.Json;
using Dashboard.Web.Tests.Support;

namespace Dashboard.Web.Tests.Storage;

/// <summary>
/// A data file made by the version before trials kept their origin (Golden/data-file-1.db): runs of both kinds, the torch
/// engine's two layers, lengths in no order, notes and tags, a deleted, a paused and cancelled runs, a study, live and
/// frozen links. Beside it what that version's API said of them.
/// </summary>
public sealed class EarlierDataFileTests : IDisposable
{
    private static readonly string Golden = Path.Combine(AppContext.BaseDirectory, "Golden");
    private static readonly JsonElement Said = JsonDocument.Parse(File.ReadAllText(Path.Combine(Golden, "data-file-1.json"))).RootElement;
    private readonly string folder = Directory.CreateTempSubdirectory("dashboard-").FullName;
    private readonly TestApp app;

    public EarlierDataFileTests()
    {
        File.Copy(Path.Combine(Golden, "data-file-1.db"), Path.Combine(folder, "test.db"));
        app = new() { Folder = folder };
    }

    [Fact]
    public async Task Runs_OfTheVersionBefore_SayWhatTheySaid()
    {
        foreach (var run in Said.GetProperty("runs").EnumerateObject())
            Same(run.Value, (await app.Send("GET", $"/api/runs/{run.Value.GetProperty("id").GetString()}")).Body, run.Name);
    }

    [Fact]
    public async Task Trials_OfTheVersionBefore_SayWhatTheySaid()
    {
        foreach (var trials in Said.GetProperty("trials").EnumerateObject())
            Same(trials.Value, (await app.Send("GET", $"/api/runs/{Id(trials.Name)}/trials")).Body, trials.Name);
    }

    [Fact]
    public async Task Study_OfTheVersionBefore_HasItsSixteenRuns()
    {
        var (status, study, _) = await app.Send("GET", $"/api/studies/{Said.GetProperty("study").GetString()}");
        Assert.Equal((200, 16), (status, study.GetProperty("runs").GetArrayLength()));
    }

    [Fact]
    public async Task Links_OfTheVersionBefore_ShowTheirViews()
    {
        foreach (var share in Said.GetProperty("shares").EnumerateArray())
        {
            var page = await app.CreateClient().GetAsync($"/s/{share.GetProperty("token").GetString()}");
            Assert.Equal(200, (int)page.StatusCode);
        }
        Assert.Equal(4, (await app.Send("GET", "/api/shares")).Body.GetArrayLength());
    }

    [Fact]
    public async Task Trials_OfTheTorchEngineBefore_SayThatTheirValidationMayBeWrong()
    {
        var trials = (await app.Send("GET", $"/api/runs/{Id("torch")}/trials")).Body.EnumerateArray().ToLookup(t => t.GetProperty("model").GetString());
        Assert.All(trials["lstm"], t => Assert.True(t.GetProperty("validationMayBeWrong").GetBoolean()));
        Assert.All(trials["gru"], t => Assert.False(t.GetProperty("validationMayBeWrong").GetBoolean()));
        Assert.Contains("Possibly wrong validation numbers", await app.CreateClient().GetStringAsync($"/runs/{Id("torch")}"), StringComparison.Ordinal);
        Assert.DoesNotContain("Possibly wrong validation numbers", await app.CreateClient().GetStringAsync($"/runs/{Id("simple")}"), StringComparison.Ordinal);
    }

    private static string Id(string name) => Said.GetProperty("ids").GetProperty(name).GetString()!;

    /// <summary>Everything said before is said the same; more may be said.</summary>
    private static void Same(JsonElement before, JsonElement now, string where)
    {
        Assert.True(before.ValueKind == now.ValueKind, $"{where}: {before} became {now}");
        if (before.ValueKind == JsonValueKind.Object)
            foreach (var property in before.EnumerateObject())
                Same(property.Value, now.TryGetProperty(property.Name, out var value) ? value : default, $"{where}.{property.Name}");
        else if (before.ValueKind == JsonValueKind.Array)
        {
            Assert.True(before.GetArrayLength() == now.GetArrayLength(), where);
            foreach (var (a, b) in before.EnumerateArray().Zip(now.EnumerateArray())) Same(a, b, where);
        }
        else if (before.ValueKind == JsonValueKind.Number) Assert.True(before.GetDouble() == now.GetDouble(), $"{where}: {before} became {now}");
        else Assert.True(before.GetRawText() == now.GetRawText(), $"{where}: {before} became {now}");
    }

    public void Dispose()
    {
        app.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
