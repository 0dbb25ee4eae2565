using Dashboard.Engine.Runs;
using Dashboard.Engine.Tests.Support;
using Dashboard.Engine.Training;

namespace Dashboard.Engine.Tests.Runs;

/// <summary>A run that trained when the server was killed, and that other machines train still.</summary>
public sealed class GoingOnTests
{
    private static readonly TrialOrigin Origin = new(EngineVersion.Current, 512);

    private static ScriptedTrainer Quick => new((_, length, _, _, _) => ScriptedTrainer.Done(length));

    /// <summary>A server on what one left that was killed in the middle of a run of six trials, one of them saved.</summary>
    private static Lab Killed(int? wentOnAt = null)
    {
        var store = new MemoryRunStore();
        var run = new Run { Id = "r1", Name = "n", Spec = Lab.Small(), CreatedAt = DateTime.UnixEpoch, Status = RunStatus.Running, WentOnAt = wentOnAt };
        store.Add([run]);
        store.SaveTrials("r1", [new(0, run.Spec.Trials()[0], TrialStatus.Done, "fused", ScriptedTrainer.Done(7))], r => r with { TrialsDone = 1 });
        return new(Quick, store: store);
    }

    private static void Bring(Lab lab, LentTrial lent) =>
        Assert.Equal(DeliveredResult.Taken, lab.Runs.Desk.Deliver(lent.RunId, lent.Index, ScriptedTrainer.Done(lent.Key.Length), "fused", Origin, lent.Machine));

    [Fact]
    public async Task Adopt_ATrialOfIt_GoesOnWithOtherMachinesAndOwnThreadsTakeNoneOfIt()
    {
        using var lab = Killed();
        Assert.Equal(RunStatus.Interrupted, lab.Runs.Find("r1")!.Status);

        var held = lab.Runs.Desk.Adopt("far", 512, "r1", 3);

        Assert.Equal(1, (await lab.When("r1", r => r.Status == RunStatus.Running)).WentOnAt);
        // One launched later is trained here, from its first trial to its last.
        await lab.Ended(lab.Runs.Launch(Lab.Small()).Id);
        Assert.Equal((4, 1, 0, true), lab.Runs.Desk.Queue.Single() is var left ? (left.Waiting, left.Training, left.TrainingHere, left.IsLeftToOthers) : default);
        Bring(lab, held!);
        while (lab.Runs.Desk.Take("far", 512, 100, 100) is { Count: > 0 } more)
            foreach (var lent in more) Bring(lab, lent);
        Assert.Equal((RunStatus.Done, 6), await lab.Ended("r1") is var run ? (run.Status, run.TrialsDone) : default);
        Assert.Equal(0, lab.Store.SavedTwice);
    }

    [Fact]
    public void Adopt_ItsTrialsCannotBeRead_IsHeldByNobodyAfterwards()
    {
        using var lab = Killed();
        using (lab.Runs.Subscribe("r1"))
        {
            lab.Store.Failure = "The disk is gone.";
            Assert.Throws<StorageUnavailableException>(() => lab.Runs.Desk.Adopt("far", 512, "r1", 3));
            lab.Store.Failure = null;
        }

        Assert.Equal(0, lab.Runs.Held);
    }

    [Fact]
    public async Task Adopt_NothingWasSavedSinceItLastWentOn_ItWaitsForResume()
    {
        using var lab = Killed(wentOnAt: 1);

        var held = lab.Runs.Desk.Adopt("far", 512, "r1", 3);
        Bring(lab, held!);

        await lab.When("r1", r => r.TrialsDone == 2);
        Assert.Equal(RunStatus.Interrupted, lab.Runs.Find("r1")!.Status);
        lab.Runs.Resume("r1");
        Assert.Equal(6, (await lab.Ended("r1")).TrialsDone);
    }

    [Fact]
    public async Task GoOn_ItWasLeftToOthersAndSomeOfItSavedSince_GoesOnWhoeverHeldTrialsOfIt()
    {
        using var lab = Killed(wentOnAt: 0);

        lab.Runs.Desk.GoOn();

        Assert.Equal(1, (await lab.When("r1", r => r.Status == RunStatus.Running)).WentOnAt);
        Assert.Equal((5, true), lab.Runs.Desk.Queue.Single() is var left ? (left.Waiting, left.IsLeftToOthers) : default);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(1)]
    public void GoOn_ItWasTrainedHereOrNothingWasSavedSince_WaitsForResume(int? wentOnAt)
    {
        using var lab = Killed(wentOnAt);

        lab.Runs.Desk.GoOn();

        Assert.Empty(lab.Runs.Desk.Queue);
        Assert.Equal(RunStatus.Interrupted, lab.Runs.Find("r1")!.Status);
    }

    [Fact]
    public async Task NobodyElse_NoMachineIsLeft_ItIsInterruptedAgainAndResumeTrainsItHere()
    {
        using var lab = Killed();
        var held = lab.Runs.Desk.Adopt("far", 512, "r1", 3)!;
        await lab.When("r1", r => r.Status == RunStatus.Running);

        lab.Runs.Desk.NobodyElse();
        Assert.Single(lab.Runs.Desk.Queue);
        lab.Runs.Desk.GiveBack(held);
        lab.Runs.Desk.NobodyElse();

        await lab.When("r1", r => r.Status == RunStatus.Interrupted);
        Assert.Equal(1, lab.Runs.Find("r1")!.TrialsDone);
        lab.Runs.Resume("r1");
        Assert.Equal(RunStatus.Done, (await lab.Ended("r1")).Status);
    }

    [Fact]
    public async Task PauseAndResume_OfARunThatIsLeftToOthers_TrainsItHereToo()
    {
        using var lab = Killed();
        lab.Runs.Desk.GiveBack(lab.Runs.Desk.Adopt("far", 512, "r1", 3)!);
        await lab.When("r1", r => r.Status == RunStatus.Running);
        lab.Runs.Edit("r1", name: "renamed");
        Assert.True(lab.Runs.Desk.Queue.Single().IsLeftToOthers);

        lab.Runs.Pause("r1");
        lab.Runs.Resume("r1");

        Assert.Equal(("renamed", 6), await lab.Ended("r1") is var run ? (run.Name, run.TrialsDone) : default);
    }

    [Fact]
    public void Edit_AnInterruptedRunThatOthersTrain_StopsNobodyAndDeletingItDoes()
    {
        using var lab = Killed(wentOnAt: 1);
        var held = lab.Runs.Desk.Adopt("far", 512, "r1", 3)!;

        lab.Runs.Edit("r1", name: "renamed");
        Assert.False(held.Stopped.IsCancellationRequested);
        lab.Runs.Delete("r1");

        Assert.True(held.Stopped.IsCancellationRequested);
    }
}
