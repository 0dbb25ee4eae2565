using Dashboard.Engine.Runs;
using Dashboard.Engine.Training;
using Dashboard.Web.Operations;

namespace Dashboard.Web.Tests.Cluster;

/// <summary>Workers that lie, break their trials, or are to leave.</summary>
public sealed class LedgerFaultTests
{
    [Fact]
    public async Task Bring_ATrialThatItDoesNotHold_ChangesNothing()
    {
        using var lab = new LedgerLab();
        var run = lab.Launch();
        var (honest, liar) = (lab.Worker("honest"), lab.Worker("liar"));
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
        var (broken, other) = (lab.Worker("broken"), lab.Worker("other"));
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
        var worker = lab.Worker("lab-2");

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
