using Dashboard.Engine.Runs;
using Dashboard.Web.Components.Shared;
using Dashboard.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Web.Tests.Components;

public sealed class RunWatchTests
{
    [Fact]
    public async Task FollowAsync_DrawingIsSlow_DrawsLessOftenAndEndsOnTheLastNews()
    {
        using var app = new TestApp();
        var runs = app.Services.GetRequiredService<RunService>();
        var id = await app.Launch();
        using var watch = RunWatch.Open(runs, id)!;
        var drawn = new List<(RunStatus Status, int Finished)>();
        var ended = new TaskCompletionSource();

        var following = watch.FollowAsync(() =>
        {
            lock (drawn) drawn.Add((watch.Run.Status, watch.Trials.Count(t => t.IsFinished)));
            if (watch.Run.IsEnded) ended.TrySetResult();
            // What a large page takes: it rests for several times as long, and the run ends meanwhile.
            Thread.Sleep(50);
        });

        await ended.Task.WaitAsync(TestApp.Patience, TestContext.Current.CancellationToken);
        var trials = runs.Trials(id).Count;
        lock (drawn)
        {
            Assert.Equal((RunStatus.Done, trials), drawn[^1]);
            Assert.InRange(drawn.Count, 1, trials);
        }
        Assert.False(following.IsCompleted);
        watch.Dispose();
        await following.WaitAsync(TestApp.Patience, TestContext.Current.CancellationToken);
    }
}
