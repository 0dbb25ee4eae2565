using System.Diagnostics;
using Dashboard.Web.Tests.Support;

namespace Dashboard.Web.Tests.Cluster;

/// <summary>
/// Workers, the lab and the broker killed, stopped and frozen in the middle of runs, as processes: every run ends with every trial
/// once and the bits of one process. Short forms in every run of the suite, long ones behind LONG_TESTS=1.
/// </summary>
public sealed class KillTests
{
    private static readonly Random Random = new(14);

    // Long enough that what happens meets it at work.
    private static readonly object Run = new
    {
        name = "killed", lengths = new[] { 2, 5, 9, 14, 20, 30 }, seeds = Enumerable.Range(1, LongTests.Pick(30, 100)).ToArray(), trainCount = LongTests.Pick(6_000, 25_000), validationCount = 200,
        epochs = LongTests.Pick(8, 20), protocol = "notebook",
    };

    [Fact]
    public async Task Workers_OneKilledEveryFewSeconds_TheRunEndsWithTheBitsOfOneProcess()
    {
        await using var lab = await ClusterLab.Start();
        await Task.WhenAll(lab.Join("lab-2"), lab.Join("lab-3"));
        var run = await lab.App.Launch(Run);
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
        Assert.True(slowest < TimeSpan.FromSeconds(5), $"{slowest}");
        await SameAsAlone(lab, run, Run);
    }

    [Fact]
    public async Task Lab_KilledAgainAndAgain_NothingAcknowledgedIsLostAndWorkersTrainOn()
    {
        await using var lab = await ClusterLab.Start();
        await Task.WhenAll(lab.Join("lab-2"), lab.Join("lab-3"));
        var run = await lab.App.Launch(Run);
        var kills = LongTests.Pick(2, 20);
        var done = 0;
        for (var kill = 0; kill < kills; kill++)
        {
            await lab.Until(async () => await lab.Done(run) > done || await lab.App.Status(run) == "done");
            await Task.Delay(Random.Next(200, 1_200));
            done = await lab.Done(run);
            lab.KillApp();
            await Task.Delay(Random.Next(100, 1_500));
            await lab.StartApp();
            Assert.True(await lab.Done(run) >= done, $"{await lab.Done(run)} trials after {done} were said to be saved");
            if (await lab.App.Status(run) == "interrupted") (await lab.App.Http.PostAsync($"/api/runs/{run}/resume", null)).EnsureSuccessStatusCode();
        }
        await lab.WhenDone(run);

        Say($"{kills} kills of the lab, nothing lost");
        await SameAsAlone(lab, run, Run);
    }

    [Fact]
    public async Task Broker_KilledAndItsFilesGone_GoesOnByItself()
    {
        await using var lab = await ClusterLab.Start();
        await Task.WhenAll(lab.Join("lab-2"), lab.Join("lab-3"));
        var run = await lab.App.Launch(Run);
        await lab.Until(async () => await lab.Done(run) > 0);

        for (var i = 0; i < LongTests.Pick(1, 3); i++)
        {
            using (var broker = Broker.Of(lab.Folder)) broker.Kill();
            File.Delete(Path.Combine(lab.Folder, "cluster", "broker.conf"));
            var done = await lab.Done(run);
            await lab.Until(async () => await lab.App.Status(run) == "done" || await lab.Done(run) > done + 4);
        }
        await lab.WhenDone(run);

        await NobodyWasLost(lab);
        await SameAsAlone(lab, run, Run);
    }

    [Fact]
    public async Task Broker_StoppedForAWhile_NobodyCountsAsLostAndNothingIsTrainedTwice()
    {
        await using var lab = await ClusterLab.Start();
        await Task.WhenAll(lab.Join("lab-2"), lab.Join("lab-3"));
        var run = await lab.App.Launch(Run);
        await lab.Until(async () => await lab.Done(run) > 0);

        using var broker = Broker.Of(lab.Folder);
        Broker.Signal(broker.Id, "STOP");
        await Task.Delay(LongTests.Pick(4_000, 10_000));
        Broker.Signal(broker.Id, "CONT");
        await lab.WhenDone(run);

        await SameAsAlone(lab, run, Run);
    }

    [Fact]
    public async Task Worker_FrozenForAWhile_ItsLateResultsAreHarmless()
    {
        await using var lab = await ClusterLab.Start();
        var workers = await Task.WhenAll(lab.Join("lab-2"), lab.Join("lab-3"));
        var run = await lab.App.Launch(Run);
        await lab.Until(async () => await lab.Done(run) > 2);

        workers[0].Freeze();
        await lab.Until(async () => (await lab.Node("lab-2"))!.Value.GetProperty("handedOn").GetInt32() > 0);
        await Task.Delay(LongTests.Pick(1_000, 17_000));
        workers[0].Thaw();
        await lab.Until(async () => await lab.App.Status(run) == "done" || await lab.State("lab-2") is "training" or "idle");
        await lab.WhenDone(run);

        await SameAsAlone(lab, run, Run);
    }

    private static async Task NobodyWasLost(ClusterLab lab)
    {
        var events = (await lab.App.Get("/api/workers")).GetProperty("cluster").GetProperty("events").EnumerateArray().Select(e => e.GetProperty("kind").GetString());
        Assert.DoesNotContain("handedOn", events);
    }

    /// <summary>A run's results are those of one process to the bit.</summary>
    internal static async Task SameAsAlone(ClusterLab lab, string run, object request)
    {
        var trained = await lab.App.Results(run);
        using var folder = new TempFolder();
        using var alone = await AppProcess.Start(folder.Path);
        var again = await alone.Launch(request);
        for (var waited = Stopwatch.StartNew(); await alone.Status(again) != "done"; await Task.Delay(100)) Assert.True(waited.Elapsed < ClusterLab.RunPatience);
        Assert.Equal(await alone.Results(again), trained);
    }

    private static void Say(string line) => TestContext.Current.TestOutputHelper?.WriteLine(line);
}
