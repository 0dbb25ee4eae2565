using Dashboard.Engine.Experiments;
using Dashboard.Engine.Findings;
using Dashboard.Engine.Metrics;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Tests.Support;
using Dashboard.Engine.Training;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Engine.Tests.Findings;

public sealed class FindingsServiceTests : IDisposable
{
    private readonly Lab lab = new(new ScriptedTrainer((_, length, _, _, _) => ScriptedTrainer.Done(length)), start: false);
    private readonly FakeTimeProvider time = new();

    public void Dispose() => lab.Dispose();

    [Fact]
    public async Task OfAsync_RunsOfOneConditionWithOtherSeeds_TakesTheirSeedsTogether()
    {
        Run[] runs = [Saved("a", [1, 2], 10), Saved("b", [2, 3], 20)];

        var findings = await new FindingsService(lab.Runs, new(), time).OfAsync(runs);

        var panel = Assert.Single(findings.Data.Panels);
        // Seed 2 is in both: it counts once, as the first run has it.
        Assert.Equal([(1L, 10.0), (2L, 10.0), (3L, 20.0)], panel.Models[ModelKind.Rnn].Select(s => (s.Seed, s.Mad[0])));
        Assert.Equal(3, findings.Seeds);
    }

    [Fact]
    public async Task OfAsync_RunWithOtherSettings_IsLeftOut()
    {
        Run[] runs = [Saved("a", [1], 10), Saved("b", [2], 20, s => s with { HiddenSize = 7 })];

        var findings = await new FindingsService(lab.Runs, new(), time).OfAsync(runs);

        Assert.Equal([1L], findings.Data.Panels.Single().Models[ModelKind.Rnn].Select(s => s.Seed));
    }

    [Fact]
    public async Task OfAsync_RunThatWentOn_IsReadAgainOthersAreNot()
    {
        Run[] runs = [Saved("a", [1], 10), Saved("b", [1], 20, s => s with { Noise = 2 })];
        var service = new FindingsService(lab.Runs, new(), time);
        Assert.Null(service.Known(runs));
        var before = await service.OfAsync(runs);
        Assert.Same(before, service.Known(runs));

        lab.Store.SaveTrials("b", [Done(runs[1].Spec, 0, 5)], r => r with { TrialsDone = 99, Status = RunStatus.Running });
        runs[1] = lab.Store.Find("b")!;
        // Many who ask while it trains are given what there is.
        Assert.Same(before, await service.OfAsync(runs));
        time.Advance(FindingsService.Fresh);
        var after = await service.OfAsync(runs);

        Assert.Same(before.Data.Panels[0], after.Data.Panels[0]);
        Assert.Equal((runs.Sum(r => r.TrialsDone), true), (after.TrialsDone, after.TrialsDone != before.TrialsDone));
        Assert.Equal(5, after.Data.Panels[1].Models[ModelKind.Rnn][0].Mad[0]);
    }

    [Fact]
    public async Task OfAsync_TrainingHasEnded_GivesTheFindingsOfEveryTrialAtOnce()
    {
        var run = Saved("a", [1], 10);
        var service = new FindingsService(lab.Runs, new(), time);
        await service.OfAsync([run with { Status = RunStatus.Running, TrialsDone = run.TrialsDone - 1 }]);

        // No time has passed: those who train must rest, those who ended need not.
        var last = await service.OfAsync([run]);

        Assert.Equal(run.TrialsDone, last.TrialsDone);
        Assert.Same(last, await service.OfAsync([run]));
    }

    [Fact]
    public async Task OfAsync_SimpleData_HoldsMadAgainstTheLastInputAlone()
    {
        var run = Saved("a", [1], 1);

        var findings = await new FindingsService(lab.Runs, new(), time).OfAsync([run]);

        var forgetting = Assert.Single(findings.Forgetting);
        var (training, validation) = run.Spec.Data(2, 1);
        Assert.Equal(MemoryBaselines.Of(SequenceGenerator.Generate(training), SequenceGenerator.Generate(validation)).LastOnly, forgetting.LastInputOnly[0], 9);
        // MAD 1 everywhere beats it at the longest length.
        Assert.Equal(run.Spec.Lengths[^1], forgetting.Models[ModelKind.Lstm].Interval.Estimate);
        // 10 sequences are not the deck's settings: nothing published may be held against it.
        Assert.Empty(findings.Published);
    }

    private Run Saved(string id, long[] seeds, double mad, Func<RunSpec, RunSpec>? change = null)
    {
        var spec = (change ?? (s => s))(Lab.Small() with { Seeds = seeds });
        var run = new Run { Id = id, Name = id, Spec = spec, CreatedAt = DateTime.UnixEpoch, Status = RunStatus.Done, TrialsDone = spec.TrialCount };
        lab.Store.Add([run]);
        lab.Store.SaveTrials(id, [.. Enumerable.Range(0, spec.TrialCount).Select(i => Done(spec, i, mad))], r => r);
        return run;
    }

    private static Trial Done(RunSpec spec, int index, double mad) => new(index, spec.Trials()[index], TrialStatus.Done, "fused", ScriptedTrainer.Done(mad));
}
