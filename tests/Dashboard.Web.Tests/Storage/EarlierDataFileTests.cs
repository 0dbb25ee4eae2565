using System.IO.Compression;
using System.Text.Json;
using Dashboard.Web.Storage;
using Dashboard.Web.Tests.People;
using Dashboard.Web.Tests.Support;

namespace Dashboard.Web.Tests.Storage;

/// <summary>
/// A data file made by the version before trials kept their origin (Golden/data-file-1.db.gz): every status a run can rest
/// in, both kinds of data, remedies, the torch engine's two layers and GRU, lengths in no order, notes and tags, a study,
/// links that are live, frozen and revoked. Beside it what that version's API said of them.
/// </summary>
public sealed class EarlierDataFileTests : IDisposable
{
    private static readonly string Golden = Path.Combine(AppContext.BaseDirectory, "Golden");
    private static readonly JsonElement Said = JsonDocument.Parse(File.ReadAllText(Path.Combine(Golden, "data-file-1.json"))).RootElement;
    private readonly string folder = Directory.CreateTempSubdirectory("dashboard-").FullName;
    private readonly TestApp app;

    public EarlierDataFileTests()
    {
        Unpack(Path.Combine(folder, "test.db"));
        app = new() { Folder = folder };
    }

    [Fact]
    public async Task Runs_OfTheVersionBefore_SayWhatTheySaid()
    {
        var runs = Said.GetProperty("runs").EnumerateArray().ToArray();
        Assert.Equal(runs.Length, (await app.Send("GET", "/api/runs")).Body.GetProperty("total").GetInt32());
        foreach (var said in runs.Select(r => r.GetProperty("run")))
        {
            var (_, now, _) = await app.Send("GET", $"/api/runs/{said.GetProperty("id").GetString()}");
            Same(said, now, said.GetProperty("name").GetString()!);
        }
    }

    [Fact]
    public async Task Trials_OfTheVersionBefore_SayWhatTheySaidWithTheirFlows()
    {
        foreach (var run in Said.GetProperty("runs").EnumerateArray())
            foreach (var said in run.GetProperty("trials").EnumerateArray())
            {
                var path = $"/api/runs/{run.GetProperty("run").GetProperty("id").GetString()}/trials/{said.GetProperty("trial").GetProperty("index")}";
                Same(said, (await app.Send("GET", path)).Body, path);
            }
    }

    [Fact]
    public async Task Studies_OfTheVersionBefore_SayWhatTheySaid()
    {
        Same(Said.GetProperty("studies"), (await app.Send("GET", "/api/studies")).Body, "studies");
        var said = Said.GetProperty("study");
        Same(said, (await app.Send("GET", $"/api/studies/{said.GetProperty("id").GetString()}")).Body, "study");
        Assert.Equal(16, said.GetProperty("runs").GetArrayLength());
    }

    [Fact]
    public async Task Links_OfTheVersionBefore_AreAllThereAndShowTheirViews()
    {
        Same(Said.GetProperty("shares"), (await app.Send("GET", "/api/shares")).Body, "shares");
        var client = app.CreateClient();
        foreach (var (name, words) in new[]
        {
            ("live run", "ünïcode ✓"), ("frozen run", "Realistic with noise"), ("live study", "A study"),
            ("frozen study", "A study"), ("frozen comparison", "Realistic with noise"),
        })
            Assert.Contains(words, System.Net.WebUtility.HtmlDecode(await client.GetStringAsync(Link(name))), StringComparison.Ordinal);
        var revoked = await client.GetAsync(Link("revoked"));
        Assert.False(revoked.IsSuccessStatusCode);

        static string Link(string name) => Said.GetProperty("links").GetProperty(name).GetProperty("path").GetString()!;
    }

    [Fact]
    public void Open_RunDeletedByTheVersionBefore_CanStillBeRestored()
    {
        using var store = new StoreFixture();
        Unpack(store.Data);
        var deleted = store.Open().Runs.Deleted(DateTime.MaxValue).Single();
        Assert.Equal((Id("deleted"), "Deleted", 1), (deleted.Id, deleted.Name, store.Runs.Trials(deleted.Id).Count));
        Assert.Null(store.Store.Notice);
    }

    [Fact]
    public async Task Trials_OfTheTorchEngineBefore_SayThatTheirValidationMayBeWrong()
    {
        var trials = (await app.Send("GET", $"/api/runs/{Id("stacked")}/trials")).Body.EnumerateArray().ToLookup(t => t.GetProperty("model").GetString());
        Assert.All(trials["lstm"], t => Assert.True(t.GetProperty("validationMayBeWrong").GetBoolean()));
        Assert.All(trials["gru"], t => Assert.False(t.GetProperty("validationMayBeWrong").GetBoolean()));
        foreach (var line in (await app.CreateClient().GetStringAsync($"/api/runs/{Id("stacked")}/trials.csv")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries)[1..])
            Assert.Equal(line.Contains(",lstm,", StringComparison.Ordinal) ? "true" : "false", line.Split(',')[^3]);
    }

