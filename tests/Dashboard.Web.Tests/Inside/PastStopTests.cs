using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Training;
using Dashboard.Web.Charts;
using Dashboard.Web.Inside;
using Dashboard.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Web.Tests.Inside;

/// <summary>What networks come to without early stopping, from runs and lengths that went on.</summary>
public sealed class PastStopTests : IAsyncLifetime
{
    private static readonly RunSpec Spec = Presets.Run(Presets.Panels[0], Protocol.Notebook, [1, 2, 3]) with
    {
        Lengths = [2, 4], TrainCount = 200, ValidationCount = 50, Epochs = 14, Patience = 1, LearningRate = 0.1,
    };

    private readonly TestApp app = new() { Trainer = new FusedTrainer() };

    private PastStop PastStop => app.Services.GetRequiredService<PastStop>();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task<(Run Run, IReadOnlyList<Trial> Trials)> Trained(RunSpec spec)
    {
        var id = app.Runs.Launch(spec).Id;
        return (await app.When(id, r => r.IsEnded), app.Runs.Trials(id));
    }

    private static IEnumerable<(ModelKind, int, long, double)> Flat(IEnumerable<ChartSeries> misses) =>
        from series in misses from point in series.Points from seed in point.Seeds select (series.Model, point.Length, seed.Seed, seed.Value);

    [Fact]
    public async Task Of_ARunThatWasStopped_IsWhatTheSameRunWithoutStopComesTo()
    {
        var (stopped, trials) = await Trained(Spec);
        Assert.Contains(trials, t => t.Result!.StoppedEarly);
        Assert.Empty(PastStop.Of(stopped, trials));

        // More seeds and another order of them; runs with other data or another budget say nothing.
        var (_, went) = await Trained(Spec with { Patience = 14, Seeds = [4, 3, 2, 1] });
        await Trained(Spec with { Patience = 14, DataSeed = 7 });
        await Trained(Spec with { Patience = 20, Epochs = 20 });

        var expected = ChartSeries.Misses(Spec, went.Where(t => t.Key.Seed != 4));
        Assert.Equal(Flat(expected).Order(), Flat(PastStop.Of(stopped, trials)).Order());
        Assert.NotEqual(Flat(ChartSeries.Misses(Spec, trials)).Order(), Flat(expected).Order());
    }

    [Fact]
    public async Task Of_ALengthThatWasTrainedOn_IsKnownThereAlone()
    {
        var (run, trials) = await Trained(Spec);
        var length = trials.First(t => t.Result!.StoppedEarly).Key.Length;
        await app.Services.GetRequiredService<TrainedOnShelf>().GetAsync(run, trials, length, (_, _) => { }, TestContext.Current.CancellationToken);

        var known = PastStop.Of(run, trials);

        var (_, went) = await Trained(Spec with { Patience = 14 });
        Assert.Equal(Flat(ChartSeries.Misses(Spec, went.Where(t => t.Key.Length == length))).Order(), Flat(known).Where(k => k.Item2 == length).Order());
        // Elsewhere at most where nothing was stopped.
        Assert.All(Flat(known).Where(k => k.Item2 != length), k => Assert.DoesNotContain(trials, t => t.Key.Model == k.Item1 && t.Key.Length == k.Item2 && t.Result!.StoppedEarly));
    }

    [Fact]
    public async Task Of_ARunWhoseSeedWentAnotherWay_DoesNotKnow()
    {
        var (run, trials) = await Trained(Spec);
        await Trained(Spec with { Patience = 14 });
        var first = trials.First(t => t.Result!.StoppedEarly);
        var other = first with { Result = first.Result! with { Epochs = [.. first.Result.Epochs.Select(e => e with { ValidationLoss = e.ValidationLoss + 1e-9 })] } };

        var known = PastStop.Of(run, [.. trials.Select(t => t == first ? other : t)]);

        Assert.DoesNotContain(Flat(known), k => k.Item1 == first.Key.Model && k.Item2 == first.Key.Length);
        Assert.NotEmpty(Flat(known));
    }
}
