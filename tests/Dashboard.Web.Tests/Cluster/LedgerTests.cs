using Dashboard.Cluster.Contracts;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Training;
using Dashboard.Web.Operations;

namespace Dashboard.Web.Tests.Cluster;

/// <summary>What workers ask for and bring, without a broker.</summary>
public sealed class LedgerTests
{
    [Fact]
    public void Ask_ARunWaits_GetsTrialsOfItInTheirOrder()
    {
        using var lab = new LedgerLab();
        var run = lab.Launch();
        var worker = lab.Worker("lab-2", cores: 4);

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
        var worker = lab.Worker("lab-2", cores: 1);
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
        lab.Worker("lab-2").AskForAll().BringAll();

        await lab.Until(() => lab.Runs.Find(run.Id)!.Status == RunStatus.Done);

        Assert.All(lab.Store.Trials(run.Id), t => Assert.Equal(("lab-2", "fused", 512), (t.Machine, t.Engine, t.Origin!.VectorBits)));
        await lab.Until(() => lab.Told("lab-2", o => o.Saved).Count() == 6);
        Assert.Empty(lab.Told("lab-2", o => o.Drop));
        Assert.Equal(0, lab.Store.SavedTwice);
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
