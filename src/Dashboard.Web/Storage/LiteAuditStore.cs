using Dashboard.Engine.Runs;
using Dashboard.Web.People;

namespace Dashboard.Web.Storage;

/// <summary>Who did what: in memory and in the data file, the newest <see cref="IAuditStore.Most"/> lines.</summary>
internal sealed class LiteAuditStore(LiteStore store) : IAuditStore
{
    private readonly Lock gate = new();
    private readonly Queue<AuditEntry> entries = new(store.Contents.Audit.OrderBy(e => e.At).ThenBy(e => e.Id, StringComparer.Ordinal));
    private readonly List<Change> unsaved = [];

    public void Add(AuditEntry entry)
    {
        lock (gate)
        {
            entries.Enqueue(entry);
            unsaved.Add(Change.Put(Collections.Audit, AuditDocument.Write(entry)));
            while (entries.Count > IAuditStore.Most) unsaved.Add(Change.Remove(Collections.Audit, entries.Dequeue().Id));
            // While nothing can be saved the oldest of these go as well.
            if (unsaved.Count > 2 * IAuditStore.Most) unsaved.RemoveRange(0, unsaved.Count - 2 * IAuditStore.Most);
        }
        try
        {
            Flush();
        }
        catch (StorageUnavailableException)
        {
            // What was done is done; the line waits for the store.
        }
    }

    public IReadOnlyList<AuditEntry> List()
    {
        lock (gate) return [.. entries.Reverse()];
    }

    /// <summary>Saves what waits, all in one write.</summary>
    /// <exception cref="StorageUnavailableException"/>
    public void Flush()
    {
        lock (store.Gate)
        {
            Change[] changes;
            lock (gate)
            {
                changes = [.. unsaved];
                unsaved.Clear();
            }
            if (changes.Length == 0) return;
            try
            {
                store.Write(changes);
            }
            catch
            {
                lock (gate) unsaved.InsertRange(0, changes);
                throw;
            }
        }
    }
}
