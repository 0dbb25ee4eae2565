using Dashboard.Engine.Runs;
using Dashboard.Web.Tests.Support;

namespace Dashboard.Web.Tests.Storage;

/// <summary>Real full disks and size limits, not simulated ones.</summary>
public sealed class DiskFaultTests
{
    [Fact]
    public void FullDisk_ReadsOfWhatIsKeptGoOn_AndSavingGoesOnWhenThereIsSpace()
    {
        using var disk = SmallDisk.MountOrSkip();
        using var fixture = new StoreFixture(disk.Folder).Open();
        var errors = new List<string?>();
        fixture.Store.Changed += () => { lock (errors) errors.Add(fixture.Store.Error); };
        var ballast = Path.Combine(disk.Folder, "ballast");
        File.WriteAllBytes(ballast, new byte[4_000_000]);

        var (failed, kept) = FillUp(fixture);

        Assert.Contains("The disk is full", failed.Message);
        Assert.Equal(failed.Message, fixture.Store.Error);
        // Told by a thread of its own, which says what is so when it comes to it: to be heard before the disk has space again.
        Assert.True(SpinWait.SpinUntil(() => { lock (errors) return errors.Contains(failed.Message); }, TimeSpan.FromSeconds(60)));
        Assert.Equal(kept.Count, fixture.Runs.List(new()).Total);
        Assert.Equal(kept[^1].Name, fixture.Runs.Find(kept[^1].Id)!.Name);
        // Still full: trying again changes nothing, and nothing hangs.
        for (var i = 0; i < 3; i++)
        {
            fixture.Time.Advance(TimeSpan.FromMinutes(1));
            fixture.Store.Recover();
            Assert.Contains("The disk is full", fixture.Store.Error);
        }

        File.Delete(ballast);
        fixture.Time.Advance(TimeSpan.FromMinutes(1));
        fixture.Store.Recover();

        Assert.Null(fixture.Store.Error);
        var later = fixture.AddFinished(9_999);
        fixture.Reopen();
        Assert.Null(fixture.Store.Notice);
        Assert.Equal(kept.Count + 1, fixture.Runs.List(new()).Total);
        foreach (var run in kept.Append(later))
            Assert.Equal(fixture.Runs.Find(run.Id)!.TrialsDone, fixture.Runs.Trials(run.Id).Count);
        Assert.Equal(later.TrialsTotal, fixture.Runs.Trials(later.Id).Count);
        Assert.True(SpinWait.SpinUntil(() => { lock (errors) return errors[^1] is null; }, TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public void Add_LessFreeSpaceThanTheFloor_IsRefusedAndNothingElse()
    {
        using var disk = SmallDisk.MountOrSkip();
        using var fixture = new StoreFixture(disk.Folder);
        fixture.Options.MinFreeMegabytes = 4;
        fixture.Open();
        var run = StoreFixture.NewRun();
        fixture.Runs.Add([run]);
        var ballast = Path.Combine(disk.Folder, "ballast");
        File.WriteAllBytes(ballast, new byte[5_000_000]);

        var e = Assert.Throws<StorageUnavailableException>(() => fixture.Runs.Add([StoreFixture.NewRun(1)]));
        Assert.Contains("Storage:MinFreeMegabytes", e.Message);
        Assert.Null(fixture.Store.Error);
        fixture.Runs.SaveTrials(run.Id, [StoreFixture.NewTrial(run, 0)], r => r);
        File.Delete(ballast);
        fixture.Runs.Add([StoreFixture.NewRun(1)]);
    }

    [Fact]
    public void Backup_DiskTooSmallForIt_SaysSoAndTheStoreGoesOn()
    {
        using var disk = SmallDisk.MountOrSkip();
        using var fixture = new StoreFixture().Open();
        File.WriteAllBytes(Path.Combine(disk.Folder, "ballast"), new byte[8_300_000]);
        fixture.AddFinished(1);
        var backup = Path.Combine(disk.Folder, "copy.db");
        Assert.Contains("The disk is full", Assert.Throws<StorageUnavailableException>(() => fixture.Store.Backup(backup)).Message);
        Assert.False(File.Exists(backup));
        fixture.AddFinished(2);
    }

    [Fact]
    public async Task FileSizeLimit_EndsInAClearErrorAndKeepsWhatWasAcknowledged()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("ulimit -f is a Unix setting.");
        using var fixture = new StoreFixture();
        using var child = StoreChild.Start(fixture.Folder, fileSizeLimitKb: 1024);
        var lines = new List<string>();
        while (await child.StandardOutput.ReadLineAsync() is { } line) lines.Add(line);
        await child.WaitForExitAsync();

        Assert.Equal(0, child.ExitCode);
        Assert.Contains("size limit", lines[^1]);
        Assert.True(lines.Count > 20);
        fixture.Open();
        Assert.Null(fixture.Store.Notice);
        StoreChild.AssertKept(fixture, lines);
    }

    private static (StorageUnavailableException, List<Run>) FillUp(StoreFixture fixture)
    {
        var kept = new List<Run>();
        for (var i = 0; ; i++)
            try
            {
                var run = StoreFixture.NewRun(i);
                fixture.Runs.Add([run]);
                kept.Add(run);
                fixture.Runs.SaveTrials(run.Id, [.. Enumerable.Range(0, 54).Select(n => StoreFixture.NewTrial(run, n))], r => r with { TrialsDone = 54 });
            }
            catch (StorageUnavailableException e)
            {
                return (e, kept);
            }
    }
}
