using Dashboard.Cluster.Contracts;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Training;
using Dashboard.Web.Operations;

namespace Dashboard.Web.Tests.Cluster;

/// <summary>Who holds what, second by second, without a broker.</summary>
public sealed class LedgerTests
{
    [Fact]
    public void Ask_ARunWaits_GetsTrialsOfItInTheirOrder()
    {
        using var lab = new LedgerLab();
        var run = lab.Launch();
        var worker = new FakeWorker(lab, "lab-2", cores: 4);
        worker.Join();

        var chunk = worker.Ask()?.Chunk;

        Assert.NotNull(chunk);
        Assert.Equal((run.Id, 1), (chunk.Run, chunk.Attempt));
        var keys = run.Spec.Trials();
        Assert.Equal(Enumerable.Range(0, chunk.Trials.Count), chunk.Trials.Select(t => t.Index));
        Assert.All(chunk.Trials, t => Assert.Equal((keys[t.Index].Length, keys[t.Index].Seed), (t.Length, t.Seed)));
        var (spec, _) = RunRequestValidator.Validate(chunk.Spec);
        Assert.Equal(run.Spec with { Lengths = spec!.Lengths, Models = spec.Models, Seeds = spec.Seeds }, spec);
    }

    [Fact]
    public void Ask_NothingWaits_IsAnsweredWithoutAfterAWhileAndAtOnceWhenThereIsSome()
    {
        using var lab = new LedgerLab();
        var worker = new FakeWorker(lab, "lab-2");
        worker.Join();
        List<Work> answers = [];

        worker.Ask(answers.Add);
        lab.Pass(1.5, worker);
        Assert.Empty(answers);
        lab.Pass(1, worker);
        Assert.Null(Assert.Single(answers).Chunk);

        worker.Ask(answers.Add);
        lab.Launch();
        lab.Turn();
        Assert.NotNull(answers[^1].Chunk);
    }

    [Fact]
    public async Task Bring_AllTrials_RunIsDoneAndEveryTrialSaysWhereItWasTrained()
    {
        using var lab = new LedgerLab();
        var run = lab.Launch();
        var worker = new FakeWorker(lab, "lab-2", cores: 8);
        worker.Join();
        worker.AskForAll().BringAll();

        await lab.Until(() => lab.Runs.Find(run.Id)!.Status == RunStatus.Done);

        Assert.All(lab.Store.Trials(run.Id), t => Assert.Equal(("lab-2", "fused", 512), (t.Machine, t.Engine, t.Origin!.VectorBits)));
        await lab.Until(() => lab.Told("lab-2", o => o.Saved).Count() == 6);
        Assert.Empty(lab.Told("lab-2", o => o.Drop));
        Assert.Equal(0, lab.Store.SavedTwice);
    }

    [Fact]
    public void Tick_AWorkerIsSilent_ItsTrialsGoToAnotherUnderTheNextAttempt()
    {
        using var lab = new LedgerLab();
        lab.Launch();
        var (lost, other) = (new FakeWorker(lab, "lab-2", cores: 8), new FakeWorker(lab, "lab-3", cores: 8));
        lost.Join();
        other.Join();
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
        var (frozen, other) = (new FakeWorker(lab, "lab-2", cores: 8), new FakeWorker(lab, "lab-3", cores: 8));
        frozen.Join();
        other.Join();
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
        var worker = new FakeWorker(lab, "lab-2", cores: 8);
        worker.Join();
        worker.AskForAll();
        lab.Pass(4);
        Assert.Equal(0, lab.Node("lab-2").Holds);

        worker.Beat();

        Assert.Equal((6, 0), (lab.Node("lab-2").Holds, lab.Node("lab-2").HandedOn));
        Assert.Empty(lab.Told("lab-2", o => o.Drop));
    }

    [Fact]
    public void Tick_TheBrokerIsAway_NobodyIsLostUntilAWhileAfterItIsBack()
    {
        using var lab = new LedgerLab();
        lab.Launch();
        var worker = new FakeWorker(lab, "lab-2", cores: 8);
        worker.Join();
        worker.AskForAll();

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
        var worker = new FakeWorker(lab, "lab-2", cores: 8);
        worker.Join();
        worker.AskForAll();

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
        var worker = new FakeWorker(lab, "lab-2", cores: 8);
        worker.Join();
        worker.AskForAll();
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
        var worker = new FakeWorker(lab, "lab-2", cores: 8);
        worker.Join();
        worker.AskForAll();
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

    [Fact]
    public void Hello_OtherVersionOrBits_IsRefusedByNameAndGetsNothing()
    {
        using var lab = new LedgerLab();
        lab.Launch();
        var (old, wrong) = (new FakeWorker(lab, "old"), new FakeWorker(lab, "wrong"));

        Assert.Contains("engine version", old.Join(engine: EngineVersion.Current - 1).Refused);
        Assert.Contains("other bits", wrong.Join(training: new('b', 64)).Refused);

        Assert.Null(old.Ask()?.Chunk);
        Assert.Null(wrong.Ask()?.Chunk);
        Assert.All(lab.Ledger.Nodes, n => Assert.Equal(NodeState.Refused, n.State));
    }

    [Fact]
    public void Hello_ItsClockIsAnHourOff_IsSaidAndChangesNothing()
    {
        using var lab = new LedgerLab();
        lab.Launch();
        var worker = new FakeWorker(lab, "lab-2");

        Assert.Contains("ahead", worker.Join(clock: TimeSpan.FromHours(1)).Note);

        Assert.NotNull(worker.Ask()?.Chunk);
    }

    [Fact]
    public async Task Ask_WorkersOfTwoWidths_ARunStaysOnTheOneItBeganWith()
    {
        using var lab = new LedgerLab();
        var run = lab.Launch();
        var (wide, narrow) = (new FakeWorker(lab, "wide", cores: 1), new FakeWorker(lab, "narrow", cores: 8, bits: 256));
        wide.Join();
        narrow.Join();
        Assert.NotNull(wide.Ask()?.Chunk);
        wide.Beat();

        Assert.Null(narrow.Ask()?.Chunk);
        var second = lab.Launch();
        Assert.Equal(second.Id, narrow.Ask()?.Chunk?.Run);

        wide.BringAll();
        await lab.Until(() => lab.Runs.Find(run.Id)!.TrialsDone > 0);
        Assert.All(lab.Store.Trials(run.Id), t => Assert.Equal(512, t.Origin!.VectorBits));
    }
}
