using LiteDB;
using LiteDB.Engine;

namespace Dashboard.Web.Storage;

/// <summary>Opens the data file when the server starts: lock, look at the bytes, make or set aside, read.</summary>
internal static class LiteStoreOpener
{
    private const string Product = "RNN & LSTM lab";
    private const int Layout = 1;

    /// <exception cref="StorageStartException">The server cannot start with this file; see its kinds.</exception>
    public static LiteStore Open(StorageOptions options, TimeProvider time, ILogger logger)
    {
        var files = new DataFiles(options.Path);
        var fileLock = files.TakeLock();
        LiteSession? session = null;
        try
        {
            var limit = TimeSpan.FromSeconds(options.TimeLimitSeconds);
            string? notice = null;
            Func<string, IReadOnlyList<StoredRecord>> records;
            try
            {
                (session, records) = Open(files, limit, time);
            }
            catch (StorageDamagedException e) when (options.SetAsideDamaged)
            {
                // Made before the old one leaves its place: a start that is cut short begins anew.
                var made = new DataFiles(files.Data + ".new");
                var kept = Salvage.Copy(files.Data, made, Meta(time), limit);
                var moved = files.SetAside(time.GetUtcNow());
                File.Move(made.Data, files.Data);
                notice = $"{e.Message} It was set aside as {moved} with its log, nothing was deleted, and a new one was started with all that could be read from it: {kept}. "
                    + $"To restore a backup instead (see {files.Backups}), stop the server and put the backup in place of {files.Data}.";
                logger.LogError(e, "{Notice}", notice);
                (session, records) = Open(files, limit, time);
            }
            return new(files, options, time, logger, fileLock, session, records, notice);
        }
        catch (Exception e)
        {
            session?.Abandon();
            fileLock.Dispose();
            if (e is StorageStartException) throw;
            throw new StorageStartException($"{IoError.Describe(IoError.Find(e) ?? e)}: {files.Data}. "
                + "Make the file usable, or give another one with --Storage:Path=<file>.", e);
        }
    }

    private static (LiteSession, Func<string, IReadOnlyList<StoredRecord>>) Open(DataFiles files, TimeSpan limit, TimeProvider time)
    {
        switch (DataFileCheck.Inspect(files))
        {
            case (DataFileState.Foreign, var what):
                throw new StorageRefusedException(what!);
            case (DataFileState.Damaged, var what):
                throw Damaged(files, what!);
            case (DataFileState.Sound, _) when files.Verdict() is { } verdict:
                throw Damaged(files, verdict);
            case (DataFileState.New, _):
                LiteSession.Create(files, Collections.Meta, Meta(time));
                break;
        }
        LiteSession? session = null;
        try
        {
            session = LiteSession.Open(files, limit);
            session.Do(engine => CheckMeta(engine, files), limit);
            // What a crash left in the log belongs to the indexes, too.
            session.Do(engine => engine.Checkpoint(), limit);
            if (IndexPages.Check(files.Data) is { } wrong) throw Damaged(files, wrong);
            var records = session.Do(engine => StoredContents.Collections.ToDictionary(c => c, c => engine.Records(c)), limit);
            return (session, collection => records[collection]);
        }
        catch (Exception e)
        {
            session?.Abandon();
            if (e is StorageStartException || IoError.Find(e) is not (null or InvalidDataException)) throw;
            throw Damaged(files, e.Message, e);
        }
    }

    private static bool CheckMeta(LiteEngine engine, DataFiles files)
    {
        var meta = engine.FindById(Collections.Meta, "store");
        if (meta is null || meta["product"] != Product)
            throw new StorageRefusedException($"{files.Data} is a LiteDB file of another program. It was left as it is. "
                + "Give another file with --Storage:Path=<file>, or move this one away.");
        if (meta["layout"].AsInt32 > Layout)
            throw new StorageRefusedException($"{files.Data} was made by a newer version of this server (layout {meta["layout"].AsInt32}, "
                + $"this one reads {Layout}). Start that version, or give another file with --Storage:Path=<file>.");
        return true;
    }

    private static BsonDocument Meta(TimeProvider time) => new()
    {
        ["_id"] = "store", ["product"] = Product, ["layout"] = Layout, ["created"] = time.GetUtcNow().UtcTicks,
    };

    private static StorageDamagedException Damaged(DataFiles files, string what, Exception? inner = null) => new(
        $"The data file {files.Data} is damaged: {what.TrimEnd('.')}. "
        + "Start with --Storage:SetAsideDamaged=true (the default) to rename it and start one with all that can be read from it, or put a backup in its place.", inner);
}
