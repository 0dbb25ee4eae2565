namespace Dashboard.Worker;

/// <summary>Something is to be done soon; said several times before it is, it is done once.</summary>
internal sealed class Signal
{
    private readonly SemaphoreSlim set = new(0, 1);

    /// <summary>Never waits.</summary>
    public void Set()
    {
        try
        {
            set.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is said already.
        }
    }

    /// <summary>Waits until it is said, or for that long.</summary>
    public Task Wait(CancellationToken cancellation, TimeSpan? atMost = null) => set.WaitAsync(atMost ?? Timeout.InfiniteTimeSpan, cancellation);
}
