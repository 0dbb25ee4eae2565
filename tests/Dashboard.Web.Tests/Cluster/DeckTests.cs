using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dashboard.Web.Tests.Support;

namespace Dashboard.Web.Tests.Cluster;

/// <summary>
/// The whole deck on workers, long forms alone: as fast as one process, and with one worker after another killed the same to the
/// bit. DECK_SEEDS says how many seeds (20).
/// </summary>
public sealed class DeckTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    private static int Seeds => int.Parse(Environment.GetEnvironmentVariable("DECK_SEEDS") ?? "20", CultureInfo.InvariantCulture);

    [Fact]
    public async Task Deck_OneWorkerAfterAnotherKilledAndStarted_IsThatOfOneProcessToTheBit()
    {
        Assert.SkipUnless(LongTests.On, "long form alone (LONG_TESTS=1): the whole deck with every seed, twice");
        await using var lab = await ClusterLab.Start();
        string[] names = ["lab-2", "lab-3", "lab-4"];
        await Task.WhenAll(names.Select(n => lab.Join(n)));
        var watch = Stopwatch.StartNew();
        var study = await Launch(lab.App);
        var kills = 0;
        for (; !await IsDone(lab.App, study); kills++)
        {
            Assert.True(watch.Elapsed < Patience);
            await Task.Delay(5_000);
            lab.Workers[names[kills % 3]].Kill();
            await lab.Add(names[kills % 3]);
        }
        Say($"deck of {Seeds} seeds on three workers, {kills} kills: {watch.Elapsed.TotalSeconds:0} s");

        using var folder = new TempFolder();
        using var alone = await AppProcess.Start(folder.Path);
        watch.Restart();
        var expected = await Launch(alone);
        while (!await IsDone(alone, expected)) await Task.Delay(500);
        Say($"one process: {watch.Elapsed.TotalSeconds:0} s");

        var (trained, same) = (await Runs(lab.App, study), await Runs(alone, expected));
        Assert.Equal(16, trained.Length);
        for (var i = 0; i < trained.Length; i++) Assert.Equal(await Results(alone, same[i]), await Results(lab.App, trained[i]));
    }

    [Fact]
    public async Task Deck_OnTwoWorkersOfOneThread_IsAboutAsFastAsTwoThreadsOfOneProcess()
    {
        Assert.SkipUnless(LongTests.On, "long form alone (LONG_TESTS=1): the whole deck, four times");
        List<double> workers = [], threads = [];
        for (var round = 0; round < 2; round++)
        {
            await using (var lab = await ClusterLab.Start())
            {
                await Task.WhenAll(lab.Join("lab-2"), lab.Join("lab-3"));
                workers.Add(await Time(lab.App));
            }
            using var folder = new TempFolder();
            using var alone = await AppProcess.Start(folder.Path, "--Engine:Workers=2");
            threads.Add(await Time(alone));
        }
        var ratio = threads.Sum() / workers.Sum();
        Say($"deck of {Seeds} seeds: two workers {string.Join(", ", workers.Select(s => $"{s:0.0} s"))}; two threads {string.Join(", ", threads.Select(s => $"{s:0.0} s"))}; {ratio:0.000} of their speed");
        Assert.True(ratio >= 0.95, $"{ratio:0.000}");
    }

    private static async Task<double> Time(AppProcess app)
    {
        var watch = Stopwatch.StartNew();
        var study = await Launch(app);
        while (!await IsDone(app, study)) await Task.Delay(100);
        return watch.Elapsed.TotalSeconds;
    }

    private static async Task<string> Launch(AppProcess app)
    {
        using var answer = await app.Http.PostAsJsonAsync("/api/studies", new { preset = "deck", protocol = "slides", seeds = Enumerable.Range(1, Seeds) });
        Assert.True((int)answer.StatusCode == 201, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
    }

    private static async Task<string[]> Runs(AppProcess app, string study) =>
        [.. (await app.Get($"/api/studies/{study}")).GetProperty("runs").EnumerateArray().Select(r => r.GetProperty("id").GetString()!)];

    /// <summary>A run's trials in full, without what tells two runs of one configuration apart: how long, and where.</summary>
    private static async Task<string[]> Results(AppProcess app, string run)
    {
        var trials = JsonNode.Parse(await app.Http.GetStringAsync($"/api/runs/{run}/trials"))!.AsArray();
        foreach (var trial in trials)
        {
            trial!.AsObject().Remove("seconds");
            trial.AsObject().Remove("machine");
        }
        return [.. trials.Select(t => t!.ToJsonString())];
    }

    private static async Task<bool> IsDone(AppProcess app, string study) =>
        (await app.Get($"/api/studies/{study}")).GetProperty("runs").EnumerateArray().All(r => r.GetProperty("status").GetString() == "done");

    private static void Say(string line) => TestContext.Current.TestOutputHelper?.WriteLine(line);
}
