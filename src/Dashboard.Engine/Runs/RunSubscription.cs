using System.Runtime.CompilerServices;

namespace Dashboard.Engine.Runs;

/// <summary>
/// A reader's place in the news: the current snapshot first, then every later change, coalesced to at most one update per
/// 100 ms; the last one always gets through. Dispose it to leave; one page owns one subscription and reads it once.
/// </summary>
public abstract class Subscription<T>(TimeProvider time, CancellationToken ended) : IDisposable
{
    /// <summary>Human speed: faster updates are not seen.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource left = new();
    private int disposed;

    /// <summary>Ends without an exception when the subscription is disposed, <paramref name="cancellation"/> fires, or the engine has stopped.</summary>
    public async IAsyncEnumerable<T> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, left.Token, ended);
        while (true)
        {
            var (update, hasUpdate, next) = Take();
            if (hasUpdate) yield return update!;
            try
            {
                if (hasUpdate) await Task.Delay(Pace, time, stop.Token);
                else await next.WaitAsync(stop.Token);
            }
            catch (OperationCanceledException)
            {
                yield break;
            }
        }
    }

    /// <summary>Everything since the last call, or a task that ends with the next event.</summary>
    private protected abstract (T? Update, bool HasUpdate, Task NextEvent) Take();

    private protected abstract void Leave();

    /// <summary>Leaves; a running enumeration ends.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref disposed, 1) != 0) return;
        left.Cancel();
        Leave();
    }
}

internal sealed class RunSubscription(LiveRun live, long? after, Action<LiveRun> leave, SafeObserver observer, TimeProvider time, CancellationToken ended)
    : Subscription<RunUpdate>(time, ended)
{
    private long seen = after ?? -1;

    private protected override (RunUpdate?, bool, Task) Take()
    {
        var (update, lag, next) = live.Since(seen);
        if (update is not null)
        {
            seen = update.Sequence;
            if (!update.IsSnapshot) observer.OnNewsRead(lag);
        }
        return (update, update is not null, next);
    }

    private protected override void Leave() => leave(live);
}
