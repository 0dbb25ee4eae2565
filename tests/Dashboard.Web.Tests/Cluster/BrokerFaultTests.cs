using System.Diagnostics;
using System.Net.Http.Json;
using Dashboard.Web.Tests.Support;

namespace Dashboard.Web.Tests.Cluster;

/// <summary>
/// The broker killed, stopped, wiped and without room in the middle of runs: all goes on by itself, nobody counts as lost, and the
/// bits are those of one process.
/// </summary>
public sealed class BrokerFaultTests(SharedLab shared) : IClassFixture<SharedLab>
{
    [Fact]
    public async Task Broker_KilledAgainAndAgain_GoesOnByItself()
    {
        var lab = await shared.Fresh();
        var run = await Begin(lab);

        for (var i = 0; i < LongTests.Pick(1, 5); i++)
        {
            await GoesOn(lab, run, Kill(lab));
        }
        await lab.WhenDone(run);

        await lab.AssertNobodyWasLost();
        await lab.AssertSameAsAlone(run, ClusterLab.Work);
    }

    [Fact]
    public async Task Broker_KilledAndAllItsFilesGone_WorkersNeedNotBeAddedAgain()
    {
        // Workers know the certificate, which is among the files.
        var lab = await shared.Fresh();
        var run = await Begin(lab);

        var killed = Kill(lab);
        Directory.Delete(Path.Combine(lab.Folder, "cluster"), recursive: true);
        await GoesOn(lab, run, killed);
        await lab.AssertNobodyWasLost();

        // What was written again is enough for a lab that starts.
        lab.KillApp();
        await lab.StartApp();
        await lab.WhenDone(run);
        await lab.Host("lab-4");
        await lab.AssertSameAsAlone(run, ClusterLab.Work);
    }

    [Fact]
    public async Task Broker_StoppedForAWhile_NobodyCountsAsLostAndNothingIsTrainedTwice()
    {
        var lab = await shared.Fresh();
        var run = await Begin(lab);

        using var broker = Broker.Of(lab.Folder);
        Broker.Signal(broker.Id, "STOP");
        await Task.Delay(LongTests.Pick(4_000, 10_000));
        Broker.Signal(broker.Id, "CONT");
        await lab.WhenDone(run);

        await lab.AssertNobodyWasLost();
        await lab.AssertSameAsAlone(run, ClusterLab.Work);
    }

    [Fact]
    public async Task Broker_WithoutRoomOnItsDisk_StartsAgainAndNothingIsLost()
    {
        using var disk = SmallDisk.MountOrSkip("300k");
        await using var lab = await ClusterLab.StartOn(disk.Folder);
        var run = await Begin(lab);

        disk.Fill();
        await GoesOn(lab, run, Kill(lab));
        using (var refused = await lab.App.Http.PostAsJsonAsync("/api/workers", new { name = "lab-4" }))
            Assert.Equal((503, true), ((int)refused.StatusCode, (await refused.Content.ReadAsStringAsync()).Contains("cannot be written", StringComparison.Ordinal)));
        disk.Free();
        await lab.Host("lab-4");
        await lab.WhenDone(run);

        await lab.AssertNobodyWasLost();
        await lab.AssertSameAsAlone(run, ClusterLab.Work);
    }

    private static async Task<string> Begin(ClusterLab lab)
    {
        await Task.WhenAll(lab.Host("lab-2"), lab.Host("lab-3"));
        var run = await lab.App.Launch(ClusterLab.Work);
        await lab.Until(async () => await lab.Done(run) > 0);
        return run;
    }

    private static int Kill(ClusterLab lab)
    {
        using var broker = Broker.Of(lab.Folder);
        broker.Kill();
        return broker.Id;
    }

    // With another process, more results are saved than were on their way.
    private static async Task GoesOn(ClusterLab lab, string run, int killed)
    {
        var since = Stopwatch.StartNew();
        await lab.Until(() => Task.FromResult(Broker.Find(lab.Folder) is { } broker && broker.Id != killed));
        var done = await lab.Done(run);
        await lab.Until(async () => await lab.App.Status(run) == "done" || await lab.Done(run) > done + 4);
        TestContext.Current.TestOutputHelper?.WriteLine($"results are saved again after {since.Elapsed.TotalSeconds:0.0} s");
    }
}
