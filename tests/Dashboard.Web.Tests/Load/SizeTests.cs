using System.Diagnostics;
using Dashboard.Web.Tests.Storage;
using Dashboard.Web.Tests.Support;

namespace Dashboard.Web.Tests.Load;

/// <summary>Promise 10 in the whole app: 100 runs in the file, or 10,000 (540,000 trials) in the long form, which has limits of time.</summary>
public sealed class SizeTests
{
    [Fact]
    public async Task ManyRuns_PagesSearchesAndRuns_AnswerFromTheWholeHistory()
    {
        var count = LongTests.Pick(100, 10_000);
        using var folder = new TempFolder();
        string id;
        using (var fixture = new StoreFixture(Path.Combine(folder.Path, "data")).Open())
        {
            fixture.AddMany(count);
            id = fixture.Runs.List(new() { Skip = count / 2, Take = 1 }).Items[0].Id;
            fixture.Store.Dispose();
            File.Move(fixture.Data, Path.Combine(folder.Path, "dashboard.db"));
        }
        var start = Stopwatch.StartNew();
        using var app = await AppProcess.Start(folder.Path);
        var figures = new Dictionary<string, double> { ["start"] = start.Elapsed.TotalMilliseconds };
        await app.Get("/healthz");

        Assert.Equal(count, (await Timed("/api/runs")).GetProperty("total").GetInt32());
        Assert.Equal(count / 10, (await Timed("/api/runs?tag=ten&take=50&sort=name")).GetProperty("total").GetInt32());
        Assert.Equal(1, (await Timed($"/api/runs?q=Run {count - 1}")).GetProperty("total").GetInt32());
        Assert.Equal("done", (await Timed($"/api/runs/{id}")).GetProperty("status").GetString());
        Assert.Equal(54, (await Timed($"/api/runs/{id}/trials")).GetArrayLength());
        foreach (var page in new[] { "/", "/runs", $"/runs/{id}" })
        {
            // Once to have the page's code compiled, which is no matter of size.
            await app.Http.GetAsync(page);
            var watch = Stopwatch.StartNew();
            await app.Http.GetAsync(page);
            figures["page " + page.Replace(id, "…")] = watch.Elapsed.TotalMilliseconds;
        }
        TestContext.Current.TestOutputHelper?.WriteLine($"{count} runs: {string.Join(", ", figures.Select(f => $"{f.Key} {f.Value:0} ms"))}, {app.Megabytes} MB of memory");
        if (!LongTests.On) return;
        Assert.InRange(figures["start"], 0, 5_000);
        Assert.All(figures.Where(f => f.Key != "start"), f => Assert.InRange(f.Value, 0, 300));

        async Task<System.Text.Json.JsonElement> Timed(string path)
        {
            await app.Get(path.Contains(id, StringComparison.Ordinal) ? "/api/runs?take=1" : path);
            var watch = Stopwatch.StartNew();
            var answer = await app.Get(path);
            figures[path.Replace(id, "…")] = watch.Elapsed.TotalMilliseconds;
            return answer;
        }
    }
}
