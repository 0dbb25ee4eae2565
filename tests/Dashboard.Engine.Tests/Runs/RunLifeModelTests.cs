using System.Collections.Concurrent;
using System.Diagnostics;
using CsCheck;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Tests.Support;

namespace Dashboard.Engine.Tests.Runs;

/// <summary>
/// The whole life of runs as people, the store, other machines and the process may have it: random steps in two tabs at once,
/// the store failing and coming back, trials claimed, brought and given back by others, the service stopped, killed and started.
/// A failure prints the seed that makes the same steps again.
/// </summary>
public sealed class RunLifeModelTests
{
    private enum Move
    {
        Launch,
        Pause,
        Resume,
        Cancel,
        Delete,
        Restore,
        Edit,
        Watch,
        Leave,
        Wait,
        TenMinutesPass,
        StoreFails,
        StoreIsBack,
        OthersClaim,
        OthersBring,
        OthersAreGone,
    }

    private enum Between
    {
        Nothing,
        Stop,
        Kill,
    }

    private readonly record struct Step(Move Move, int Run);

    private sealed record Phase(Step[] First, Step[] Second, Between Then)
    {
        public override string ToString() => $"[{string.Join(' ', First)} | {string.Join(' ', Second)}] {Then}";
    }

    private static readonly Gen<Step> Steps = Gen.Select(
        Gen.Frequency((4, Gen.Const(Move.Launch)), (8, Gen.Enum<Move>())), Gen.Int[0, 4], (move, run) => new Step(move, run));

    private static readonly Gen<Phase[]> Lives = Gen.Select(
        Steps.Array[0, 12], Steps.Array[0, 12], Gen.Frequency((3, Gen.Const(Between.Nothing)), (1, Gen.Const(Between.Stop)), (1, Gen.Const(Between.Kill))),
        (first, second, then) => new Phase(first, second, then)).Array[1, 4];

    [Fact]
    public void Life_AnySteps_QueueGoesOnHoldsComeBackAndNothingSavedIsLost() => Lives.Sample(
        life =>
        {
            using var world = new World();
            foreach (var phase in life) world.Live(phase);
            world.Settle();
        },
        iter: Environment.GetEnvironmentVariable("LONG_TESTS") == "1" ? 5_000 : 150,
        threads: 2,
        print: life => string.Join("\n", life.Select(p => p.ToString())));

    /// <summary>A service on a store, and what people were told of it.</summary>
    private sealed class World : IDisposable
    {
        private readonly ShiftedTime time = new();
        private readonly List<string> ids = [];
        private readonly ConcurrentDictionary<string, string> names = new();
        private readonly List<IDisposable> watching = [];
        private readonly List<LentTrial> elsewhere = [];
        private MemoryRunStore store = new();
        private RunService runs;

        public World() => runs = Start();

        public void Dispose() => runs.Stop(TimeSpan.FromSeconds(5));

        public void Live(Phase phase)
        {
            var second = Task.Run(() => Tab(phase.Second));
            Tab(phase.First);
            second.GetAwaiter().GetResult();
            if (phase.Then == Between.Nothing) return;
            // What was acknowledged before is there after.
            var before = store;
            if (phase.Then == Between.Kill) store = store.Killed();
            Leave();
            runs.Stop(TimeSpan.FromSeconds(5));
            // Other machines train on, and have not heard of it.
            if (phase.Then == Between.Stop && before.Failure is null)
                Assert.DoesNotContain(store.All, r => r.Status == RunStatus.Running || (r.Status == RunStatus.Cancelling && elsewhere.All(t => t.RunId != r.Id)));
            store.Failure = null;
            runs = Start();
            LentTrial[] claimed = [.. elsewhere.Select(t => runs.Desk.Adopt("far", 512, t.RunId, t.Index)).OfType<LentTrial>()];
            elsewhere.Clear();
            elsewhere.AddRange(claimed);
            runs.Desk.GoOn();
        }

        /// <summary>With a store that works, everything comes to rest, and from there every run to its end.</summary>
        public void Settle()
        {
            store.Failure = null;
            Leave();
            OthersAreGone();
            Rest();
            Assert.All(store.All, r => Assert.True(r.Status is RunStatus.Done or RunStatus.Failed or RunStatus.Cancelled or RunStatus.Paused or RunStatus.Interrupted, $"{r.Id} is {r.Status} and nothing goes on"));
            foreach (var (id, name) in names)
                if (store.Find(id) is { } run) Assert.Equal(name, run.Name);
            foreach (var run in store.All)
            {
                if (run.DeletedAt is not null) runs.Restore(run.Id);
                if (run.Status.CanResume()) runs.Resume(run.Id);
            }
            Rest();
            Assert.All(store.All, r => Assert.Equal((r.Spec.Seeds[0] == 2 ? RunStatus.Failed : RunStatus.Done, r.TrialsTotal), (r.Status, r.TrialsDone)));
            Assert.All(store.All, r => Assert.Equal(r.TrialsTotal, store.Trials(r.Id).Count(t => t.IsFinished)));
            Assert.All(store.All, r => Assert.Equal(store.Trials(r.Id), runs.Trials(r.Id)));
            Assert.Equal(0, store.SavedTwice);
        }

