using System.Diagnostics;
using System.Security.Cryptography;
using Dashboard.Web.Tests.Support;

namespace Dashboard.Web.Tests.Faults;

/// <summary>Promises 2 and 3 in the whole app: a clean stop in mid-run, and one server for one data file.</summary>
public sealed class StopTests
{
    [Fact]
    public async Task Sigterm_InMidRunWithViewers_StopsWithinFiveSecondsAndTheRunGoesOnByItself()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("SIGTERM is a Unix signal.");
        using var folder = new TempFolder();
        string id;
        string[] before;
        using (var app = await AppProcess.Start(folder.Path))
        {
            id = await app.Launch(new { name = "long", lengths = new[] { 2, 3, 4, 5, 30, 31, 32, 33, 34, 35 }, seeds = new[] { 1, 2, 3, 4 }, epochs = 20, patience = 20 });
            await using var viewers = new Viewers(app, id);
            await viewers.JoinHub(2);
            await viewers.JoinEvents(2);
            await viewers.JoinStuck();
            await app.Until(async () => (await app.Results(id)).Any(l => l.Contains(",done,", StringComparison.Ordinal)));
            before = [.. (await app.Results(id)).Where(l => l.Contains(",done,", StringComparison.Ordinal))];

            var waited = Stopwatch.StartNew();
            app.Terminate();
            await app.Exited();

            Assert.InRange(waited.Elapsed.TotalSeconds, 0, LongTests.Pick(20, 5));
            Assert.Equal(0, app.ExitCode);
        }
        using var again = await AppProcess.Start(folder.Path);
        Assert.Contains(await again.Status(id), new[] { "queued", "running", "done" });
        Assert.Empty(before.Except(await again.Results(id)));
        await again.Until(async () => (await again.Results(id)).Count(l => l.Contains(",done,", StringComparison.Ordinal)) > before.Length);
        Assert.DoesNotContain("set aside", again.Output);
    }

    [Fact]
    public async Task SecondServer_OnTheSameFile_ExitsWithAClearMessageAndTouchesNothing()
    {
        using var folder = new TempFolder();
        using var first = await AppProcess.Start(folder.Path);
        var data = Path.Combine(folder.Path, "dashboard.db");
        var bytes = Hash(data);

        using var second = await AppProcess.StartToFail(folder.Path);

        Assert.Equal(1, second.ExitCode);
        Assert.Contains("dashboard.db", second.Output);
        Assert.Contains("another server", second.Output, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("   at ", second.Output);
        Assert.Equal(bytes, Hash(data));
        Assert.Equal("ok", (await first.Get("/healthz")).GetProperty("status").GetString());
    }

    private static string Hash(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        return Convert.ToHexString(SHA256.HashData(file));
    }
}
