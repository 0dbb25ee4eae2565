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
        WorkerEnd[] workers = [await lab.Host("ahead", time: ahead), await lab.Host("behind", time: behind)];
        foreach (var name in new[] { "ahead", "behind" })
            Assert.Equal($"Its clock is 1 h {name}; nothing is measured with it.", (await lab.Node(name))!.Value.GetProperty("note").GetString());

        var run = await lab.App.Launch(ClusterLab.Work);
        for (var i = 0; await lab.App.Status(run) is "queued" or "running"; i++)
        {
            Assert.True(i < 2 * ClusterLab.RunPatience.TotalSeconds);
            await Task.Delay(500);
            (ahead.Off, behind.Off) = (-ahead.Off, TimeSpan.FromHours(i % 5 - 2));
        }

        Assert.All(workers, w => Assert.Null(w.Failure));
        await lab.Until(async () => await lab.State("ahead") == "idle" && await lab.State("behind") == "idle");
        await lab.AssertNobodyWasLost();
        var trained = (await lab.App.Get($"/api/runs/{run}/trials")).EnumerateArray().ToArray();
        Assert.Equal(["ahead", "behind"], trained.Select(t => t.GetProperty("machine").GetString()).Distinct().Order());
        await lab.AssertSameAsAlone(run, ClusterLab.Work);
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
