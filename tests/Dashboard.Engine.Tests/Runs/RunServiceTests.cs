using Dashboard.Engine.Runs;
using Dashboard.Engine.Tests.Support;
using Dashboard.Engine.Training;

namespace Dashboard.Engine.Tests.Runs;

public sealed class RunServiceTests
{
    private static ScriptedTrainer Quick => new((_, length, _, _, _) => ScriptedTrainer.Done(length));

    private static ScriptedTrainer Endless => new((_, _, _, _, stop) => ScriptedTrainer.Endless(stop));

    [Fact]
    public async Task Launch_SmallRun_EndsWithEveryTrialSavedOnce()
    {
        using var lab = new Lab(Quick);

        var run = await lab.Ended(lab.Runs.Launch(Lab.Small(seeds: 2)).Id);

        Assert.Equal(RunStatus.Done, run.Status);
        Assert.Equal(12, run.TrialsDone);
        Assert.Equal(Enumerable.Range(0, 12), lab.Store.Saved.Select(t => t.Index).Order());
        Assert.Equal([2, 3, 4], run.Summary[0].Mad);
        // Notebook protocol: the one epoch's last batch (0.25) over the budget of 4 epochs.
        Assert.All(run.Summary[1].GradientMean, g => Assert.Equal(0.25 / 4, g));
    }

    [Fact]
    public async Task Launch_StoreUnavailable_QueuesNothing()
    {
        var store = new MemoryRunStore();
        using var lab = new Lab(Quick, store: store);
        store.Failure = "The disk is full.";

        Assert.Throws<StorageUnavailableException>(() => lab.Runs.Launch(Lab.Small()));

        store.Failure = null;
        Assert.Equal(new EngineState(0, 0, null), lab.Runs.State);
        Assert.Equal(RunStatus.Done, (await lab.Ended(lab.Runs.Launch(Lab.Small()).Id)).Status);
    }

    [Fact]
    public void Launch_QueueFull_Throws()
    {
        using var lab = new Lab(Endless, start: false);
        for (var i = 0; i < 20; i++) lab.Runs.Launch(Lab.Small());

        Assert.Contains("20 runs", Assert.Throws<QueueFullException>(() => lab.Runs.Launch(Lab.Small())).Message);
    }

    [Fact]
    public async Task Cancel_InTraining_StopsTrialsAndKeepsFinished()
    {
        // Length 2 finishes at once, the others never.
        using var lab = new Lab(new ScriptedTrainer((_, length, _, _, stop) => length == 2 ? ScriptedTrainer.Done(1) : ScriptedTrainer.Endless(stop)));
        var id = lab.Runs.Launch(Lab.Small()).Id;
        await lab.When(id, r => r.TrialsDone == 2);

        lab.Runs.Cancel(id);
        var run = await lab.Ended(id);

        Assert.Equal(RunStatus.Cancelled, run.Status);
        Assert.Equal(2, lab.Runs.Trials(id).Count(t => t.Status == TrialStatus.Done));
        Assert.Equal(4, lab.Runs.Trials(id).Count(t => t.Status == TrialStatus.Cancelled));
        Assert.Throws<IllegalMoveException>(() => lab.Runs.Pause(id));
    }

    [Fact]
    public async Task Resume_AfterPause_TrainsOnlyWhatIsMissing()
    {
        var gate = new ManualResetEventSlim();
        // A trial that was about to start when the run was paused is stopped too.
        using var lab = new Lab(new ScriptedTrainer((_, length, _, _, stop) =>
            length == 2 || (gate.IsSet && !stop.IsCancellationRequested) ? ScriptedTrainer.Done(1) : ScriptedTrainer.Endless(stop)));
        var id = lab.Runs.Launch(Lab.Small()).Id;
        await lab.When(id, r => r.TrialsDone == 2);
        Assert.Equal(RunStatus.Paused, lab.Runs.Pause(id).Status);

        gate.Set();
        lab.Runs.Resume(id);
        var run = await lab.Ended(id);

        Assert.Equal(RunStatus.Done, run.Status);
        Assert.Equal(6, run.TrialsDone);
        Assert.Equal(6, lab.Store.Saved.Count);
    }

