using Dashboard.Engine.Training;
using Dashboard.Web.Storage;
using LiteDB;

namespace Dashboard.Web.Tests.Storage;

public sealed class DataFileTests : IDisposable
{
    private readonly StoreFixture fixture = new();

    public void Dispose() => fixture.Dispose();

    [Fact]
    public void Open_SecondOnTheSameFile_IsRefusedAndTheFirstGoesOn()
    {
        fixture.Open();
        var run = fixture.AddFinished(1);
        var e = Assert.Throws<StorageInUseException>(() => LiteStoreOpener.Open(fixture.Options, fixture.Time, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance));
        Assert.Contains(fixture.Data, e.Message);
        Assert.Contains("--Storage:Path", e.Message);
        fixture.AddFinished(2);
        Assert.Equal(run.TrialsTotal, fixture.Reopen().Runs.Trials(run.Id).Count);
    }

    [Theory]
    [InlineData("length,mad\n2,3\n")]
    [InlineData("x")]
    [InlineData(null)]
    public void Open_FileThatIsNotOurs_IsRefusedAndStaysAsItIs(string? text)
    {
        if (text is null)
        {
            using var other = new LiteDatabase(fixture.Data);
            other.GetCollection("customers").Insert(new BsonDocument { ["name"] = "A" });
        }
        else
            File.WriteAllText(fixture.Data, text);
        var before = File.ReadAllBytes(fixture.Data);

        var e = Assert.Throws<StorageRefusedException>(() => fixture.Open());

        Assert.Contains(fixture.Data, e.Message);
        Assert.Equal(before, File.ReadAllBytes(fixture.Data));
        Assert.Empty(Directory.GetFiles(fixture.Folder, "*.damaged-*"));
    }

    [Fact]
    public void Open_LogBesideNoDataFile_IsRefusedAndStaysAsItIs()
    {
        File.WriteAllText(fixture.Log, "someone's log");
        Assert.Contains(fixture.Log, Assert.Throws<StorageRefusedException>(() => fixture.Open()).Message);
        Assert.Equal("someone's log", File.ReadAllText(fixture.Log));
        Assert.False(File.Exists(fixture.Data));
    }

    [Theory]
    [InlineData("header")]
    [InlineData("zeroed header")]
    [InlineData("middle page")]
    [InlineData("truncated")]
    [InlineData("torn log")]
    public void Open_Damaged_IsSetAsideWithItsLogAndGoesOnWithAllThatCanBeRead(string what)
    {
        fixture.Open();
        var run = fixture.AddFinished(1);
        fixture.AddFinished(2);
        var backup = Path.Combine(fixture.Folder, "copy.db");
        fixture.Store.Backup(backup);
        fixture.Store.Dispose();
        Damage(what);
        byte[] data = File.ReadAllBytes(fixture.Data), log = File.ReadAllBytes(fixture.Log);

        fixture.Open();

        Assert.Contains("damaged", fixture.Store.Notice);
        Assert.Equal(2, fixture.Runs.List(new()).Total);
        // A page holds at most 6 trials of this size and parts of others; the first of the file are those of the first run.
        var lost = what == "middle page" ? 8 : 0;
        Assert.InRange(fixture.Runs.Trials(run.Id).Count(t => t.Status == TrialStatus.Done), run.TrialsTotal - lost, run.TrialsTotal);
        var aside = Directory.GetFiles(fixture.Folder, "*.damaged-20260304T050607Z").Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(2, aside.Length);
        Assert.Equal(log, File.ReadAllBytes(aside[0]));
        Assert.Equal(data, File.ReadAllBytes(aside[1]));
        fixture.AddFinished(3);

        fixture.Store.Dispose();
        File.Copy(backup, fixture.Data, overwrite: true);
        fixture.Open();
        Assert.Null(fixture.Store.Notice);
        Assert.Equal(2, fixture.Runs.List(new()).Total);
        Assert.Equal(run.TrialsTotal, fixture.Runs.Trials(run.Id).Count);
    }

