using System.Collections.Concurrent;
using LiteDB;
using LiteDB.Engine;

namespace Dashboard.Web.Storage;

/// <summary>
/// One opened data file. Its engine is only ever touched by its own thread: LiteDB's transactions are bound to a thread, and
/// a caller can give up on a hung call. After the first failure a session is finished; a new one takes its place.
/// </summary>
internal sealed class LiteSession : IDisposable
{
    /// <summary>
    /// Engines that failed. A transaction of theirs left to the garbage collector throws in its finaliser, which ends the
    /// process ("discarded page must be writable"); so they are kept. There are few: a file is opened again only after it
    /// took a plain write.
    /// </summary>
    private static readonly ConcurrentBag<LiteEngine> Kept = [];

    private readonly BlockingCollection<Action> work = [];
    private readonly ManualResetEvent failed = new(false);
    private readonly FencedStream data;
    private readonly FencedStream log;
    private LiteEngine? engine;
    private bool ended;

    /// <summary>Told of every write to the data file, by place and length, after it, on the engine's thread.</summary>
    public Action<long, int>? Wrote { get; set; }

    private LiteSession(DataFiles files)
    {
        data = new(files.Data, FileMode.Open, () => failed.Set(), (at, count) => Wrote?.Invoke(at, count));
        try
        {
            log = new(files.Log, FileMode.OpenOrCreate, () => failed.Set());
        }
        catch
        {
            data.Dispose();
            throw;
        }
    }

    /// <summary>Opens a data file that <see cref="DataFileCheck"/> found sound.</summary>
    public static LiteSession Open(DataFiles files, TimeSpan limit)
    {
        var session = new LiteSession(files);
        new Thread(session.Loop) { IsBackground = true, Name = "Storage" }.Start();
        try
        {
            session.Post(() =>
            {
                // A page cut off by a crash belongs to a transaction nobody was told of.
                session.log.SetLength(session.log.Length / DataFileCheck.PageSize * DataFileCheck.PageSize);
                session.engine = new LiteEngine(new EngineSettings { DataStream = session.data, LogStream = session.log });
                return 0;
            }, limit);
            return session;
        }
        catch
        {
            session.Abandon();
            throw;
        }
    }

    /// <summary>Writes a new, empty data file in one step, so that a crash never leaves half of one.</summary>
    public static void Create(DataFiles files, string collection, BsonDocument first)
    {
        using var image = new MemoryStream();
        using var noLog = new MemoryStream();
        using (var engine = new LiteEngine(new EngineSettings { DataStream = image, LogStream = noLog, Collation = Collation.Binary }))
        {
            engine.Insert(collection, [first], BsonAutoId.ObjectId);
            engine.Checkpoint();
        }
        var temporary = files.Data + ".new";
        using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write))
        {
            image.WriteTo(file);
            file.Flush(flushToDisk: true);
        }
        File.Move(temporary, files.Data, overwrite: true);
    }

    /// <summary>Runs <paramref name="action"/> on the session's thread and waits for it.</summary>
    /// <exception cref="TimeoutException">It took longer than <paramref name="limit"/>; the session is finished.</exception>
    /// <exception cref="IOException">The disk failed, even where the engine hid it.</exception>
    public T Do<T>(Func<LiteEngine, T> action, TimeSpan limit) => Post(() => action(engine!), limit);

    /// <summary>Lets go of the files within 2 seconds, whatever the engine does (its own Dispose can hang).</summary>
    public void Dispose()
    {
        if ((data.Failure ?? log.Failure) is null)
        {
            try
            {
                ended = Post(() => { engine?.Dispose(); return true; }, TimeSpan.FromSeconds(2));
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                // Every acknowledged write is in the data file already.
            }
        }
        Abandon();
    }

    /// <summary>Closes the files under the engine, without another write, and leaves it to its thread. May be called again.</summary>
    public void Abandon()
    {
        data.Fence();
        log.Fence();
        if (work.IsAddingCompleted) return;
        work.CompleteAdding();
        if (engine is not null && !ended) Kept.Add(engine);
    }

    private T Post<T>(Func<T> action, TimeSpan limit)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        work.Add(() =>
        {
            try
            {
                done.SetResult(action());
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
        });
        // After a failed write the engine may never answer; after a failed read its answer is of no use.
        if (WaitHandle.WaitAny([((IAsyncResult)done.Task).AsyncWaitHandle, failed], limit) == WaitHandle.WaitTimeout)
        {
            Abandon();
            throw new TimeoutException($"No answer within {limit.TotalSeconds:0} s.");
        }
        if ((data.Failure ?? log.Failure) is { } failure)
        {
            Abandon();
            throw new IOException(failure.Message, failure);
        }
        return done.Task.GetAwaiter().GetResult();
    }

    private void Loop()
    {
        foreach (var item in work.GetConsumingEnumerable()) item();
    }
}
