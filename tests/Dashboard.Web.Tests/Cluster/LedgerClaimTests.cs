using Dashboard.Cluster.Contracts;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Tests.Support;

namespace Dashboard.Web.Tests.Cluster;

/// <summary>A lab that was started again after it was killed, and workers that hold what it gave them.</summary>
public sealed class LedgerClaimTests
{
    private static readonly byte[] Key = [1, 2, 3];

    private static async Task<(MemoryRunStore Store, Run Run, FakeWorker Worker)> KilledWithTrialsOut(LedgerLab lab, int lengths = 3, int cores = 8)
    {
        var run = lab.Launch(lengths);
        var worker = lab.Worker("lab-2", cores).AskForAll();
        await lab.Until(() => lab.Store.Find(run.Id)!.Status == RunStatus.Running);
        return (lab.Store.Killed(), run, worker);
    }

    [Fact]
    public async Task Claim_TheLabWasKilled_WhatItsWorkersFinishedMeanwhileIsTakenUp()
    {
        using var killed = new LedgerLab(key: Key);
        var (store, run, before) = await KilledWithTrialsOut(killed);
        using var lab = new LedgerLab(store, "two", Key);
        var worker = before.Of(lab);

        worker.Beat();
        Assert.Contains(lab.Said, s => s.Orders.Introduce);
        worker.Join();
        worker.Claim();
        Assert.Equal(6, lab.Node("lab-2").Holds);
        worker.BringAll();

        await lab.Until(() => lab.Runs.Find(run.Id)!.Status == RunStatus.Done);
        Assert.Equal(0, store.SavedTwice);
        await lab.Until(() => lab.Told("lab-2", o => o.Saved).Distinct().Count() == 6);
    }

    [Fact]
    public async Task Claim_TheLabWasKilled_TheRunGoesOnAndItsOtherTrialsAreHandedOut()
    {
        using var killed = new LedgerLab(key: Key);
        var (store, run, before) = await KilledWithTrialsOut(killed, lengths: 20, cores: 1);
        var held = before.Held.Values.Sum(h => h.Open.Count);
        using var lab = new LedgerLab(store, "two", Key);
        var worker = before.Of(lab);
        worker.Join();
        Assert.Equal(RunStatus.Interrupted, lab.Runs.Find(run.Id)!.Status);

        worker.Claim();
        await lab.Until(() => lab.Runs.Find(run.Id)!.Status == RunStatus.Running);
        var other = lab.Worker("lab-3").AskForAll();

        Assert.Equal(40 - held, other.Held.Values.Sum(h => h.Open.Count) + lab.Runs.Desk.Queue.Single().Waiting);
        Assert.True(other.Held.Count > 0 && lab.Runs.Desk.Queue.Single().IsLeftToOthers);
        worker.BringAll();
        for (; lab.Runs.Find(run.Id)!.Status != RunStatus.Done; await Task.Delay(1))
        {
            lab.Turn();
            other.AskForAll().BringAll();
        }
        Assert.Equal(0, lab.Store.SavedTwice);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Tick_TheLastWorkerOfARunThatWentOnIsLost_ItWaitsForResumeWhereTheLabWouldTrainIt(bool labTrains)
    {
        using var killed = new LedgerLab(key: Key);
        var (store, run, before) = await KilledWithTrialsOut(killed);
        using var lab = new LedgerLab(store, "two", Key);
        var worker = before.Of(lab);
        worker.Join();
        worker.Claim();
        await lab.Until(() => lab.Runs.Find(run.Id)!.Status == RunStatus.Running);
        lab.Runs.Desk.OwnThreads = labTrains;
        // Somebody else's, which shows that own threads are at work.
        var mine = lab.Runs.Launch(LedgerLab.Spec(), by: new("other", null));
        if (labTrains) await lab.Until(() => lab.Runs.Find(mine.Id)!.Status == RunStatus.Done);
        Assert.Equal(0, lab.Runs.Find(run.Id)!.TrialsDone);

        lab.Pass(12);

        if (labTrains) await lab.Until(() => lab.Runs.Find(run.Id)!.Status == RunStatus.Interrupted);
        else Assert.Contains(lab.Worker("lab-3").AskForAll().Held.Values, h => h.Chunk.Run == run.Id);
        Assert.Equal(0, lab.Runs.Find(run.Id)!.TrialsDone);
    }

    [Fact]
    public void Ask_RightAfterTheLabsStart_WaitsUntilEverybodyHasSaidWhatTheyHold()
    {
        using var lab = new LedgerLab(connect: false);
        lab.Launch();
        lab.Ledger.Connected(true);
        var worker = lab.Worker("lab-2", cores: 1);
        Work? answer = null;
        worker.Ask(work => answer = work);

        lab.Pass(1.5, worker);
        Assert.Null(answer);
        lab.Pass(0.25, worker);

        Assert.NotNull(answer!.Chunk);
    }

    [Fact]
    public async Task Claim_TheRunGoesOn_WhatIsClaimedIsNotHandedOutAgain()
    {
        using var killed = new LedgerLab(key: Key);
        var (store, run, before) = await KilledWithTrialsOut(killed);
        using var lab = new LedgerLab(store, "two", Key);
        var (worker, other) = (before.Of(lab), new FakeWorker(lab, "lab-3", cores: 8));
        worker.Join();
        worker.Claim();
        other.Join();
        await lab.Until(() => lab.Runs.Find(run.Id)!.Status == RunStatus.Running);

        Assert.Empty(other.AskForAll().Held);
    }

    [Fact]
    public async Task Claim_WithATicketOfAnotherWorker_IsNobodysAndChangesNothing()
    {
        using var killed = new LedgerLab(key: Key);
        var (store, run, before) = await KilledWithTrialsOut(killed);
        using var lab = new LedgerLab(store, "two", Key);
        var thief = new FakeWorker(lab, "thief", cores: 8);
        foreach (var (id, held) in before.Held) thief.Held[id] = held;
        thief.Join();

        thief.Claim();
        thief.BringAll();
        thief.Claim(ticket: new('x', 43));
        thief.BringAll();

        Assert.Equal(0, lab.Node("thief").Holds);
        await Task.Delay(400);
        Assert.Empty(store.Trials(run.Id));
        Assert.Equal(RunStatus.Interrupted, lab.Runs.Find(run.Id)!.Status);
    }
}
