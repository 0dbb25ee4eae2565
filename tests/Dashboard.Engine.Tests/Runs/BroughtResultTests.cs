using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Tasks;
using Dashboard.Engine.Tests.Support;
using Dashboard.Engine.Training;

namespace Dashboard.Engine.Tests.Runs;

public sealed class BroughtResultTests
{
    private static readonly LabTask Simple = LabTasks.Of(SequenceKind.Simple);
    private static readonly BroughtIn Brought = new() { File = "mine.csv", Models = [new(ModelKind.Other, "TCN")], Columns = BroughtColumns.Model | BroughtColumns.Seed };

    [Fact]
    public void Of_RaggedRows_HasATrialForEachAndNoOther()
    {
        var keys = new TrialKey[] { new(ModelKind.Other, 5, 1), new(ModelKind.Other, 9, 2), new(ModelKind.Lstm, 9, 1) };
        var (spec, trials) = BroughtResult.Of(Simple, Brought, [.. keys.Select((k, i) => new BroughtRow(k, null, i + 1))]);
        // Two lengths, two models, two seeds: five of the eight are not in the file.
        Assert.Equal((3, 5), (spec.TrialCount, spec.Brought!.Missing.Count));
        Assert.Equal(keys.OrderBy(k => k.ToString()), trials.Select(t => t.Key).OrderBy(k => k.ToString()));
        Assert.Equal(Enumerable.Range(0, 3), trials.Select(t => t.Index));
        Assert.Equal(spec.Trials(), trials.Select(t => t.Key));
        Assert.Equal(2, trials.Single(t => t.Key.Seed == 2).Result!.Mad);
    }

    [Fact]
    public void Of_ARowTwice_Throws() => Assert.Throws<ArgumentException>(() =>
        BroughtResult.Of(Simple, Brought, [new(new(ModelKind.Other, 5, 1), null, 1), new(new(ModelKind.Other, 5, 1), null, 2)]));

    [Fact]
    public void SameStudy_OfWhatWasBroughtIn_IsItselfOnly()
    {
        var (first, _) = BroughtResult.Of(Simple, Brought, [new(new(ModelKind.Lstm, 5, 1), null, 1)]);
        var (second, _) = BroughtResult.Of(Simple, Brought, [new(new(ModelKind.Lstm, 5, 2), null, 1)]);
        var trained = Simple.Preset(Simple.Protocols[0]);
        Assert.True(first.SameStudy(first with { Brought = Brought }));
        Assert.False(first.SameStudy(second));
        Assert.False(first.SameStudy(first with { Brought = null }));
        Assert.False(trained.SameStudy(first));
    }

    [Fact]
    public void Bring_Result_IsAnEndedRunThatTrainsNothing()
    {
        var store = new MemoryRunStore();
        var service = new RunService(store, new NoRunner(), new EngineOptions { Workers = 1 }, TimeProvider.System);
        var (spec, trials) = BroughtResult.Of(Simple, Brought, [new(new(ModelKind.Other, 5, 1), null, 3), new(new(ModelKind.Other, 5, 2), null, 5), new(new(ModelKind.Other, 8, 1), null, double.NaN)]);
        var run = service.Bring(spec, trials, tags: ["paper"]);
        Assert.Equal((RunStatus.Done, "mine.csv", 3, 1), (run.Status, run.Name, run.TrialsDone, run.TrialsDiverged));
        Assert.Equal([4.0, null], run.Summary[0].Mad);
        Assert.Equal([null, null], run.Summary[0].GradientMean);
        Assert.Equal(trials, service.Trials(run.Id));
        Assert.Throws<IllegalMoveException>(() => service.Resume(run.Id));
        Assert.Throws<ArgumentException>(() => service.Bring(spec with { Brought = null }, trials));
        Assert.Equal([run.Id], service.List(new() { Brought = true }).Items.Select(r => r.Id));
        Assert.Empty(service.List(new() { Protocol = spec.Protocol }).Items);
    }

    private sealed class NoRunner : ITrialRunner
    {
        public string EngineOf(RunSpec spec, ModelKind model) => throw new InvalidOperationException();

        public SelfCheck SelfCheck(RunSpec spec) => throw new InvalidOperationException();

        public TrialResult Train(RunSpec spec, TrialKey key, ITrialObserver? observer, CancellationToken cancellation) => throw new InvalidOperationException();
    }
}
