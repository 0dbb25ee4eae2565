using Dashboard.Engine.Experiments;
using Dashboard.Engine.Findings;
using Dashboard.Engine.Metrics;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Tasks.Deck;
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
        var made = service.OfAsync(runs);
        // Whoever cannot wait for them has the ones before.
        var meanwhile = service.Known(runs);
        var after = await made;

        Assert.True(meanwhile == before || meanwhile == after);
        Assert.Same(before.Data.Panels[0], after.Data.Panels[0]);
        Assert.Equal((runs.Sum(r => r.TrialsDone), true), (after.TrialsDone, after.TrialsDone != before.TrialsDone));
        Assert.Equal(5, after.Data.Panels[1].Models[ModelKind.Rnn][0].Mad[0]);
    }

    [Fact]
    public async Task OfAsync_WhileARunIsDeleted_FindsItAgainOnceItIsRestored()
    {
        Run[] runs = [Saved("a", [1], 10), Saved("b", [2], 20)];
        var service = new FindingsService(lab.Runs, new(), time);
        lab.Runs.Delete("b");
        Assert.Equal(1, (await service.OfAsync(runs)).Seeds);

        lab.Runs.Restore("b");

        Assert.Equal(2, (await service.OfAsync(runs)).Seeds);
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

    [Fact]
    public async Task OfAsync_LengthsSavedInTypedOrder_SameFindingsAsInRisingOrder()
    {
        int[] rising = [2, 3, 4, 17, 20, 30];
        // Learnt up to length 4; the gradient mean falls by a power of ten with each length.
        double Mad(int length) => length <= 4 ? 1 : 300 + length / 100.0;
        Run Trained(string id, int[] lengths)
        {
            var spec = Lab.Small() with { Lengths = lengths, Seeds = [1, 2, 3, 4] };
            var run = new Run { Id = id, Name = id, Spec = spec, CreatedAt = DateTime.UnixEpoch, Status = RunStatus.Done, TrialsDone = spec.TrialCount };
            lab.Store.Add([run]);
            lab.Store.SaveTrials(id, [.. spec.Trials().Select((k, i) => new Trial(i, k, TrialStatus.Done, "fused", new(TrialStatus.Done,
                [new(1, Mad(k.Length), Mad(k.Length), 1, Math.Pow(10, -Array.IndexOf(rising, k.Length)) * (k.Seed + (int)k.Model))], false, 1, null, null)))], r => r);
            return run;
        }
        var service = new FindingsService(lab.Runs, new(), time);

        var expected = await service.OfAsync([Trained("rising", rising)]);
        var found = await service.OfAsync([Trained("typed", [20, 2, 30, 4, 17, 3])]);

        Assert.Equal(rising, found.Data.Panels.Single().Lengths);
        Assert.Equal(4, found.Forgetting.Single().Models[ModelKind.Rnn].Interval.Estimate);
        Assert.Equal(expected.Claims.Select(c => (c.Id, c.Effects[0].Interval)), found.Claims.Select(c => (c.Id, c.Effects[0].Interval)));
        // Every step is one power of ten for both models.
        Assert.Equal(0, found.Claims.Single(c => c.Id == "fluctuation").Effects[0].Interval.Estimate, 9);
        Assert.Equal(-1, found.Claims.Single(c => c.Id == "vanishing").Effects[0].Interval.Estimate, 9);
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
