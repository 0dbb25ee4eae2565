using System.Net.Http.Json;
using System.Text.Json;
using Dashboard.Web.Tests.Support;

namespace Dashboard.Web.Tests.Load;

/// <summary>
/// Promise 9: viewers of a deck study in training, 10 of them, or 50 in the long form, which also measures what they cost: the
/// server's processor time outside its training threads for the same study, renamed as often, with and without them, as a share of training's.
/// By so much training slows where the viewers sit at other machines. (Training's own time is no measure here: the viewers'
/// side runs on the same cores and spoils their caches.)
/// </summary>
public sealed class LoadTests
{
    [Fact]
    public async Task Viewers_OfAStudyInTraining_GetEveryUpdateInTimeAndLeaveNothingBehind()
    {
        using var folder = new TempFolder();
        // In short one core trains, as others have work to do.
        using var app = await AppProcess.Start(folder.Path, LongTests.On ? [] : ["--Engine:Workers=1"]);
        // The first look at each page has the server's code compiled and the data's memory lines worked out, which is no matter of load.
        await Watch(app, await Launch(app, LongTests.Pick(1, 2)));
        if (!LongTests.On || !OperatingSystem.IsLinux()) return;

        const int Seeds = 6;
        var (_, runs) = await Launch(app, Seeds);
        var (training, serving) = app.Threads;
        for (var names = 0; await InTraining(app, runs); await Task.Delay(250)) await app.Rename(runs[names % runs.Length], $"name number {++names}.");
        var (trained, servedAlone) = (app.Threads.Training - training, app.Threads.Serving - serving);
        (training, serving) = app.Threads;
        var (delays, memory) = await Watch(app, await Launch(app, Seeds));
        var (trainedWatched, served) = (app.Threads.Training - training, app.Threads.Serving - serving);

        var slower = (served - servedAlone) / trained;
        TestContext.Current.TestOutputHelper?.WriteLine($"alone: training {trained.TotalSeconds:0.0} s, the rest {servedAlone.TotalSeconds:0.0} s; watched: training {trainedWatched.TotalSeconds:0.0} s, the rest {served.TotalSeconds:0.0} s; viewers cost {slower:P1}");
        Assert.InRange(Quantile(delays, 0.95), 0, 500);
        Assert.InRange(slower, double.MinValue, 0.05);
        Assert.InRange(memory[^1], 0, memory[memory.Count / 2] * 1.2);
    }

    /// <summary>Watches a study with viewers of every kind, to its end in the long form, and sees them leave.</summary>
    private static async Task<(IReadOnlyCollection<(string, double)> Delays, List<long> Megabytes)> Watch(AppProcess app, (string Study, string[] Runs) of)
    {
        var runs = of.Runs;
        var viewers = new Viewers(app, runs);
        await viewers.JoinHub(LongTests.Pick(3, 25));
        await viewers.JoinEvents(LongTests.Pick(2, 10));
        await viewers.JoinShared(LongTests.Pick(1, 5), "run", viewers.Next);
        await viewers.JoinShared(LongTests.Pick(1, 5), "study", () => of.Study);
        await viewers.JoinCircuits(LongTests.Pick(1, 3));
        await viewers.JoinPages("/", $"/studies/{of.Study}");
        await viewers.JoinStuck();
        var names = 0;
        var memory = new List<long>();
        do
        {
            await viewers.Tell(runs[names % runs.Length], $"name number {++names}.");
            memory.Add(app.Megabytes);
            await Task.Delay(250);
        }
        while (LongTests.On ? await InTraining(app, runs) : names < 24);
        await app.Until(() => viewers.Delays.Select(d => d.Kind).Distinct().Count() == 5 && viewers.Delays.Count >= names);
        await viewers.DisposeAsync();
        await app.Until(async () => await Readers(app) == 0);
        if (!LongTests.On) await Task.WhenAll(runs.Select(id => app.Http.PostAsync($"/api/runs/{id}/cancel", null)));

        var output = TestContext.Current.TestOutputHelper;
        foreach (var kind in viewers.Delays.GroupBy(d => d.Kind).OrderBy(k => k.Key)) output?.WriteLine($"{kind.Key}: {Words(kind)}");
        output?.WriteLine($"all: {Words(viewers.Delays)}; {viewers.Updates} updates; memory {memory[0]} MB at first, {memory[memory.Count / 2]} half-way, {memory[^1]} at last");
        return (viewers.Delays, memory);
    }

    private static string Words(IEnumerable<(string, double)> delays) => $"{delays.Count()} names seen after {Quantile(delays, 0.5):0} ms (median), {Quantile(delays, 0.95):0} ms (p95)";

    private static double Quantile(IEnumerable<(string, double Milliseconds)> delays, double share) => delays.Select(d => d.Milliseconds).Order().ElementAt((int)(delays.Count() * share));

    private static async Task<(string Study, string[] Runs)> Launch(AppProcess app, int seeds)
    {
        using var answer = await app.Http.PostAsJsonAsync("/api/studies", new { preset = "deck", protocol = "notebook", seeds = Enumerable.Range(1, seeds) });
        var study = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
        return (study, [.. (await app.Get($"/api/studies/{study}")).GetProperty("runs").EnumerateArray().Select(r => r.GetProperty("id").GetString()!)]);
    }

    private static async Task<bool> InTraining(AppProcess app, string[] runs) => await app.Status(runs[^1]) is "running" or "queued";

    private static async Task<int> Readers(AppProcess app) => (await app.Get("/api/status")).GetProperty("runViewers").GetInt32();
}
