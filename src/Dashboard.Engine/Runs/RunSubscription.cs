namespace Dashboard.Engine.Runs;

/// <summary>
/// A reader's place in the news: the current snapshot first, then every later change, coalesced to at most one update per
/// 100 ms; the last one always gets through. Dispose it to leave; one page owns one subscription.
/// </summary>
public abstract class Subscription<T> : IDisposable
{
    /// <summary>Ends when the subscription is disposed (without an exception) or <paramref name="cancellation"/> fires.</summary>
    public abstract IAsyncEnumerable<T> ReadAllAsync(CancellationToken cancellation = default);

    /// <summary>Leaves; a running enumeration ends.</summary>
    public abstract void Dispose();
}
