using Dashboard.Engine.Runs;
using Dashboard.Engine.Tests.Support;
using Dashboard.Engine.Training;
using Dashboard.Web.Operations;

namespace Dashboard.Web.Tests.Cluster;

/// <summary>A lab that was started again, and workers that lie.</summary>
public sealed class LedgerFaultTests
{
    private static readonly byte[] Key = [1, 2, 3];

    private static (MemoryRunStore Store, Run Run, FakeWorker Worker) KilledWithTrialsOut(LedgerLab lab)
    {
        var run = lab.Launch();
        var worker = new FakeWorker(lab, "lab-2", cores: 8);
        worker.Join();
        worker.AskForAll();
        return (lab.Store.Killed(), run, worker);
    }

    [Fact]
    public async Task Claim_TheLabWasKilled_WhatItsWorkersFinishedMeanwhileIsTakenUp()
    {
        using var killed = new LedgerLab(key: Key);
        var (store, run, before) = KilledWithTrialsOut(killed);
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
    public void Claim_ResumedRun_ItsClaimedTrialsAreNotHandedOutAgain()
    {
        using var killed = new LedgerLab(key: Key);
        var (store, run, before) = KilledWithTrialsOut(killed);
        using var lab = new LedgerLab(store, "two", Key);
        var (worker, other) = (before.Of(lab), new FakeWorker(lab, "lab-3", cores: 8));
        worker.Join();
        worker.Claim();
        other.Join();
        if (lab.Runs.Find(run.Id)!.Status == RunStatus.Interrupted) lab.Runs.Resume(run.Id);

        Assert.Empty(other.AskForAll().Held);
    }

    [Fact]
    public async Task Claim_WithATicketOfAnotherWorker_IsNobodysAndChangesNothing()
    {
        using var killed = new LedgerLab(key: Key);
        var (store, run, before) = KilledWithTrialsOut(killed);
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
    }

    [Fact]
    public async Task Bring_ATrialThatItDoesNotHold_ChangesNothing()
    {
        using var lab = new LedgerLab();
        var run = lab.Launch();
        var (honest, liar) = (new FakeWorker(lab, "honest", cores: 8), new FakeWorker(lab, "liar", cores: 8));
        honest.Join();
        liar.Join();
        honest.AskForAll();

        foreach (var (id, (_, open)) in honest.Held)
            foreach (var trial in open) liar.Bring(id, trial, loss: 0);
        honest.BringAll();

        await lab.Until(() => lab.Runs.Find(run.Id)!.Status == RunStatus.Done);
        Assert.All(lab.Store.Trials(run.Id), t => Assert.Equal(("honest", 2.0), (t.Machine, t.Result!.Mad)));
    }

    [Theory]
    [InlineData("queued")]
    [InlineData("cancelled")]
    [InlineData("7")]
    public void Bring_WhatCannotBeAResult_IsNotTakenAndTooManyEndItsWork(string status)
    {
        using var lab = new LedgerLab();
        lab.Launch();
        var (broken, other) = (new FakeWorker(lab, "broken", cores: 8), new FakeWorker(lab, "other", cores: 8));
        broken.Join();
        other.Join();
        broken.AskForAll();
        var (id, (_, open)) = broken.Held.First();

        for (var i = 0; i < 20; i++) broken.Bring(id, open.First(), status);

        Assert.Equal(NodeState.Refused, lab.Node("broken").State);
        Assert.NotNull(broken.Join().Refused);
        Assert.Equal(6, other.AskForAll().Held.Values.Sum(h => h.Open.Count));
    }

    [Fact]
    public async Task Tick_AMachineIsLostWithATrialAgainAndAgain_TheTrialFailsAndTheRunEnds()
    {
        using var lab = new LedgerLab();
        var run = lab.Launch(lengths: 1);
        for (var i = 0; i < WorkDesk.MostLosses; i++)
        {
            var worker = new FakeWorker(lab, $"lab-{i}", cores: 8);
            worker.Join();
            worker.AskForAll();
            foreach (var (id, (_, open)) in worker.Held)
                foreach (var trial in open) worker.Begin(id, trial);
            Assert.Equal(TrialStatus.Running, lab.Runs.Trials(run.Id)[0].Status);
            lab.Pass(4);
        }

        await lab.Until(() => lab.Runs.Find(run.Id)!.IsEnded);
        Assert.All(lab.Runs.Trials(run.Id), t => Assert.Equal(TrialStatus.Failed, t.Status));
    }

    [Fact]
    public void LetLeave_ThenStay_IsToldAndNothingIsHandedOutMeanwhile()
    {
        using var lab = new LedgerLab();
        lab.Launch();
        var worker = new FakeWorker(lab, "lab-2", cores: 8);
        worker.Join();

        Assert.True(lab.Ledger.LetLeave("lab-2", leave: true));
        Assert.Null(worker.Ask()?.Chunk);
        worker.Beat(leaving: true);
        Assert.Equal(NodeState.Leaving, lab.Node("lab-2").State);
        Assert.Contains(lab.Said, s => s.Orders.Leaving == true);
        lab.Ledger.LetLeave("lab-2", leave: false);
        worker.Beat();

        Assert.NotNull(worker.Ask()?.Chunk);
    }

    [Fact]
    public void Forget_OnlyWhoIsLost()
    {
        using var lab = new LedgerLab();
        new FakeWorker(lab, "lab-2").Join();

        Assert.False(lab.Ledger.Forget("lab-2"));
        lab.Pass(12);
        Assert.True(lab.Ledger.Forget("lab-2"));

        Assert.Empty(lab.Ledger.Nodes);
    }
}