    [Fact]
    public async Task Answers_OfRunsOfTheTorchEngineBefore_SayThatTheirValidationMayBeWrong()
    {
        var stacked = (await app.Send("GET", $"/api/runs/{Id("stacked")}")).Body;
        Assert.StartsWith("One LSTM trial was validated by an earlier version", stacked.GetProperty("warning").GetString(), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, (await app.Send("GET", $"/api/runs/{Id("simple")}")).Body.GetProperty("warning").ValueKind);
        var listed = (await app.Send("GET", "/api/runs?take=500")).Body.GetProperty("items").EnumerateArray().ToDictionary(r => r.GetProperty("id").GetString()!);
        Assert.Equal(stacked.GetProperty("warning").GetString(), listed[Id("stacked")].GetProperty("warning").GetString());
        Assert.Equal(JsonValueKind.Null, listed[Id("simple")].GetProperty("warning").ValueKind);
    }

    [Fact]
    public async Task Views_OfRunsOfTheTorchEngineBefore_SayThatTheirValidationMayBeWrong()
    {
        var (stacked, simple) = (Id("stacked"), Id("simple"));
        foreach (var page in new[] { "/runs/{0}", "/compare?runs={0}", "/compare?runs={0}," + simple, "/claims?run={0}" })
            Assert.Contains("Possibly wrong validation numbers", await Page(string.Format(null, page, stacked)), StringComparison.Ordinal);
        foreach (var page in new[] { "/runs/{0}", "/compare?runs={0}", "/claims?run={0}" })
            Assert.DoesNotContain("Possibly wrong validation numbers", await Page(string.Format(null, page, simple)), StringComparison.Ordinal);
        Assert.Contains("Possibly wrong validation numbers", await Page("/runs"), StringComparison.Ordinal);
        foreach (var frozen in new[] { false, true })
        {
            Assert.Contains("Possibly wrong validation numbers", await Shared("run", stacked, frozen), StringComparison.Ordinal);
            Assert.Contains("Possibly wrong validation numbers", await Shared("comparison", $"runs={stacked},{simple}", frozen), StringComparison.Ordinal);
            Assert.DoesNotContain("Possibly wrong validation numbers", await Shared("run", simple, frozen), StringComparison.Ordinal);
        }

        Task<string> Page(string path) => app.CreateClient().GetStringAsync(path);

        async Task<string> Shared(string kind, string target, bool frozen)
        {
            var share = (await app.Send("POST", "/api/shares", new { kind, target, frozen })).Body;
            return await Page(new Uri(share.GetProperty("url").GetString()!).PathAndQuery);
        }
    }

    [Fact]
    public async Task Runs_OfTheVersionBefore_AreNobodysAndChangedByAdminsOnly()
    {
        var path = $"/api/runs/{Id("simple")}";
        Assert.Equal(JsonValueKind.Null, (await app.Send("GET", path)).Body.GetProperty("launchedBy").ValueKind);
        Assert.Empty((await app.Send("GET", "/api/runs")).Body.GetProperty("launchers").EnumerateArray());
        Assert.All((await app.Send("GET", "/api/studies")).Body.EnumerateArray(), s => Assert.Equal(JsonValueKind.Null, s.GetProperty("launchedBy").ValueKind));
        Assert.All((await app.Send("GET", "/api/shares")).Body.EnumerateArray(), s => Assert.Equal(JsonValueKind.Null, s.GetProperty("createdBy").ValueKind));
        using HttpClient ada = app.CreateClient(), max = app.CreateClient();
        ada.DefaultRequestHeaders.Authorization = new("Bearer", await TokenAsync(app.CreateClient(), "Ada", "admin"));
        max.DefaultRequestHeaders.Authorization = new("Bearer", await TokenAsync(ada, "Max", "member"));

        Assert.Equal(403, (await NamedApp.SendAsync(max, "PATCH", path, new { notes = "mine" })).Status);
        Assert.Equal(200, (await NamedApp.SendAsync(ada, "PATCH", path, new { notes = "ours" })).Status);
        Assert.Equal(200, (await NamedApp.SendAsync(max, "GET", path)).Status);

        static async Task<string> TokenAsync(HttpClient by, string name, string role) =>
            (await NamedApp.SendAsync(by, "POST", "/api/tokens", new { name, role })).Body.GetProperty("secret").GetString()!;
    }

    /// <summary>New fields come with the next change of a record; opening alone writes none anew.</summary>
    [Fact]
    public void Open_FileOfTheVersionBefore_RewritesNoRecord()
    {
        using var store = new StoreFixture();
        Unpack(store.Data);
        store.Open();
        string[] collections = [Collections.Runs, Collections.Studies, Collections.Shares];
        foreach (var collection in collections)
            Assert.All(store.Store.Records(collection), r => Assert.False(r.Document!.ContainsKey("by"), $"{collection} {r.Key}"));
        Assert.Empty(store.Store.Contents.Tokens);
        Assert.Empty(store.Store.Contents.Audit);
    }

    private static void Unpack(string path)
    {
        using var packed = new GZipStream(File.OpenRead(Path.Combine(Golden, "data-file-1.db.gz")), CompressionMode.Decompress);
        using var data = File.Create(path);
        packed.CopyTo(data);
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
