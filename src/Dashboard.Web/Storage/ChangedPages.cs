namespace Dashboard.Web.Storage;

/// <summary>The pages of the data file written since they were last taken. Thread-safe.</summary>
internal sealed class ChangedPages
{
    private readonly Lock gate = new();
    private SortedSet<long> pages = [];

    public void Add(long at, int count)
    {
        lock (gate)
            for (var page = at / DataFileCheck.PageSize; page * DataFileCheck.PageSize < at + count; page++) pages.Add(page);
    }

    /// <summary>Gives them, rising, and starts anew.</summary>
    public IReadOnlyCollection<long> Take()
    {
        lock (gate)
        {
            var taken = pages;
            pages = [];
            return taken;
        }
    }
}
