using Dashboard.Web.Operations;
using LiteDB;

namespace Dashboard.Web.Storage;

/// <summary>The records found damaged since the start, by what they are. Each is said once in the log. Thread-safe.</summary>
internal sealed class DamagedRecords(ILogger logger)
{
    private readonly Lock gate = new();
    private readonly SortedDictionary<(string Collection, string Id), DamagedRecord> found = [];

    /// <summary>All that are known.</summary>
    public IReadOnlyList<DamagedRecord> All
    {
        get
        {
            lock (gate) return [.. found.Values];
        }
    }

    public void Add(string collection, BsonValue id, DamagedRecord record)
    {
        lock (gate)
            if (!found.TryAdd((collection, id.ToString()), record)) return;
        logger.LogError("{What} cannot be read: {Why}. It stays in the file as it is; everything else goes on. {Remedy}", record.What, record.Why, record.Remedy);
    }

    /// <summary>A record was written anew or removed.</summary>
    public void Forget(string collection, BsonValue id)
    {
        lock (gate) found.Remove((collection, id.ToString()));
    }
}
