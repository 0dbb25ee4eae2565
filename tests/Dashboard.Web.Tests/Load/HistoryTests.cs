using System.Diagnostics;
using System.Globalization;
using Dashboard.Web.Tests.Storage;
using Dashboard.Web.Tests.Support;

namespace Dashboard.Web.Tests.Load;

/// <summary>
/// What a room of machines leaves behind: runs of 20 seeds (1,080 trials), 5 million trials or as many as TRIALS says. Long form
/// alone; it needs about 2 kB of disk a trial, and prints what it measured.
/// </summary>
public sealed class HistoryTests
{
    private const int Seeds = 20;
    private readonly Dictionary<string, string> figures = [];

    [Fact]
    public async Task History_OfMillionsOfTrials_StartsAnswersAndSavesInTime()
    {
        Assert.SkipUnless(LongTests.On, "long form alone (LONG_TESTS=1): 5 million trials, or TRIALS");
        var count = int.Parse(Environment.GetEnvironmentVariable("TRIALS") ?? "5000000", CultureInfo.InvariantCulture) / (54 * Seeds);
        using var folder = new TempFolder();
        var id = Fill(folder, count);

        var watch = Stopwatch.StartNew();
        using var app = await AppProcess.Start(folder.Path);
        Note("start", watch);
        await Timed("/api/runs", app);
        await Timed("/api/runs?q=Run 7", app);
        await Timed($"/api/runs/{id}", app);
        await Timed($"/api/runs/{id}/trials", app);
        foreach (var page in new[] { "/", "/runs", $"/runs/{id}" })
        {
            // Once to have the page's code compiled, which is no matter of size.
            await app.Http.GetAsync(page);
            await Timed(page, app);
        }
        watch.Restart();
        var run = await app.Launch(new { name = "one more", lengths = Enumerable.Range(2, 20), seeds = new[] { 1, 2 }, trainCount = 2_000, validationCount = 100, epochs = 4, protocol = "notebook" });
        await app.When(run, "done");
        Note("a run of 80 small trials", watch);
        figures["memory"] = $"{app.Megabytes} MB";
        TestContext.Current.TestOutputHelper?.WriteLine($"{count * 54 * Seeds:N0} trials in {count} runs: {string.Join(", ", figures.Select(f => $"{f.Key} {f.Value}"))}");
        Assert.Equal(count + 1, (await app.Get("/api/runs?take=1")).GetProperty("total").GetInt32());

        async Task Timed(string path, AppProcess of)
        {
            watch.Restart();
            (await of.Http.GetAsync(path)).EnsureSuccessStatusCode();
            Note(path.Replace(id, "…"), watch);
        }
    }

    /// <summary>Writes the history, and measures writing while it is as large as it gets.</summary>
    private string Fill(TempFolder folder, int count)
    {
        using var fixture = new StoreFixture(Path.Combine(folder.Path, "data")).Open();
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < count; i++) fixture.AddRun(i, Seeds);
        figures["written at"] = $"{count * 54 * Seeds / watch.Elapsed.TotalSeconds:0} trials/s";
        figures["file"] = $"{fixture.Store.SizeBytes / 1e9:0.00} GB ({fixture.Store.SizeBytes / (count * 54.0 * Seeds):0} bytes a trial)";

        var fresh = StoreFixture.NewRun(count);
        fixture.Runs.Add([fresh]);
        List<double> saves = [];
        for (var i = 0; i < 200; i++)
        {
            watch.Restart();
            fixture.Runs.SaveTrials(fresh.Id, [.. Enumerable.Range(0, 20).Select(t => StoreFixture.NewTrial(fresh, (20 * i + t) % 54))], r => r);
            saves.Add(watch.Elapsed.TotalMilliseconds);
        }
        saves.Sort();
        figures["20 trials saved in"] = $"{saves[100]:0.0} ms (p95 {saves[190]:0.0} ms)";
        fixture.Runs.Purge(fresh.Id);
        watch.Restart();
        fixture.Store.Backup(Path.Combine(fixture.Folder, "copy.db"));
        Note("backup", watch);
        var id = fixture.Runs.List(new() { Skip = count / 2, Take = 1 }).Items[0].Id;
        fixture.Store.Dispose();
        File.Move(fixture.Data, Path.Combine(folder.Path, "dashboard.db"));
        return id;
    }

    private void Note(string what, Stopwatch watch) => figures[what] = $"{watch.Elapsed.TotalMilliseconds:0} ms";
}
