using System.Diagnostics;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Tests.Support;
using Dashboard.Engine.Training;

namespace Dashboard.Engine.Tests.Runs;

/// <summary>What goes wrong between two tabs, the queue and the store; <see cref="RunLifeModelTests"/> looks for the rest.</summary>
public sealed class RunLifeTests
{
    private static ScriptedTrainer Quick => new((_, length, _, _, _) => ScriptedTrainer.Done(length));

    private static ScriptedTrainer Endless => new((_, _, _, _, stop) => ScriptedTrainer.Endless(stop));

    [Fact]
    public void Steer_RunDeletedInAnotherTab_IsNotFound()
    {
        using var lab = new Lab(Endless);
        var id = lab.Runs.Launch(Lab.Small()).Id;
        using var page = lab.Runs.Subscribe(id);
        lab.Runs.Delete(id);

        Assert.Throws<RunNotFoundException>(() => lab.Runs.Resume(id));
        Assert.Throws<RunNotFoundException>(() => lab.Runs.Pause(id));
        Assert.Throws<RunNotFoundException>(() => lab.Runs.Cancel(id));
        Assert.Throws<RunNotFoundException>(() => lab.Runs.Edit(id, name: "new"));
        Assert.Throws<RunNotFoundException>(() => lab.Runs.Delete(id));
        Assert.Null(lab.Runs.Subscribe(id));
        Assert.Equal(RunStatus.Paused, lab.Runs.Restore(id).Status);
    }

    [Fact]
    public async Task Take_QueuedRunIsGoneFromTheStore_NextRunTrains()
    {
        using var go = new ManualResetEventSlim();
        using var lab = new Lab(new ScriptedTrainer((_, length, _, _, _) =>
        {
            go.Wait(Lab.Patience);
            return ScriptedTrainer.Done(length);
        }));
        lab.Runs.Launch(Lab.Small());
        lab.Store.Purge(lab.Runs.Launch(Lab.Small()).Id);
        var last = lab.Runs.Launch(Lab.Small()).Id;
        go.Set();

        Assert.Equal(RunStatus.Done, (await lab.Ended(last)).Status);
        Assert.True(SpinWait.SpinUntil(() => lab.Runs is { State: { Running: 0, Queued: 0 }, Held: 0 }, Lab.Patience));
    }

    [Fact]
    public async Task Cancel_StoreFailsBeforeTheLastTrialStopped_EndsWhenItIsBack()
    {
        var store = new MemoryRunStore();
        using var training = new CountdownEvent(2);
        using var stopped = new ManualResetEventSlim();
        using var lab = new Lab(new ScriptedTrainer((_, _, _, _, stop) =>
        {
            training.Signal();
            stop.WaitHandle.WaitOne();
            stopped.Wait(Lab.Patience);
            return ScriptedTrainer.Endless(stop);
        }), store: store);
        var id = lab.Runs.Launch(Lab.Small()).Id;
        await lab.When(id, r => r.Status == RunStatus.Running);
        Assert.True(training.Wait(Lab.Patience));
        Assert.Equal(RunStatus.Cancelling, lab.Runs.Cancel(id).Status);
        store.Failure = "The disk is full.";
        stopped.Set();
        await lab.Engine(s => s.StorageError is not null);

        store.Failure = null;

        Assert.Equal(RunStatus.Cancelled, (await lab.Ended(id)).Status);
        await lab.Engine(s => s.StorageError is null);
    }

