using Dashboard.Engine.Runs;
using Dashboard.Web.Operations;

namespace Dashboard.Web.Tests.Cluster;

/// <summary>Who holds what while workers fall silent, come back and are told to stop, second by second.</summary>
public sealed class LedgerTimeTests
{
    [Fact]
    public void Tick_AWorkerIsSilent_ItsTrialsGoToAnotherUnderTheNextAttempt()
    {
        using var lab = new LedgerLab();
        lab.Launch();
        var (lost, other) = (lab.Worker("lab-2"), lab.Worker("lab-3"));
        lost.AskForAll();

        lab.Pass(2.75, other);
        Assert.Equal((6, NodeState.Quiet), (lab.Node("lab-2").Holds, lab.Node("lab-2").State));
        lab.Pass(0.75, other);
        other.AskForAll();

        Assert.Equal((0, 6), (lab.Node("lab-2").Holds, lab.Node("lab-2").HandedOn));
        Assert.Equal(6, lab.Node("lab-3").Holds);
        Assert.All(other.Held.Values, h => Assert.Equal(2, h.Chunk.Attempt));
        lab.Pass(8, other);
        Assert.Equal(NodeState.Lost, lab.Node("lab-2").State);
        Assert.Contains(lab.Ledger.Events, e => e is { Kind: EventKind.HandedOn, Node: "lab-2", Trials: 6 });
    }

    [Fact]
    public async Task Bring_LateAfterItWasHandedOn_TheFirstResultCountsAndTheOtherIsTold()
    {
        using var lab = new LedgerLab();
        var run = lab.Launch(lengths: 1);
        var (frozen, other) = (lab.Worker("lab-2"), lab.Worker("lab-3"));
        frozen.AskForAll();
        lab.Pass(4, other);
        other.AskForAll();

        frozen.BringAll();
        await lab.Until(() => lab.Runs.Find(run.Id)!.Status == RunStatus.Done);
        other.BringAll();

        Assert.All(lab.Store.Trials(run.Id), t => Assert.Equal("lab-2", t.Machine));
        Assert.Equal(2, lab.Told("lab-3", o => o.Drop).Distinct().Count());
        await lab.Until(() => lab.Told("lab-3", o => o.Saved).Distinct().Count() == 2 && lab.Told("lab-2", o => o.Saved).Distinct().Count() == 2);
        Assert.Equal(0, lab.Store.SavedTwice);
    }

    [Fact]
    public void Beat_AfterAFreezeAndNobodyBeganItsTrials_ItKeepsThem()
    {
        using var lab = new LedgerLab();
        lab.Launch();
        var worker = lab.Worker("lab-2").AskForAll();
        lab.Pass(4);
        Assert.Equal(0, lab.Node("lab-2").Holds);

        worker.Beat();

        Assert.Equal((6, 0), (lab.Node("lab-2").Holds, lab.Node("lab-2").HandedOn));
        Assert.Empty(lab.Told("lab-2", o => o.Drop));
    }

    [Fact]
    public void Nodes_OneIsLost_KeepsItsPlaceForFiveMinutes()
    {
        using var lab = new LedgerLab();
        lab.Worker("lab-2");
        var there = lab.Worker("lab-3");

        lab.Pass(60, there);
        Assert.Equal([("lab-2", NodeState.Lost), ("lab-3", NodeState.Idle)], lab.Ledger.Nodes.Select(n => (n.Name, n.State)));
        lab.Pass(250, there);

        Assert.Equal(["lab-3", "lab-2"], lab.Ledger.Nodes.Select(n => n.Name));
    }

    [Fact]
    public void Tick_TheBrokerIsAway_NobodyIsLostUntilAWhileAfterItIsBack()
    {
        using var lab = new LedgerLab();
        lab.Launch();
        var worker = lab.Worker("lab-2").AskForAll();

        lab.Ledger.Connected(false);
        lab.Pass(60);
        lab.Ledger.Connected(true);
        lab.Pass(5);
        Assert.Equal(6, lab.Node("lab-2").Holds);
        lab.Pass(3);

        Assert.Equal(0, lab.Node("lab-2").Holds);
    }

    [Fact]
    public void Tick_ThisProcessWasFrozen_NobodyIsLost()
    {
        using var lab = new LedgerLab();
        lab.Launch();
        var worker = lab.Worker("lab-2").AskForAll();

        lab.Time.Advance(TimeSpan.FromMinutes(5));
        lab.Ledger.Tick();
        lab.Ledger.Tick();

        Assert.Equal(6, lab.Node("lab-2").Holds);
    }

    [Fact]
    public async Task Cancel_TrialsAreWithAWorker_ItIsToldAndTheRunEndsWhenItHasStopped()
    {
        using var lab = new LedgerLab();
        var run = lab.Launch();
        var worker = lab.Worker("lab-2").AskForAll();
        worker.Beat();

        Assert.Equal(RunStatus.Cancelling, lab.Runs.Cancel(run.Id).Status);
        lab.Turn();
        Assert.Equal(6, lab.Told("lab-2", o => o.Drop).Distinct().Count());
        worker.Beat();
        Assert.Equal(RunStatus.Cancelling, lab.Runs.Find(run.Id)!.Status);
        worker.Held.Clear();
        worker.Beat();

        await lab.Until(() => lab.Runs.Find(run.Id)!.Status == RunStatus.Cancelled);
        Assert.Null(worker.Ask()?.Chunk);
    }

    [Fact]
    public void Pause_AndResume_TrialsAreHandedOutAgain()
    {
        using var lab = new LedgerLab();
        var run = lab.Launch();
        var worker = lab.Worker("lab-2").AskForAll();
        worker.Beat();
        lab.Runs.Pause(run.Id);
        lab.Turn();
        Assert.Equal(6, lab.Told("lab-2", o => o.Drop).Distinct().Count());
        worker.Held.Clear();
        worker.Beat();

        lab.Runs.Resume(run.Id);
        worker.AskForAll();

        Assert.Equal(6, lab.Node("lab-2").Holds);
    }

    [Fact]
    public void Bye_AndStartedAgain_TrialsAreFreeAtOnce()
    {
        using var lab = new LedgerLab();
        lab.Launch();
        var (first, second) = (new FakeWorker(lab, "lab-2", cores: 8), new FakeWorker(lab, "lab-2", cores: 8));
        first.Join();
        first.AskForAll();

        second.Join();
        Assert.Equal(0, lab.Node("lab-2").Holds);
        Assert.Equal(6, second.AskForAll().Held.Values.Sum(h => h.Open.Count));
        first.Beat();
        Assert.Contains(lab.Said, s => s.Orders.Refused is not null);
        second.Bye();

        Assert.Empty(lab.Ledger.Nodes);
        Assert.Equal(6, lab.Runs.Desk.Queue.Single().Waiting);
    }
}
