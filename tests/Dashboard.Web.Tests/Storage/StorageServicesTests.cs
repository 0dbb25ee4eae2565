using Dashboard.Engine.Runs;
using Dashboard.Web.Sharing;
using Dashboard.Web.Operations;
using Dashboard.Web.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Dashboard.Web.Tests.Storage;

public sealed class StorageServicesTests
{
    [Fact]
    public async Task AddStorage_StartAndStop_OpensTheFileAndLetsGoOfIt()
    {
        using var fixture = new StoreFixture();
        for (var i = 0; i < 2; i++)
        {
            using var host = Build(("Storage:Path", fixture.Data));
            await host.StartAsync();
            Assert.Equal(fixture.Data, host.Services.GetRequiredService<IStorageStatus>().Path);
            Assert.Empty(host.Services.GetRequiredService<IShareStore>().List());
            host.Services.GetRequiredService<IRunStore>().Add([StoreFixture.NewRun(i)]);
            await host.StopAsync();
        }
        Assert.Equal(2, fixture.Open().Runs.List(new()).Total);
    }

    [Theory]
    [InlineData("Storage:Path", " ")]
    [InlineData("Storage:Path", "/")]
    [InlineData("Storage:MinFreeMegabytes", "-1")]
    [InlineData("Storage:BackupHours", "NaN")]
    [InlineData("Storage:BackupsKept", "0")]
    [InlineData("Storage:TimeLimitSeconds", "0")]
    [InlineData("Storage:BackupHours", "daily")]
    [InlineData("Storage:SetAsideDamaged", "perhaps")]
    [InlineData("Storage:BackupHour", "24")]
    public async Task AddStorage_BadSetting_DoesNotStartAndNamesIt(string key, string value)
    {
        using var host = Build((key, value));
        var e = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());
        Assert.Contains(key, e.Message);
    }

    [Fact]
    public void BackupSchedule_Days_WritesWhenDueAndChangedAndKeepsTheNewest()
    {
        using var fixture = new StoreFixture();
        fixture.Options.BackupsKept = 3;
        fixture.Open();
        var schedule = new BackupSchedule(fixture.Store, fixture.Options, fixture.Time, NullLogger.Instance);
        string[] Names() => [.. Directory.GetFiles(Path.Combine(fixture.Folder, "backups")).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];

        schedule.RunIfDue();
        fixture.Time.Advance(TimeSpan.FromHours(23));
        schedule.RunIfDue();
        Assert.Equal(["dashboard-20260304T050607Z.db"], Names());

        for (var day = 5; day < 9; day++)
        {
            fixture.Time.SetUtcNow(new DateTimeOffset(2026, 3, day, 6, 0, 0, TimeSpan.Zero));
            fixture.AddFinished(day);
            File.SetLastWriteTimeUtc(fixture.Data, fixture.Time.GetUtcNow().UtcDateTime);
            schedule.RunIfDue();
        }
        fixture.Time.Advance(TimeSpan.FromDays(2));
        schedule.RunIfDue();
        Assert.Equal(["dashboard-20260306T060000Z.db", "dashboard-20260307T060000Z.db", "dashboard-20260308T060000Z.db"], Names());
    }

    [Fact]
    public async Task StorageMaintenance_WorkThatThrows_IsLoggedAndTriedAgainAndTheRestIsDone()
    {
        using var fixture = new StoreFixture().Open();
        var log = new RecentErrors(fixture.Time);
        int failed = 0, done = 0;
        using var maintenance = new StorageMaintenance(fixture.Store, [Fail, () => done++], fixture.Time,
            new Microsoft.Extensions.Logging.LoggerFactory([log]).CreateLogger<StorageMaintenance>());
        await maintenance.StartAsync(CancellationToken.None);
        for (var ticks = 0; done < 2 && ticks < 1_000; ticks++)
        {
            fixture.Time.Advance(TimeSpan.FromSeconds(30));
            await Task.Delay(1);
        }
        Assert.Equal((true, true), (done >= 2, failed >= 2));
        Assert.False(maintenance.ExecuteTask!.IsCompleted);
        Assert.Contains("folder forbidden", Assert.Single(log.All).Message);
        await maintenance.StopAsync(CancellationToken.None);

        void Fail()
        {
            failed++;
            throw new UnauthorizedAccessException("folder forbidden");
        }
    }

    private static IHost Build(params (string Key, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, (string?)s.Value)));
        builder.Services.AddStorage(builder.Configuration);
        return builder.Build();
    }
}
