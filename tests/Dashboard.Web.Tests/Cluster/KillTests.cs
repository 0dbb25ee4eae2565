using System.Diagnostics;
using Dashboard.Web.Tests.Support;

namespace Dashboard.Web.Tests.Cluster;

/// <summary>
/// Workers and the lab killed and frozen in the middle of runs, as processes: every run ends with every trial once and the bits of
/// one process. Short forms in every run of the suite, long ones behind LONG_TESTS=1.
/// </summary>
public sealed class KillTests(SharedLab shared) : IClassFixture<SharedLab>
{
    private static readonly Random Random = new(14);

    [Fact]
    public async Task Workers_OneKilledEveryFewSeconds_TheRunEndsWithTheBitsOfOneProcess()
    {
        var lab = await shared.Fresh();
        await Task.WhenAll(lab.Join("lab-2"), lab.Join("lab-3"));
        var run = await lab.App.Launch(ClusterLab.Work);
        var (kills, pause) = (0, TimeSpan.FromSeconds(LongTests.Pick(1, 5)));
        var slowest = TimeSpan.Zero;
        for (var victim = 2; await lab.App.Status(run) is "queued" or "running"; victim = 5 - victim)
        {
            await lab.Until(async () => await lab.App.Status(run) == "done" || (await lab.Node($"lab-{victim}"))?.GetProperty("busy").GetInt32() > 0);
            await Task.Delay(pause);
            lab.Workers[$"lab-{victim}"].Kill();
            kills++;
            var since = Stopwatch.StartNew();
            await lab.Until(async () => await lab.Node($"lab-{victim}") is not { } node || node.GetProperty("holds").GetInt32() == 0);
            if (since.Elapsed > slowest) slowest = since.Elapsed;
            await lab.Add($"lab-{victim}");
        }

        Say($"{kills} kills; a killed worker's trials were free after at most {slowest.TotalSeconds:0.0} s");
        Assert.True(kills > 0);
        Assert.True(slowest < TimeSpan.FromSeconds(LongTests.On ? 5 : 20), $"{slowest}");
        await lab.AssertSameAsAlone(run, ClusterLab.Work);
    }

    [Fact]
    public async Task Lab_KilledAgainAndAgain_NothingAcknowledgedIsLostAndTheRunGoesOnByItself()
    {
        var lab = await shared.Fresh();
        await Task.WhenAll(lab.Host("lab-4"), lab.Host("lab-5"));
        var run = await lab.App.Launch(ClusterLab.Work);
        var kills = LongTests.Pick(2, 20);
        var (done, slowest) = (0, TimeSpan.Zero);
        for (var kill = 0; kill < kills; kill++)
        {
            await lab.Until(async () => await lab.Done(run) > done || await lab.App.Status(run) == "done");
            await Task.Delay(Random.Next(200, 1_200));
            done = await lab.Done(run);
            lab.KillApp();
            await Task.Delay(Random.Next(100, 1_500));
            await lab.StartApp();
            var since = Stopwatch.StartNew();
            Assert.True(await lab.Done(run) >= done, $"{await lab.Done(run)} trials after {done} were said to be saved");
            await lab.Until(async () => await lab.App.Status(run) is "running" or "done");
            if (since.Elapsed > slowest) slowest = since.Elapsed;
            // The next kill comes when more is saved: without, the run would wait for somebody.
            done = await lab.Done(run);
        }
        await lab.WhenDone(run);

        Say($"{kills} kills of the lab, nothing lost; the run went on by itself after at most {slowest.TotalSeconds:0.0} s");
        await lab.AssertSameAsAlone(run, ClusterLab.Work);
    }

    [Fact]
    public async Task Lab_KilledWhileItTrainsToo_ItsOwnThreadsLeaveTheRunToWorkersUntilItIsResumed()
    {
        await using var lab = await ClusterLab.Start(labTrains: true);
        await lab.Host("lab-2");
        // Far from done when it is over.
        var run = await lab.App.Launch(new { name = "long", lengths = new[] { 2, 5, 9, 14, 20, 30 }, seeds = Enumerable.Range(1, 100).ToArray(), trainCount = 25_000, validationCount = 200, epochs = 20, protocol = "notebook" });
        await lab.Until(async () => (await Machines(lab, run)).Distinct().Order().SequenceEqual(["lab-1", "lab-2"]));
        lab.KillApp();
        // The worker finishes what it holds meanwhile.
        await Task.Delay(2_000);
        await lab.StartApp();
        var before = await Machines(lab, run);

        await lab.Until(async () => await lab.App.Status(run) == "running");
        var own = before.Count(m => m == "lab-1");
        await lab.Until(async () => await lab.Done(run) > before.Count + 10);
        Assert.Equal(own, (await Machines(lab, run)).Count(m => m == "lab-1"));
        Assert.Equal(0, (await lab.App.Get("/api/status")).GetProperty("ownBusy").GetInt32());
        Assert.Contains("left to other machines", await lab.App.Http.GetStringAsync("/status"));

        foreach (var move in new[] { "pause", "resume" }) (await lab.App.Http.PostAsync($"/api/runs/{run}/{move}", null)).EnsureSuccessStatusCode();
        await lab.Until(async () => (await Machines(lab, run)).Count(m => m == "lab-1") > own);
        (await lab.App.Http.PostAsync($"/api/runs/{run}/cancel", null)).EnsureSuccessStatusCode();
    }

    /// <summary>Where its finished trials were trained.</summary>
    private static async Task<IReadOnlyList<string?>> Machines(ClusterLab lab, string run) =>
        [.. (await lab.App.Get($"/api/runs/{run}/trials")).EnumerateArray().Where(t => t.GetProperty("status").GetString() == "done").Select(t => t.GetProperty("machine").GetString())];

    [Fact]
    public async Task Worker_FrozenForAWhile_ItsLateResultsAreHarmless()
    {
        var lab = await shared.Fresh();
        var frozen = await lab.Join("lab-6");
        await lab.Host("lab-7");
        var run = await lab.App.Launch(ClusterLab.Work);
        await lab.Until(async () => await lab.Done(run) > 2);

        frozen.Freeze();
        await lab.Until(async () => (await lab.Node("lab-6"))!.Value.GetProperty("handedOn").GetInt32() > 0);
        await Task.Delay(LongTests.Pick(1_000, 17_000));
        frozen.Thaw();
        await lab.Until(async () => await lab.App.Status(run) == "done" || await lab.State("lab-6") is "training" or "idle");
        await lab.WhenDone(run);

        await lab.AssertSameAsAlone(run, ClusterLab.Work);
    }

    private static void Say(string line) => TestContext.Current.TestOutputHelper?.WriteLine(line);
}
