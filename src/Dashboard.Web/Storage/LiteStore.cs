using Dashboard.Engine.Runs;
using Dashboard.Web.Operations;
using LiteDB;
using LiteDB.Engine;

namespace Dashboard.Web.Storage;

/// <summary>
/// The data file: serialised, durable writes; a failed session is closed and another opened later, by itself. What a failed
/// write may have left behind is taken back first, so that the file and what callers were told agree.
/// </summary>
internal sealed partial class LiteStore : IStorageStatus, IDisposable
{
    private const int DocumentLimit = 15_500_000;

    private readonly DataFiles files;
    private readonly StoreFolder folder;
    private readonly StorageOptions options;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly FileStream fileLock;
    private readonly List<Change> repairs = [];
    private readonly Lock backingUp = new();
    private LiteSession? session;
    private volatile ChangedPages? changed;
    private volatile string? error;
    private bool damaged, disposed;

    internal LiteStore(DataFiles files, StorageOptions options, TimeProvider time, ILogger logger,
        FileStream fileLock, LiteSession session, Func<string, IReadOnlyList<StoredRecord>> records, string? notice)
    {
        (this.files, this.options, this.time, this.logger) = (files, options, time, logger);
        (this.fileLock, this.session, Notice, Damaged) = (fileLock, session, notice, new(logger));
        folder = new(files, options);
        session.Wrote = Wrote;
        Contents = StoredContents.Read(records, Damaged);
    }

    public event Action? Changed;

    /// <summary>Held during a write and the change of what is kept in memory of it; may be taken again by its holder.</summary>
    public Lock Gate { get; } = new();

    /// <summary>What was in the file when it was opened.</summary>
    public StoredContents Contents { get; }

    /// <summary>Records that cannot be read.</summary>
    public DamagedRecords Damaged { get; }

    public IReadOnlyList<DamagedRecord> DamagedRecords => Damaged.All;

    public string? Error => error;
    public string? Notice { get; }
    public string Path => files.Data;
    public long SizeBytes => folder.SizeBytes;
    public long? FreeBytes => folder.FreeBytes;
    public string BackupFolder => files.Backups;
    public DateTime? LastBackup => folder.LastBackup;
    public string? NoRoom => folder.NoRoom;

    public string? TryWrite() => error ?? folder.TryWrite();

    private TimeSpan Limit => TimeSpan.FromSeconds(options.TimeLimitSeconds);

    /// <summary>Writes all or nothing; in the data file when it returns.</summary>
    /// <exception cref="StorageUnavailableException">Nothing was changed, or it will be taken back before the next write.</exception>
    /// <exception cref="ArgumentException">A document is too large.</exception>
    public void Write(IReadOnlyList<Change> changes)
    {
        foreach (var change in changes)
            if (change.Document is { } document && BsonSerializer.Serialize(document).Length > DocumentLimit)
                throw new ArgumentException($"A record is too large to save (at most {DocumentLimit / 1_000_000} MB). Shorten its texts.");
        lock (Gate)
        {
            var open = Ready();
            Change[]? before = null;
            try
            {
                open.Do(engine =>
                {
                    Volatile.Write(ref before, engine.Before(changes));
                    engine.Write(changes);
                    return 0;
                }, Limit);
                foreach (var change in changes) Damaged.Forget(change.Collection, change.Id);
            }
            catch (Exception e)
            {
                repairs.InsertRange(0, Volatile.Read(ref before) ?? []);
                throw Fail(e);
            }
        }
    }

    /// <summary>Reads from the file.</summary>
    /// <exception cref="StorageUnavailableException"/>
    public T Read<T>(Func<LiteEngine, T> read)
    {
        lock (Gate)
        {
            var open = Ready();
            try
            {
                return open.Do(read, Limit);
            }
            catch (Exception e)
            {
                throw Fail(e);
            }
        }
    }

    /// <summary>Reads records of which some may be damaged.</summary>
    /// <exception cref="StorageUnavailableException"/>
    public IReadOnlyList<StoredRecord> Records(string collection, BsonExpression? where = null) => Read(engine => engine.Records(collection, where));

    /// <summary>Refuses new work while the disk is nearly full, so that what runs can still be saved.</summary>
    /// <exception cref="StorageUnavailableException"/>
    public void EnsureFreeSpace()
    {
        if (NoRoom is { } why) throw new StorageUnavailableException(why);
    }

    public void Backup(string destination) => Backup(destination, null);

    /// <summary>Copies while reads and writes go on; they wait only while the pages that changed meanwhile are copied again.</summary>
    /// <param name="destination">A path.</param>
    /// <param name="afterPart">Called after each part, while nothing is held.</param>
    internal void Backup(string destination, Action? afterPart)
    {
        lock (backingUp)
        {
            try
            {
                using var copy = new BackupFile(files.Data, destination);
                LiteSession of;
                lock (Gate)
                {
                    of = Ready();
                    changed = copy.Changed;
                }
                copy.CopyAll(afterPart);
                lock (Gate)
                {
                    Read(engine => engine.Checkpoint());
                    // A session that failed meanwhile may have left half a write, which only the log tells of.
                    if (session != of) throw new StorageUnavailableException("The backup could not be written: the store failed meanwhile.");
                    copy.CopyChanged();
                    changed = null;
                }
                copy.Finish();
            }
            catch (Exception e) when (e is not StorageUnavailableException && IoError.Find(e) is { } cause)
            {
                throw new StorageUnavailableException($"The backup could not be written. {IoError.Describe(cause)}: {destination}.", e);
            }
            finally
            {
                changed = null;
            }
        }
    }

    /// <summary>The engine wrote to the data file.</summary>
    private void Wrote(long at, int count) => changed?.Add(at, count);

    public void Dispose()
    {
        lock (Gate)
        {
            if (disposed) return;
            disposed = true;
            session?.Dispose();
            session = null;
            fileLock.Dispose();
        }
    }
}
