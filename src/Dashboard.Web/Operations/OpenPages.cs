namespace Dashboard.Web.Operations;

/// <summary>Pages that are open now, whatever each of them follows. Thread-safe.</summary>
public sealed class OpenPages
{
    private int count;

    /// <summary>How many.</summary>
    public int Count => Volatile.Read(ref count);

    /// <summary>A page is open until this is disposed, once.</summary>
    public IDisposable Open()
    {
        Interlocked.Increment(ref count);
        return new Page(this);
    }

    private sealed class Page(OpenPages pages) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref pages.count);
    }
}
