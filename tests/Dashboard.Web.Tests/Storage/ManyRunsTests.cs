using System.Diagnostics;
using Dashboard.Engine.Runs;
using Dashboard.Web.Storage;
using Dashboard.Web.Tests.Support;
using LiteDB;

namespace Dashboard.Web.Tests.Storage;

/// <summary>A large file; the long form has 10,000 runs (540,000 trials) and prints what was measured.</summary>
public sealed class ManyRunsTests
{
    private readonly List<string> figures = [];

    [Fact]
    public void ManyRuns_ListSearchAndTrials_FindTheRightOnes()
    {
        var count = LongTests.Pick(300, 10_000);
        using var fixture = new StoreFixture().Open();
        Measure("generate", () => fixture.AddMany(count));
        figures.Add($"{fixture.Store.SizeBytes / (count * 54)} bytes a trial, {fixture.Store.SizeBytes / 1_000_000} MB");
        Measure("start-up", () => fixture.Reopen());

        RunPage list = null!, search = null!;
        for (var i = 0; i < 2; i++)
        {
            Measure("list", () => list = fixture.Runs.List(new() { Take = 50 }));
            Measure("search", () => search = fixture.Runs.List(new() { Text = "N 123", Tag = "OTHER", Sort = RunSort.Name }));
        }
        var run = fixture.Runs.List(new() { Skip = count / 2, Take = 1 }).Items[0];
        IReadOnlyList<Trial> trials = [];
        Measure("trials of a run, first", () => trials = fixture.Runs.Trials(run.Id));
        var next = fixture.Runs.List(new() { Skip = count / 3, Take = 1 }).Items[0];
        Measure("trials of another run", () => fixture.Runs.Trials(next.Id));
        Measure("trials of a run, kept", () => fixture.Runs.Trials(run.Id));
        var fresh = StoreFixture.NewRun(count);
        Measure("add a run", () => fixture.Runs.Add([fresh]));
        foreach (var batch in new[] { 1, 1, 1, 30 })
            Measure($"save {batch} trials", () => fixture.Runs.SaveTrials(fresh.Id, [.. Enumerable.Range(0, batch).Select(t => StoreFixture.NewTrial(fresh, t))], r => r));
        Measure("backup", () => fixture.Store.Backup(Path.Combine(fixture.Folder, "copy.db")));
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join('\n', figures));

        Assert.Equal(count, list.Total);
        Assert.Equal(50, list.Items.Count);
        Assert.Equal($"Run {count - 1}", list.Items[0].Name);
        Assert.Equal(Enumerable.Range(0, count).Count(n => n % 10 != 0 && $"n {n}".Contains("n 123", StringComparison.Ordinal)), search.Total);
        Assert.Equal(54, trials.Count);
        Assert.Equivalent(StoreFixture.NewTrial(run, 53), trials[53], strict: true);
    }

    [Fact]
    public void TrialsOfARun_QueryPlan_IsARangeOfThePrimaryIndex()
    {
        using var fixture = new StoreFixture().Open();
        var run = fixture.AddFinished(1);
        var plan = fixture.Store.Read(engine =>
        {
            var query = new Query { ExplainPlan = true };
            query.Where.Add(TrialDocument.OfRun(run.Id));
            using var reader = engine.Query(Collections.Trials, query);
            reader.Read();
            return reader.Current["index"].AsDocument;
        });
        Assert.Equal("_id", plan["name"].AsString);
        Assert.StartsWith("INDEX RANGE SCAN(_id BETWEEN", plan["mode"].AsString);
    }

    private void Measure(string what, Action action)
    {
        var watch = Stopwatch.StartNew();
        action();
        figures.Add($"{what}: {watch.Elapsed.TotalMilliseconds:0.00} ms");
    }
}
