using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Training;

namespace Dashboard.Engine.Tests.Runs;

/// <summary>What every <see cref="IRunStore"/> keeps to: the one of the server, and the one in memory the engine is tested with.</summary>
public abstract class RunStoreContract
{
    private static readonly DateTime Day = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>An empty store.</summary>
    protected abstract IRunStore Store { get; }

    private static Run NewRun(string id, RunStatus status = RunStatus.Queued, int minute = 0) => new()
    {
        Id = id, Name = "Run " + id, Status = status, CreatedAt = Day.AddMinutes(minute), Spec = Presets.Run(Presets.Panels[0], Protocol.Slides, [1]),
    };

    private static Trial NewTrial(Run run, int index, double seconds = 1) =>
        new(index, run.Spec.Trials()[index], TrialStatus.Done, "fused", new(TrialStatus.Done, [new(1, 2, 3, 4, 5)], false, seconds, null, null));

    [Fact]
    public void Add_OneIdTaken_AddsNeitherRunsNorStudy()
    {
        Store.Add([NewRun("a")]);
        Assert.Throws<ArgumentException>(() => Store.Add([NewRun("b"), NewRun("a")], NewStudy("s", 0)));
        Assert.Null(Store.Find("b"));
        Assert.Null(Store.FindStudy("s"));
    }

    [Fact]
    public void Add_StudyThatIsThere_ReplacesIt()
    {
        Store.Add([NewRun("a")], NewStudy("s", 0) with { RunIds = ["a"] });
        Store.Add([NewRun("b")], NewStudy("s", 0) with { RunIds = ["a", "b"] });
        Assert.Equal(["a", "b"], Assert.Single(Store.Studies()).RunIds);
        Assert.Equal(["a", "b"], Store.FindStudy("s")!.RunIds);
    }

    [Fact]
    public void Update_ChangeOfOneField_LeavesTheOthersAndGivesTheRunAsItIs()
    {
        Store.Add([NewRun("a") with { Notes = "kept", Tags = ["x, y", "z"] }]);
        var changed = Store.Update("a", r => r with { Name = "New" });
        Assert.Equal("New", changed!.Name);
        Assert.Equal(("kept", "x, y|z"), (Store.Find("a")!.Notes, string.Join('|', Store.Find("a")!.Tags)));
        Assert.Null(Store.Update("none", r => r));
        Assert.Throws<ArgumentException>(() => Store.Update("a", r => r with { Id = "b" }));
        Assert.Null(Store.Find("b"));
    }

    [Fact]
    public void Update_OfManyThreads_EveryChangeStays()
    {
        Store.Add([NewRun("a")]);
        Parallel.For(0, 60, i => Store.Update("a", r => i % 2 == 0 ? r with { TrialsDone = r.TrialsDone + 1 } : r with { Notes = r.Notes + "x" }));
        Assert.Equal((30, 30), (Store.Find("a")!.TrialsDone, Store.Find("a")!.Notes.Length));
    }

    [Fact]
    public void Update_ThatThrows_ChangesNothing()
    {
        Store.Add([NewRun("a")]);
        Assert.Throws<InvalidOperationException>(() => Store.SaveTrials("a", [NewTrial(NewRun("a"), 0)], _ => throw new InvalidOperationException()));
        Assert.Empty(Store.Trials("a"));
        Assert.Equal("Run a", Store.Find("a")!.Name);
    }

    [Fact]
    public void SaveTrials_InAnyOrderAndAgain_AreThereByIndexTheLatestOfEach()
    {
        var run = NewRun("a");
        Store.Add([run, NewRun("b")]);
        Assert.Null(Store.SaveTrials("none", [NewTrial(run, 0)], r => r));
        Store.SaveTrials("a", [NewTrial(run, 5), NewTrial(run, 1)], r => r with { TrialsDone = 2 });
        Store.SaveTrials("a", [NewTrial(run, 5, seconds: 9)], r => r);
        Assert.Equal([(1, 1.0), (5, 9.0)], Store.Trials("a").Select(t => (t.Index, t.Result!.Seconds)));
        Assert.Equal(2, Store.Find("a")!.TrialsDone);
        Assert.Empty(Store.Trials("b"));
        Assert.Empty(Store.Trials("none"));
    }

