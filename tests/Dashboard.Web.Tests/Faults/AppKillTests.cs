using System.Net.Http.Json;
using Dashboard.Web.Tests.Support;

namespace Dashboard.Web.Tests.Faults;

/// <summary>
/// Promise 1 in the whole app: kill -9 at random moments, 3 times, or 100 in the long form. The client keeps what the server
/// acknowledged.
/// </summary>
public sealed class AppKillTests
{
    private static readonly object Configuration = new { name = "kept", lengths = new[] { 2, 4, 6, 8, 10, 12 }, trainCount = 8_000, validationCount = 200, epochs = 6, protocol = "notebook" };

    private readonly Dictionary<string, string> notes = [], tried = [];
    private readonly Dictionary<(string Run, int Index), string> trials = [];
    private readonly HashSet<string> links = [];
    private readonly Random random = new(11);

    [Fact]
    public async Task Kill_DuringRunsAndAfterAcknowledgements_LosesNothingAndRunsEndAsIfUninterrupted()
    {
        using var folder = new TempFolder();
        var rounds = LongTests.Pick(3, 100);
        for (var round = 0; round < rounds; round++)
        {
            using var app = await AppProcess.Start(folder.Path);
            await AssertKept(app);
            await foreach (var run in WithStatus(app, "interrupted")) await Resume(app, run);
            await WorkUntilKilled(app, atOnce: round % 2 == 1);
        }

        using var last = await AppProcess.Start(folder.Path);
        await AssertKept(last);
        await foreach (var run in WithStatus(last, "interrupted")) await Resume(last, run);
        var uninterrupted = await last.Launch(Configuration);
        await last.When(uninterrupted, "done");
        var expected = await last.Results(uninterrupted);
        Assert.Equal(13, expected.Length);
        foreach (var run in notes.Keys)
        {
            await last.When(run, "done");
            Assert.Equal(expected, await last.Results(run));
        }
        Assert.DoesNotContain("set aside", last.Output);
        TestContext.Current.TestOutputHelper?.WriteLine($"{rounds} kills, {notes.Count} runs, {links.Count} links and {trials.Count} trials acknowledged, all kept");
    }

    /// <summary>Launches, edits and reads without end, and keeps what was acknowledged, until the server is gone.</summary>
    private async Task WorkUntilKilled(AppProcess app, bool atOnce)
    {
        var acknowledgements = 0;
        // The clock starts with the first acknowledgement, so that every kill meets a server at work.
        var (killAfter, wait) = (random.Next(4, 60), random.Next(1_500));
        void Acknowledged()
        {
            acknowledgements++;
            if (atOnce && acknowledgements == killAfter) app.Kill();
            if (!atOnce && acknowledgements == 1) _ = Task.Delay(wait).ContinueWith(_ => app.Kill(), TaskScheduler.Default);
        }
        try
        {
            for (var launched = new List<string>(); ;)
            {
                if (launched.Count < 4)
                {
                    launched.Add(await app.Launch(Configuration));
                    notes[launched[^1]] = "";
                    Acknowledged();
                    using var shared = await app.Http.PostAsJsonAsync("/api/shares", new { kind = "run", target = launched[^1] });
                    shared.EnsureSuccessStatusCode();
                    links.Add(shared.Headers.Location!.ToString().Split('/')[^1]);
                    Acknowledged();
                }
                var run = launched[random.Next(launched.Count)];
                tried[run] = $"note {acknowledgements} ✓";
                using var edited = await app.Http.PatchAsJsonAsync($"/api/runs/{run}", new { notes = tried[run] });
                edited.EnsureSuccessStatusCode();
                notes[run] = tried[run];
                Acknowledged();
                await foreach (var (key, trial) in Finished(app, run)) trials[key] = trial;
                Acknowledged();
            }
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            await app.Exited();
        }
    }

    private async Task AssertKept(AppProcess app)
    {
        var found = (await app.Get("/api/runs?take=500")).GetProperty("items").EnumerateArray().Select(r => r.GetProperty("id").GetString()!).ToList();
        Assert.Distinct(found);
        foreach (var (run, note) in notes)
        {
            Assert.Contains(run, found);
            // The last edit may have been saved although its answer was lost.
            Assert.Contains((await app.Get($"/api/runs/{run}")).GetProperty("notes").GetString(), new[] { note, tried.GetValueOrDefault(run) });
        }
        var made = (await app.Get("/api/shares")).EnumerateArray().Select(s => s.GetProperty("id").GetString()!).ToList();
        Assert.Distinct(made);
        Assert.Subset(made.ToHashSet(), links);
        foreach (var group in trials.GroupBy(t => t.Key.Run))
        {
            var kept = new Dictionary<(string, int), string>();
            await foreach (var (key, trial) in Finished(app, group.Key)) kept.Add(key, trial);
            foreach (var (key, trial) in group) Assert.Equal(trial, kept[key]);
        }
    }

    private static async IAsyncEnumerable<((string, int) Key, string Trial)> Finished(AppProcess app, string run)
    {
        foreach (var trial in (await app.Get($"/api/runs/{run}/trials")).EnumerateArray())
            if (trial.GetProperty("status").GetString() == "done") yield return ((run, trial.GetProperty("index").GetInt32()), trial.GetRawText());
    }

    private static async IAsyncEnumerable<string> WithStatus(AppProcess app, string status)
    {
        foreach (var run in (await app.Get($"/api/runs?take=500&status={status}")).GetProperty("items").EnumerateArray())
            yield return run.GetProperty("id").GetString()!;
    }

    private static async Task Resume(AppProcess app, string run)
    {
        using var answer = await app.Http.PostAsync($"/api/runs/{run}/resume", null);
        Assert.Equal(202, (int)answer.StatusCode);
    }
}