    [Fact]
    public void Open_DamagedAndNotToBeSetAside_RefusesNamingTheOption()
    {
        fixture.Open();
        fixture.AddFinished(1);
        fixture.Store.Dispose();
        Damage("truncated");
        var before = File.ReadAllBytes(fixture.Data);
        fixture.Options.SetAsideDamaged = false;

        Assert.Contains("Storage:SetAsideDamaged", Assert.Throws<StorageDamagedException>(() => fixture.Open()).Message);
        Assert.Equal(before, File.ReadAllBytes(fixture.Data));
    }

    [Fact]
    public void Open_LogEndsInHalfAPage_IsWhatACrashLeavesAndNoDamage()
    {
        fixture.Open();
        var run = fixture.AddFinished(1);
        fixture.Store.Dispose();
        File.WriteAllBytes(fixture.Log, File.ReadAllBytes(fixture.Data).AsSpan(8192, 5000).ToArray());

        fixture.Open();
        Assert.Null(fixture.Store.Notice);
        Assert.Equal(run.TrialsTotal, fixture.Runs.Trials(run.Id).Count);
    }

    [Fact]
    public void Backup_EverythingInIt_AndTheDataFileUntouched()
    {
        fixture.Open();
        var runs = Enumerable.Range(1, 5).Select(fixture.AddFinished).ToArray();
        using var copy = new StoreFixture();
        fixture.Store.Backup(copy.Data);

        copy.Open();
        foreach (var run in runs)
        {
            Assert.Equivalent(run, copy.Runs.Find(run.Id), strict: true);
            Assert.Equivalent(fixture.Runs.Trials(run.Id), copy.Runs.Trials(run.Id), strict: true);
        }
    }

    [Fact]
    public void Backup_RunsAreSavedMeanwhile_NothingWaitsForItAndTheCopyHasThemAll()
    {
        fixture.Open();
        fixture.AddMany(100);
        using var copy = new StoreFixture();
        var parts = 0;
        fixture.Store.Backup(copy.Data, () =>
        {
            // On another thread: the backup's own would pass its own locks.
            if (++parts > 5) return;
            Assert.True(Task.Run(() => fixture.AddFinished(1_000 + parts)).Wait(TimeSpan.FromSeconds(20)));
            Assert.True(Task.Run(() => fixture.Runs.Update(fixture.Runs.List(new()).Items[0].Id, r => r with { Notes = "saved meanwhile" })).Wait(TimeSpan.FromSeconds(20)));
        });
        Assert.True(parts > 3);

        copy.Open();
        Assert.Null(copy.Store.Notice);
        var runs = fixture.Runs.List(new() { Take = 1_000 }).Items;
        Assert.Equal(100 + Math.Min(parts, 5), runs.Count);
        foreach (var run in runs)
        {
            Assert.Equivalent(run, copy.Runs.Find(run.Id), strict: true);
            Assert.Equal(54, copy.Runs.Trials(run.Id).Count(t => t.Status == TrialStatus.Done));
        }
        Assert.Empty(copy.Store.DamagedRecords);
    }

    private void Damage(string what)
    {
        var bytes = File.ReadAllBytes(fixture.Data);
        switch (what)
        {
            case "header": bytes.AsSpan(0, 8192).Fill(0x5A); break;
            case "zeroed header": bytes.AsSpan(0, 8192).Clear(); break;
            case "middle page": new Random(1).NextBytes(bytes.AsSpan(bytes.Length / 8192 / 2 * 8192, 8192)); break;
            case "truncated": bytes = bytes[..(bytes.Length - 3 * 8192 - 100)]; break;
            case "torn log":
                var log = bytes[8192..(8192 * 5)];
                new Random(1).NextBytes(log.AsSpan(8192, 8192));
                File.WriteAllBytes(fixture.Log, log);
                break;
        }
        File.WriteAllBytes(fixture.Data, bytes);
    }
}