    [Fact]
    public void Deleted_RunsAreFoundByIdOnly()
    {
        Store.Add([NewRun("a") with { DeletedAt = Day }, NewRun("b")]);
        Assert.NotNull(Store.Find("a"));
        Assert.Equal(["b"], Store.List(new()).Items.Select(r => r.Id));
        Assert.Equal(["b"], Store.WithStatus(RunStatus.Queued).Select(r => r.Id));
        Assert.Equal(["b"], Store.FindMany(["a", "b", "none"]).Select(r => r.Id));
        Assert.Equal(["a"], Store.Deleted(Day.AddTicks(1)).Select(r => r.Id));
        Assert.Empty(Store.Deleted(Day));
    }

    [Fact]
    public void Purge_TakesARunWithItsTrials_AndItsIdIsFree()
    {
        var run = NewRun("a");
        Store.Add([run, NewRun("b")]);
        Store.SaveTrials("a", [NewTrial(run, 0)], r => r);
        Store.SaveTrials("b", [NewTrial(run, 0)], r => r);
        Store.Purge("a");
        Store.Purge("none");
        Assert.Null(Store.Find("a"));
        Assert.Single(Store.Trials("b"));
        Store.Add([run]);
        Assert.Empty(Store.Trials("a"));
    }

    [Fact]
    public void WithStatusAndFindMany_HaveTheirOrders()
    {
        Store.Add([NewRun("late", RunStatus.Running, 2), NewRun("early", RunStatus.Queued, 1), NewRun("done", RunStatus.Done)]);
        Assert.Equal(["early", "late"], Store.WithStatus(RunStatus.Running, RunStatus.Queued).Select(r => r.Id));
        Assert.Equal(["late", "done", "early"], Store.FindMany(["late", "done", "early"]).Select(r => r.Id));
    }

    [Fact]
    public void List_OfOneLauncher_HasTheirRunsWhateverTheCaseAndAllNames()
    {
        Store.Add([
            NewRun("a") with { LaunchedBy = new("1", "Mía") }, NewRun("b") with { LaunchedBy = new("2", "Max") }, NewRun("c") with { LaunchedBy = new("2", "Max") },
            NewRun("d") with { LaunchedBy = new("3", null) }, NewRun("e"),
        ]);

        var page = Store.List(new() { LaunchedBy = "MÍA" });

        Assert.Equal("a", Assert.Single(page.Items).Id);
        Assert.Equal(["Max", "Mía"], page.Launchers);
        Assert.Equal(new Launcher("1", "Mía"), Store.Find("a")!.LaunchedBy);
    }

    [Fact]
    public void List_PageOfAFilter_HasTotalsCountsAndTags()
    {
        Store.Add([.. Enumerable.Range(0, 9).Select(i => NewRun($"{i}", i % 3 == 0 ? RunStatus.Failed : RunStatus.Done, i) with { Tags = i % 2 == 0 ? ["even", "all"] : ["all"] })]);
        var page = Store.List(new() { Text = "EVE", Statuses = [RunStatus.Done], Skip = 1, Take = 1 });
        Assert.Equal((3, "4"), (page.Total, Assert.Single(page.Items).Id));
        Assert.Equal((3, 2, 0), (page.StatusCounts[RunStatus.Done], page.StatusCounts[RunStatus.Failed], page.StatusCounts[RunStatus.Queued]));
        Assert.Equal(["all", "even"], page.Tags);
    }

    [Fact]
    public void Studies_AreNewestFirst()
    {
        Store.Add([NewRun("a")], NewStudy("old", 0));
        Store.Add([], NewStudy("new", 1));
        Assert.Equal(["new", "old"], Store.Studies().Select(s => s.Id));
        Assert.Equal("old", Store.FindStudy("old")!.Id);
        Assert.Null(Store.FindStudy("none"));
    }

    private static Study NewStudy(string id, int minute) =>
        new() { Id = id, Name = id, CreatedAt = Day.AddMinutes(minute), RunIds = ["a"], Protocol = Protocol.Slides };
}
