using Dashboard.Engine.Runs;
using Dashboard.Engine.Tests.Support;

namespace Dashboard.Engine.Tests.Runs;

public sealed class RunFeedTests
{
    [Fact]
    public async Task Subscribe_InMidRun_SnapshotPlusChangesIsTheWholeRun()
    {
        using var lab = new Lab(new ScriptedTrainer((_, length, seed, observer, _) =>
        {
            observer!.OnEpoch(new(1, 1, 1, 1, 1));
            return ScriptedTrainer.Done(100 * seed + length);
        }));
        var id = lab.Runs.Launch(Lab.Small(lengths: 9, seeds: 20)).Id;
        await lab.When(id, r => r.TrialsDone > 10);

        using var timeout = new CancellationTokenSource(Lab.Patience);
        using var news = lab.Runs.Subscribe(id)!;
        var trials = new Dictionary<int, Trial>();
        var sequences = new List<long>();
        await foreach (var update in news.ReadAllAsync(timeout.Token))
        {
            Assert.Equal(sequences.Count == 0, update.IsSnapshot);
            sequences.Add(update.Sequence);
            foreach (var trial in update.Trials) trials[trial.Index] = trial;
            if (update.Run.IsEnded) break;
        }

        Assert.Equal(sequences.Order().Distinct(), sequences);
        Assert.Equal(lab.Runs.Trials(id).Select(t => t.Result!.Mad), Enumerable.Range(0, 360).Select(i => trials[i].Result!.Mad));
    }

    [Fact]
    public async Task Subscribe_SlowReader_GetsOneCoalescedUpdateAndTheLast()
    {
        using var snapshotTaken = new ManualResetEventSlim();
        using var lab = new Lab(new ScriptedTrainer((_, length, _, _, _) =>
        {
            snapshotTaken.Wait(Lab.Patience);
            return ScriptedTrainer.Done(length);
        }));
        var id = lab.Runs.Launch(Lab.Small(lengths: 5, seeds: 5)).Id;
        using var news = lab.Runs.Subscribe(id)!;
        await using var reader = news.ReadAllAsync(TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        await reader.MoveNextAsync();
        snapshotTaken.Set();
        await lab.Ended(id);

        await reader.MoveNextAsync();

        Assert.Equal(RunStatus.Done, reader.Current.Run.Status);
        Assert.False(reader.Current.IsSnapshot);
    }

    [Fact]
    public async Task Dispose_WhileReading_EndsTheEnumeration()
    {
        using var lab = new Lab(new ScriptedTrainer((_, _, _, _, stop) => ScriptedTrainer.Endless(stop)));
        var news = lab.Runs.Subscribe(lab.Runs.Launch(Lab.Small()).Id)!;
        var reading = Task.Run(async () =>
        {
            var updates = 0;
            await foreach (var _ in news.ReadAllAsync()) updates++;
            return updates;
        }, TestContext.Current.CancellationToken);
        await Task.Delay(50, TestContext.Current.CancellationToken);

        news.Dispose();

        Assert.InRange(await reading.WaitAsync(Lab.Patience, TestContext.Current.CancellationToken), 0, 5);
    }

    [Fact]
    public async Task SubscribeAll_RunLaunched_IsAnnounced()
    {
        using var lab = new Lab(new ScriptedTrainer((_, length, _, _, _) => ScriptedTrainer.Done(length)));
        using var timeout = new CancellationTokenSource(Lab.Patience);
        using var news = lab.Runs.SubscribeAll();
        var id = lab.Runs.Launch(Lab.Small()).Id;

        var seen = new List<Run>();
        await foreach (var update in news.ReadAllAsync(timeout.Token))
        {
            seen.AddRange(update.Changed);
            if (seen.Any(r => r.Id == id && r.Status == RunStatus.Done)) break;
        }

        Assert.Contains(seen, r => r.Status == RunStatus.Done);
    }
}
