using System.Net;
using Dashboard.Web.Operations;
using Dashboard.Web.Storage;
using Dashboard.Web.Tests.Support;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dashboard.Web.Tests.Operations;

public sealed class HealthTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task Readyz_StoreWorks_IsReadyOrDegraded()
    {
        var (status, body, _) = await app.Send("GET", "/readyz");
        Assert.Equal(200, status);
        Assert.Contains(body.GetProperty("status").GetString(), new[] { "ready", "degraded" });
    }

    [Fact]
    public void Uptime_ClockIsSetBack_GoesOn()
    {
        var time = new TwoClocks();
        var status = ActivatorUtilities.CreateInstance<ServerStatus>(app.Services, time);
        time.Pass(TimeSpan.FromSeconds(90));
        time.Set(TimeSpan.FromHours(-2));
        Assert.Equal(90, status.ReadAll().UptimeSeconds);
    }

    [Fact]
    public async Task Readyz_StoreUnavailable_Is503ProblemWithoutThePath()
    {
        await using var broken = app.WithWebHostBuilder(b =>
        {
            b.UseSetting("Storage:Path", Path.Combine(Path.GetTempPath(), $"ready-{Guid.NewGuid():N}.db"));
            b.ConfigureTestServices(s => s.AddSingleton<IStorageStatus>(new BrokenStore()));
        });
        using var answer = await broken.CreateClient().GetAsync("/readyz");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.DoesNotContain("/secret", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task GetStatus_TellsEngineStoreAndErrors()
    {
        app.Services.GetRequiredService<ILogger<HealthTests>>().LogError(new IOException("no paper"), "The printer {Name} stopped", "P1");
        var (status, facts, _) = await app.Send("GET", "/api/status");
        Assert.Equal(200, status);
        Assert.Equal((2, "test.db"), (facts.GetProperty("workers").GetInt32(), Path.GetFileName(facts.GetProperty("store").GetProperty("path").GetString())));
        Assert.True(facts.GetProperty("vectorLanes").GetInt32() is 1 or 4 or 8 or 16);
        Assert.Contains("The printer P1 stopped IOException: no paper", facts.GetProperty("errors")[0].GetProperty("message").GetString());
    }

    [Fact]
    public async Task StatusPage_ShowsTheFacts()
    {
        app.Services.GetRequiredService<ILogger<HealthTests>>().LogError("<b>The roof</b> leaks");
        var html = await app.CreateClient().GetStringAsync("/status");
        Assert.Contains("test.db", html);
        Assert.Contains("2 trials at a time", html);
        Assert.Contains("&lt;b&gt;The roof&lt;/b&gt; leaks", html);
    }

    [Fact]
    public async Task GetBackup_IsACopyThatOpensWithEveryRun()
    {
        var id = await app.Launch();
        await app.When(id, r => r.IsEnded);
        using var answer = await app.CreateClient().GetAsync("/api/backup");
        Assert.Equal((HttpStatusCode.OK, "attachment"), (answer.StatusCode, answer.Content.Headers.ContentDisposition?.DispositionType));
        using var folder = new TempFolder();
        var copy = Path.Combine(folder.Path, "copy.db");
        await File.WriteAllBytesAsync(copy, await answer.Content.ReadAsByteArrayAsync());

        using var store = LiteStoreOpener.Open(new() { Path = copy }, TimeProvider.System, app.Services.GetRequiredService<ILogger<LiteStore>>());
        var kept = new LiteRunStore(store);
        Assert.Equal(4, kept.Find(id)!.TrialsDone);
        Assert.Equal(4, kept.Trials(id).Count);
        Assert.Empty(Directory.GetFiles(Path.GetTempPath(), "dashboard-backup-*"));
    }

    [Fact]
    public async Task Readyz_KeysCannotBeUsed_Is503AsNoPageCanBeServed()
    {
        await using var broken = app.WithWebHostBuilder(b =>
        {
            b.UseSetting("Storage:Path", Path.Combine(Path.GetTempPath(), $"ready-{Guid.NewGuid():N}.db"));
            b.ConfigureTestServices(s => s.AddSingleton<IDataProtectionProvider>(new NoKeys()));
        });
        using var answer = await broken.CreateClient().GetAsync("/readyz");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        var (readiness, why) = broken.Services.GetRequiredService<ServerStatus>().Read();
        Assert.Equal(Readiness.Unavailable, readiness);
        Assert.Contains(why, w => w.Contains("Read-only file system", StringComparison.Ordinal));
    }

    private sealed class NoKeys : IDataProtectionProvider, IDataProtector
    {
        public IDataProtector CreateProtector(string purpose) => this;
        public byte[] Protect(byte[] plaintext) => throw new System.Security.Cryptography.CryptographicException("No key", new IOException("Read-only file system"));
        public byte[] Unprotect(byte[] protectedData) => throw new NotSupportedException();
    }

    private sealed class BrokenStore : IStorageStatus
    {
        public string? Error => "The disk is full: /secret/file.db.";
        public string? NoRoom => null;
        public string? Notice => null;
        public event Action? Changed { add { } remove { } }
        public string Path => "/secret/file.db";
        public long SizeBytes => 0;
        public long? FreeBytes => 0;
        public string BackupFolder => "/secret/backups";
        public DateTime? LastBackup => null;
        public IReadOnlyList<DamagedRecord> DamagedRecords => [];
        public string? TryWrite() => Error;
        public void Backup(string destination) => throw new NotSupportedException();
    }
}
