using System.Diagnostics;
using System.Globalization;
using Dashboard.Web.Tests.Support;

namespace Dashboard.Web.Tests.Load;

/// <summary>
/// Promise 11: runs back to back, 20 s, or 30 minutes in the long form (SOAK_MINUTES sets another time). What the server holds
/// must not grow beyond the level of the first sixth, but for the history itself: some 10 kB of memory a run.
/// </summary>
public sealed class SoakTests
{
    private readonly List<Held> samples = [];

    [Fact]
    public async Task RunsBackToBack_HoldNoMoreThanInTheBeginning()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("Reads /proc.");
        var minutes = double.TryParse(Environment.GetEnvironmentVariable("SOAK_MINUTES"), CultureInfo.InvariantCulture, out var given) ? given : LongTests.On ? 30 : 1.0 / 3;
        using var folder = new TempFolder();
        using var app = await AppProcess.Start(folder.Path);
        var runs = 0;
        for (var watch = Stopwatch.StartNew(); watch.Elapsed.TotalMinutes < minutes;)
        {
            // Many small trials: those kept in memory (20,000) are all there before the long form's first five minutes are over.
            var id = await app.Launch(new { lengths = Enumerable.Range(2, 40), seeds = new[] { 1, 2, 3 }, trainCount = 200, validationCount = 50, epochs = 3 });
            await using (var viewers = new Viewers(app, id))
            {
                await viewers.JoinHub(1);
                await app.When(id, "done");
            }
            runs++;
            samples.Add(Sample(app.Id, folder.Path, watch.Elapsed.TotalMinutes));
        }
        var first = samples.Where(s => s.Minutes <= minutes / 6).DefaultIfEmpty(samples[0]).ToArray();
        // Of the last sixth the lowest: what is held, not what is in passing.
        var last = samples.TakeLast(Math.Max(1, samples.Count / 6)).ToArray();
        TestContext.Current.TestOutputHelper?.WriteLine($"{runs} runs ({runs * 240} trials) in {minutes:0.##} minutes; first sixth, at most: {Highest(first)}; last sixth, at least: {Lowest(last)}");
        Assert.InRange(Lowest(last).Megabytes, 0, Highest(first).Megabytes * 1.1 + 20 + runs * 0.01 + (LongTests.On ? 0 : 150));
        Assert.InRange(Lowest(last).Files, 0, Highest(first).Files + 5);
        Assert.InRange(Lowest(last).Threads, 0, Highest(first).Threads + 5);
        Assert.InRange(Lowest(last).LogKilobytes, 0, Highest(first).LogKilobytes + 100);
    }

    private static Held Sample(int process, string folder, double minutes)
    {
        var memory = File.ReadLines($"/proc/{process}/status").First(l => l.StartsWith("VmRSS", StringComparison.Ordinal));
        var log = new FileInfo(Path.Combine(folder, "dashboard-log.db"));
        return new(minutes, int.Parse(string.Concat(memory.Where(char.IsAsciiDigit)), CultureInfo.InvariantCulture) / 1000,
            Directory.GetFileSystemEntries($"/proc/{process}/fd").Length, Directory.GetDirectories($"/proc/{process}/task").Length, log.Exists ? log.Length / 1000 : 0);
    }

    private static Held Highest(IReadOnlyList<Held> of) => new(of[^1].Minutes, of.Max(s => s.Megabytes), of.Max(s => s.Files), of.Max(s => s.Threads), of.Max(s => s.LogKilobytes));

    private static Held Lowest(IReadOnlyList<Held> of) => new(of[^1].Minutes, of.Min(s => s.Megabytes), of.Min(s => s.Files), of.Min(s => s.Threads), of.Min(s => s.LogKilobytes));

    private sealed record Held(double Minutes, int Megabytes, int Files, int Threads, long LogKilobytes);
}