        private RunService Start()
        {
            var trainer = new ScriptedTrainer((_, length, seed, observer, stop) =>
            {
                observer?.OnEpoch(new(1, 1, 1, 1, 1));
                if (length > 2 && stop.WaitHandle.WaitOne(length - 2)) return ScriptedTrainer.Endless(stop);
                return seed == 2 ? throw new InvalidOperationException("This one fails.") : ScriptedTrainer.Done(length);
            });
            var service = new RunService(store, new LocalRunner(new([trainer]), new()),
                new() { Workers = 2, QueueLimit = 6, SavePace = TimeSpan.FromMilliseconds(2), RetryPace = TimeSpan.FromMilliseconds(2) }, time);
            service.Start();
            return service;
        }

        private void Tab(Step[] steps)
        {
            foreach (var step in steps)
            {
                try
                {
                    Make(step);
                }
                catch (Exception e) when (e is RunNotFoundException or IllegalMoveException or QueueFullException or StorageUnavailableException)
                {
                    // The answer people get.
                }
            }
        }

        private void Make(Step step)
        {
            string id;
            lock (ids) id = ids.Count == 0 ? "none" : ids[Math.Max(0, ids.Count - 1 - step.Run)];
            switch (step.Move)
            {
                case Move.Launch:
                    var launched = runs.Launch(Lab.Small() with { Seeds = [step.Run] }).Id;
                    lock (ids) ids.Add(launched);
                    break;
                case Move.Pause: runs.Pause(id); break;
                case Move.Resume: runs.Resume(id); break;
                case Move.Cancel: runs.Cancel(id); break;
                case Move.Delete: runs.Delete(id); break;
                case Move.Restore: runs.Restore(id); break;
                case Move.Edit: Edit(id, $"name {step.Run}"); break;
                case Move.Watch:
                    if (runs.Subscribe(id) is { } news)
                        lock (watching) watching.Add(news);
                    break;
                case Move.Leave: Leave(); break;
                case Move.Wait: Thread.Sleep(step.Run); break;
                case Move.TenMinutesPass: time.Pass(RunService.UndoTime + TimeSpan.FromSeconds(1)); break;
                case Move.StoreFails: store.Failure = "The disk is full."; break;
                case Move.StoreIsBack: store.Failure = null; break;
                case Move.OthersClaim:
                    if (runs.Desk.Adopt("far", 512, id, step.Run) is { } lent)
                        lock (elsewhere) elsewhere.Add(lent);
                    break;
                case Move.OthersBring: OthersBring(step.Run); break;
                case Move.OthersAreGone: OthersAreGone(); break;
                default: throw new UnreachableException();
            }
        }

        // One edit at a time, so that the last name acknowledged is the last one written.
        private void Edit(string id, string name)
        {
            lock (names)
            {
                runs.Edit(id, name: name);
                names[id] = name;
            }
        }

        private void OthersBring(int which)
        {
            LentTrial brought;
            lock (elsewhere)
            {
                if (elsewhere.Count == 0) return;
                brought = elsewhere[which % elsewhere.Count];
                elsewhere.Remove(brought);
            }
            var result = brought.Key.Seed == 2 ? TrialResults.Failed("This one fails.") : ScriptedTrainer.Done(brought.Key.Length);
            try
            {
                runs.Desk.Deliver(brought.RunId, brought.Index, result, "fused", new(1, 512), "far");
            }
            finally
            {
                runs.Desk.GiveBack(brought);
            }
        }

        private void OthersAreGone()
        {
            lock (elsewhere)
            {
                foreach (var lent in elsewhere) runs.Desk.GiveBack(lent);
                elsewhere.Clear();
            }
            runs.Desk.NobodyElse();
        }

        private void Leave()
        {
            lock (watching)
            {
                foreach (var news in watching) news.Dispose();
                watching.Clear();
            }
        }

        private void Rest()
        {
            var began = Stopwatch.GetTimestamp();
            while (runs.State != new EngineState(0, 0, null) || runs.Held > 0)
            {
                Assert.True(Stopwatch.GetElapsedTime(began) < Lab.Patience,
                    $"{runs.State}, {runs.Held} held; {string.Join(", ", store.All.Select(r => $"{r.Status}{(r.DeletedAt is null ? "" : " (deleted)")} {r.TrialsDone}/{r.TrialsTotal}"))}");
                Thread.Sleep(1);
            }
        }
    }

    /// <summary>The clock on the wall runs ahead; what is measured stays as it is.</summary>
    private sealed class ShiftedTime : TimeProvider
    {
        private long ahead;

        public void Pass(TimeSpan passed) => Interlocked.Add(ref ahead, passed.Ticks);

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref ahead));
    }
}
