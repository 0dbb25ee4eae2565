using Dashboard.Web.Tests.Support;

namespace Dashboard.Web.Tests.Load;

/// <summary>
/// Promise 9: viewers of a running study, 8 of them, or 50 in the long form, which also measures what they cost. The cost is
/// the server's processor time for the same study with and without them: training is all the server does, so that is how much
/// it slows where the viewers sit at other machines.
/// </summary>
public sealed class LoadTests
{
    private static object Configuration(int seeds) => new
    {
        name = "watched", protocol = "notebook", seeds = Enumerable.Range(1, seeds), patience = 20, lengths = Enumerable.Range(2, 14).Concat([17, 19, 21, 23, 25, 27, 29, 30, 33, 36, 39, 42, 45]),
    };

    [Fact]
    public async Task Viewers_OfARunInTraining_GetEveryUpdateInTimeAndLeaveNothingBehind()
    {
        using var folder = new TempFolder();
        using var app = await AppProcess.Start(folder.Path);
        var seeds = LongTests.Pick(1, 8);
        if (LongTests.On) await Train(app, 1);
        var alone = LongTests.On ? await Train(app, seeds) : TimeSpan.Zero;

        var id = await app.Launch(Configuration(seeds));
        var before = app.ProcessorTime;
        var viewers = new Viewers(app, id);
        await viewers.JoinHub(LongTests.Pick(5, 35));
        await viewers.JoinEvents(LongTests.Pick(3, 15));
        await viewers.JoinStuck();
        var people = LongTests.Pick(8, 50);
        await app.Until(async () => await Readers(app) == people + 1);
        // The first update has the server's code compiled, which is no matter of load.
        await viewers.Tell("note 0");
        await app.Until(() => viewers.Delays.Count == people);
        viewers.Delays.Clear();
        var notes = 0;
        do
        {
            await viewers.Tell($"note {++notes}");
            await Task.Delay(250);
        }
        while (await app.Status(id) is "running" or "queued" || notes < 4);
        var watched = app.ProcessorTime - before;

        await app.Until(() => viewers.Delays.Count >= notes * people * 9 / 10);
        var delays = viewers.Delays.Order().ToArray();
        var p95 = delays[(int)(delays.Length * 0.95)];
        await viewers.DisposeAsync();
        await app.Until(async () => await Readers(app) == 0);
        TestContext.Current.TestOutputHelper?.WriteLine($"{people} viewers, {viewers.Updates} updates, {notes} notes: median {delays[delays.Length / 2]:0} ms, p95 {p95:0} ms");
        if (!LongTests.On) return;
        var slower = watched / alone - 1;
        TestContext.Current.TestOutputHelper?.WriteLine($"processor time {alone.TotalSeconds:0.0} s alone, {watched.TotalSeconds:0.0} s watched: {slower:P1}");
        Assert.InRange(p95, 0, 500);
        Assert.InRange(slower, double.MinValue, 0.05);
    }

    private static async Task<TimeSpan> Train(AppProcess app, int seeds)
    {
        var before = app.ProcessorTime;
        var id = await app.Launch(Configuration(seeds));
        await app.When(id, "done");
        return app.ProcessorTime - before;
    }

    private static async Task<int> Readers(AppProcess app) => (await app.Get("/api/status")).GetProperty("runViewers").GetInt32();
}