    [Fact]
    public async Task Start_AfterCrash_MarksInterruptedAndResumes()
    {
        var store = new MemoryRunStore();
        var run = new Run { Id = "r1", Name = "n", Spec = Lab.Small(), CreatedAt = DateTime.UnixEpoch, Status = RunStatus.Running };
        store.Add([run]);
        store.SaveTrials("r1", [new(0, run.Spec.Trials()[0], TrialStatus.Done, "fused", ScriptedTrainer.Done(7))], r => r with { TrialsDone = 1 });

        using var lab = new Lab(Quick, store: store);

        Assert.Equal(RunStatus.Interrupted, lab.Runs.Find("r1")!.Status);
        lab.Runs.Resume("r1");
        Assert.Equal(6, (await lab.Ended("r1")).TrialsDone);
        Assert.Equal(7, lab.Runs.Trials("r1")[0].Result!.Mad);
    }

    [Fact]
    public async Task Stop_InTraining_RunGoesOnAtNextStart()
    {
        var store = new MemoryRunStore();
        string id;
        using (var first = new Lab(Endless, store: store))
        {
            id = first.Runs.Launch(Lab.Small()).Id;
            await first.When(id, r => r.Status == RunStatus.Running);
        }

        Assert.Equal(RunStatus.Queued, store.Find(id)!.Status);
        using var second = new Lab(Quick, store: store);
        Assert.Equal(RunStatus.Done, (await second.Ended(id)).Status);
    }

    [Fact]
    public async Task Save_StoreFailsForAWhile_NothingIsLostAndTrainingGoesOnByItself()
    {
        var store = new MemoryRunStore();
        var trained = 0;
        using var lab = new Lab(new ScriptedTrainer((_, length, _, _, _) =>
        {
            if (Interlocked.Increment(ref trained) == 4) store.Failure = "The disk is full.";
            return ScriptedTrainer.Done(length);
        }), workers: 1, store: store);
        var id = lab.Runs.Launch(Lab.Small(seeds: 3)).Id;
        using var timeout = new CancellationTokenSource(Lab.Patience);
        using var news = lab.Runs.SubscribeAll();
        await foreach (var update in news.ReadAllAsync(timeout.Token))
            if (update.Engine.StorageError is not null) break;

        Assert.Equal("The disk is full.", lab.Runs.State.StorageError);
        store.Failure = null;

        var run = await lab.Ended(id);
        Assert.Equal(RunStatus.Done, run.Status);
        Assert.Equal(18, store.Trials(id).Count);
        Assert.Null(lab.Runs.State.StorageError);
    }

    [Fact]
    public async Task Train_TrainerThrows_TrialFailsWithReasonAndRunGoesOn()
    {
        using var lab = new Lab(new ScriptedTrainer((network, length, _, _, _) =>
            network.Model == ModelKind.Rnn ? throw new InvalidOperationException("boom") : ScriptedTrainer.Done(length)));

        var run = await lab.Ended(lab.Runs.Launch(Lab.Small()).Id);

        Assert.Equal((RunStatus.Done, 6, 3), (run.Status, run.TrialsDone, run.TrialsFailed));
        Assert.Contains("boom", lab.Runs.Trials(run.Id).First(t => t.Status == TrialStatus.Failed).Result!.Error);
    }

    [Fact]
    public async Task Delete_ThenRestore_RunIsBackWithItsTrials()
    {
        using var lab = new Lab(Quick);
        var id = lab.Runs.Launch(Lab.Small()).Id;
        await lab.Ended(id);

        lab.Runs.Delete(id);
        Assert.Null(lab.Runs.Find(id));
        lab.Runs.Restore(id);

        Assert.Equal(6, lab.Runs.Trials(id).Count(t => t.IsFinished));
    }

    [Fact]
    public async Task Edit_WhileTraining_KeepsNameAndProgress()
    {
        using var lab = new Lab(Quick);
        var id = lab.Runs.Launch(Lab.Small(seeds: 5)).Id;
        lab.Runs.Edit(id, name: "mine", tags: ["a"]);

        var run = await lab.Ended(id);

        Assert.Equal(("mine", 30), (run.Name, run.TrialsDone));
        Assert.Equal(["a"], run.Tags);
    }
}