    [Fact]
    public async Task Disk_Hangs_TrainingAndNewsOfOthersGoOn()
    {
        using var lab = new Lab(Endless);
        var first = lab.Runs.Launch(Lab.Small()).Id;
        await lab.When(first, r => r.Status == RunStatus.Running);
        lab.Store.Disk.Reset();
        var pausing = Task.Run(() => lab.Runs.Pause(first), TestContext.Current.CancellationToken);
        try
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
            var asked = Task.Run(() =>
            {
                using var page = lab.Runs.Subscribe(first);
                using var list = lab.Runs.SubscribeAll();
                return lab.Runs.State.Running + lab.Runs.Trials(first).Count + lab.Runs.Find(first)!.TrialsTotal + (lab.Runs.EtaSeconds(first) is null ? 0 : 1);
            }, TestContext.Current.CancellationToken);
            Assert.Equal(1 + 6 + 6, await asked.WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken));
            Assert.False(pausing.IsCompleted);
        }
        finally
        {
            lab.Store.Disk.Set();
        }
        Assert.Equal(RunStatus.Paused, (await pausing).Status);
    }

    [Fact]
    public async Task Disk_HangsWhileARunBegins_WorkersTrain()
    {
        using var training = new CountdownEvent(2);
        using var lab = new Lab(new ScriptedTrainer((_, _, _, _, stop) =>
        {
            training.Signal();
            return ScriptedTrainer.Endless(stop);
        }), start: false);
        lab.Runs.Launch(Lab.Small());
        lab.Store.Disk.Reset();
        lab.Runs.Start();
        try
        {
            Assert.True(await Task.Run(() => training.Wait(Lab.Patience), TestContext.Current.CancellationToken));
        }
        finally
        {
            lab.Store.Disk.Set();
        }
    }

    [Fact]
    public async Task Stop_DiskHangs_ReturnsInTime()
    {
        using var lab = new Lab(Endless);
        var id = lab.Runs.Launch(Lab.Small()).Id;
        await lab.When(id, r => r.Status == RunStatus.Running);
        lab.Store.Disk.Reset();
        var began = Stopwatch.GetTimestamp();
        var stop = Task.Run(() => lab.Runs.Stop(TimeSpan.FromMilliseconds(300)), TestContext.Current.CancellationToken);
        try
        {
            await stop.WaitAsync(TimeSpan.FromSeconds(4), TestContext.Current.CancellationToken);
        }
        finally
        {
            lab.Store.Disk.Set();
        }
        Assert.InRange(Stopwatch.GetElapsedTime(began).TotalSeconds, 0, 4);
    }

    [Fact]
    public async Task Train_MemoryRunsOut_TrialFailsAndSaysSo()
    {
        using var lab = new Lab(new ScriptedTrainer((_, length, _, _, _) => length == 3 ? throw new OutOfMemoryException() : ScriptedTrainer.Done(length)));

        var run = await lab.Ended(lab.Runs.Launch(Lab.Small()).Id);

        Assert.Equal((RunStatus.Done, 6, 2), (run.Status, run.TrialsDone, run.TrialsFailed));
        Assert.Contains("memory", lab.Runs.Trials(run.Id).First(t => t.Status == TrialStatus.Failed).Result!.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Resume_TheMomentItFailed_FailsAgain()
    {
        var resuming = new Resuming();
        using var lab = new Lab(new ScriptedTrainer((_, _, _, _, _) => throw new InvalidOperationException("This one fails.")), observer: resuming);
        resuming.Runs = lab.Runs;
        var id = lab.Runs.Launch(Lab.Small()).Id;

        Assert.True(SpinWait.SpinUntil(() => resuming.Times == 1 && lab.Runs is { State: { Running: 0, Queued: 0 }, Held: 0 }, Lab.Patience));
        Assert.Equal(RunStatus.Failed, lab.Runs.Find(id)!.Status);
    }

    [Fact]
    public void Drop_WhileTheStoreIsToldOfIt_LeavesOnceAndComesBackWhole()
    {
        var store = new MemoryRunStore();
        var board = new RunBoard(store, TimeProvider.System);
        var scheduler = new RunScheduler(board, _ => new(_ => 1, () => 1, TimeProvider.System), _ => false, () => { }, new(null), TimeProvider.System);
        var run = new Run { Id = "r1", Name = "n", Spec = Lab.Small(), CreatedAt = DateTime.UnixEpoch, Status = RunStatus.Queued };
        store.Add([run]);
        Held(r => r);
        var trial = scheduler.Take()!;
        Tell();
        Held(r => r with { Status = RunStatus.Paused });
        scheduler.Finish(trial, new(trial.Index, run.Spec.Trials()[trial.Index], TrialStatus.Queued));
        var told = Assert.Single(scheduler.Changes());

        // The saver is on its way with it; meanwhile the run is deleted, brought back and resumed.
        Held(r => r with { DeletedAt = DateTime.UnixEpoch });
        Held(r => r with { DeletedAt = null });
        Held(r => r with { Status = RunStatus.Queued });
        scheduler.Settled(told, isThere: true, isComplete: false);

        Assert.Equal((1, 1), (board.Count, scheduler.State.Queued));
        Held(r => r with { Status = RunStatus.Paused });
        Tell();
        Assert.Equal((0, 0), (board.Count, scheduler.State.Queued));

        void Held(Func<Run, Run> change)
        {
            var live = board.Acquire("r1", deletedToo: true)!;
            live.Write(() => store.Update("r1", change), (_, now) => scheduler.Follow(live, now));
            board.Release(live);
        }

        void Tell()
        {
            foreach (var change in scheduler.Changes()) scheduler.Settled(change, isThere: true, isComplete: false);
        }
    }

    /// <summary>Resumes a run once, the moment its last trial is saved and before anything else can happen.</summary>
    private sealed class Resuming : IRunObserver
    {
        public RunService? Runs { get; set; }

        public int Times { get; private set; }

        public void OnSaved(string runId, int trials, TimeSpan took)
        {
            if (Times > 0 || Runs!.Find(runId)!.Status != RunStatus.Failed) return;
            Times++;
            Runs.Resume(runId);
        }
    }
}
