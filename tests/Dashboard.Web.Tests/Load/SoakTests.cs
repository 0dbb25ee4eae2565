using System.Diagnostics;
using System.Globalization;
using Dashboard.Web.Tests.Support;

namespace Dashboard.Web.Tests.Load;

/// <summary>
/// Promise 11: runs back to back, each watched and its pages opened, 10 s, or 30 minutes in the long form (SOAK_MINUTES sets
/// another time). What the server holds must not grow beyond the level of the first sixth, but for the history itself: some
/// 10 kB of memory a run.
/// </summary>
public sealed class SoakTests
{
    private readonly List<Held> samples = [];

    [Fact]
    public async Task RunsBackToBack_HoldNoMoreThanInTheBeginning()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("Reads /proc.");
        var minutes = double.TryParse(Environment.GetEnvironmentVariable("SOAK_MINUTES"), CultureInfo.InvariantCulture, out var given) ? given : LongTests.On ? 30 : 1.0 / 6;
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
            foreach (var page in (string[])["/", "/runs", $"/runs/{id}", $"/compare?runs={id}", "/status"]) await app.Http.GetStringAsync(page);
            runs++;
            samples.Add(Sample(app, folder.Path, watch.Elapsed.TotalMinutes));
        }
        var first = Level(samples.Where(s => s.Minutes <= minutes / 6).DefaultIfEmpty(samples[0]), held => held.Max());
        // The median of the last sixth is what is held, not what is in passing.
        var last = Level(samples.TakeLast(Math.Max(1, samples.Count / 6)), Median);
        foreach (var part in samples.GroupBy(s => Math.Min(5, (int)(s.Minutes / minutes * 6))))
            TestContext.Current.TestOutputHelper?.WriteLine($"{part.First().Minutes:0.0} minutes: median {Level(part, Median)}; at most {Level(part, held => held.Max())}");
        TestContext.Current.TestOutputHelper?.WriteLine($"{runs} runs ({runs * 240} trials) in {minutes:0.##} minutes");
        Assert.InRange(last.Megabytes, 0, first.Megabytes * 1.1 + 20 + runs * 0.01 + (LongTests.On ? 0 : 150));
        Assert.InRange(last.Files, 0, first.Files + 5);
        Assert.InRange(last.Threads, 0, first.Threads + 5);
        Assert.InRange(last.LogKilobytes, 0, first.LogKilobytes + 100);
    }

    private static Held Sample(AppProcess app, string folder, double minutes)
    {
        var log = new FileInfo(Path.Combine(folder, "dashboard-log.db"));
        return new(minutes, app.Megabytes, Directory.GetFileSystemEntries($"/proc/{app.Id}/fd").Length, Directory.GetDirectories($"/proc/{app.Id}/task").Length, log.Exists ? log.Length / 1000 : 0);
    }

    private static Held Level(IEnumerable<Held> of, Func<IEnumerable<long>, long> pick) => new(
        of.Last().Minutes, pick(of.Select(s => s.Megabytes)), pick(of.Select(s => s.Files)), pick(of.Select(s => s.Threads)), pick(of.Select(s => s.LogKilobytes)));

    private static long Median(IEnumerable<long> values) => values.Order().ElementAt(values.Count() / 2);

    private sealed record Held(double Minutes, long Megabytes, long Files, long Threads, long LogKilobytes)
    {
        public override string ToString() => $"{Megabytes} MB, {Files} files, {Threads} threads, log {LogKilobytes} kB";
    }
}
