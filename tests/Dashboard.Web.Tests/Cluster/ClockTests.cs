using Dashboard.Cluster.Connecting;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Training;
using Dashboard.Worker;

namespace Dashboard.Web.Tests.Cluster;

/// <summary>Workers whose clocks are wrong, and are set while they train, against a real lab and broker.</summary>
public sealed class ClockTests
{
    [Fact]
    public async Task Workers_ClocksAnHourOffAndSetMeanwhile_IsSaidAndChangesNothing()
    {
        await using var lab = await ClusterLab.Start();
        var (ahead, behind) = (new Clock(TimeSpan.FromHours(1)), new Clock(TimeSpan.FromHours(-1)));
        await using var first = Worker(await lab.Word("ahead"), ahead);
        await using var second = Worker(await lab.Word("behind"), behind);
        Task[] working = [first.RunAsync(), second.RunAsync()];
        await lab.Until(async () => await lab.State("ahead") == "idle" && await lab.State("behind") == "idle");
        foreach (var name in new[] { "ahead", "behind" })
            Assert.Equal($"Its clock is 1 h {name}; nothing is measured with it.", (await lab.Node(name))!.Value.GetProperty("note").GetString());

        var run = await lab.App.Launch(ClusterLab.Work);
        for (var i = 0; await lab.App.Status(run) is "queued" or "running"; i++)
        {
            Assert.True(i < 2 * ClusterLab.RunPatience.TotalSeconds);
            await Task.Delay(500);
            (ahead.Off, behind.Off) = (-ahead.Off, TimeSpan.FromHours(i % 5 - 2));
        }

        Assert.All(working, w => Assert.False(w.IsCompleted));
        await lab.AssertNobodyWasLost();
        var trained = (await lab.App.Get($"/api/runs/{run}/trials")).EnumerateArray().ToArray();
        Assert.Equal(["ahead", "behind"], trained.Select(t => t.GetProperty("machine").GetString()).Distinct().Order());
        await lab.AssertSameAsAlone(run, ClusterLab.Work);
    }

    private static WorkerEnd Worker(string word, TimeProvider time)
    {
        var trainer = new FusedTrainer();
        return new(new(Caller.Of(JoinCode.Read(word)!), 1, trainer.VectorBits), new LocalRunner(new([trainer]), new()), _ => { }, time);
    }

    /// <summary>A clock on the wall that somebody sets; what is measured stays as it is.</summary>
    private sealed class Clock(TimeSpan off) : TimeProvider
    {
        private long ticks = off.Ticks;

        public TimeSpan Off
        {
            get => TimeSpan.FromTicks(Interlocked.Read(ref ticks));
            set => Interlocked.Exchange(ref ticks, value.Ticks);
        }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Off;
    }
}
