using Dashboard.Engine.Runs;

namespace Dashboard.Web.Storage;

// A session that failed is closed for good; another is opened later, waiting longer each time.
internal sealed partial class LiteStore
{
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromSeconds(15);

    private TimeSpan backoff;
    private DateTimeOffset retryAt;

    /// <summary>Tries to open the file again if it is time to.</summary>
    public void Recover()
    {
        lock (Gate)
        {
            if (disposed || session is not null || damaged || time.GetUtcNow() < retryAt) return;
            try
            {
                Ready();
            }
            catch (StorageUnavailableException)
            {
                // Error says so; tried again later.
            }
        }
    }

    private LiteSession Ready()
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        if (session is { } open) return open;
        if (damaged || time.GetUtcNow() < retryAt) throw new StorageUnavailableException(error!);
        try
        {
            open = Reopen();
        }
        catch (Exception e)
        {
            throw Fail(e);
        }
        session = open;
        repairs.Clear();
        backoff = TimeSpan.Zero;
        SetError(null);
        logger.LogInformation("The data file {Path} can be read and written again.", files.Data);
        return open;
    }

    private LiteSession Reopen()
    {
        switch (DataFileCheck.Inspect(files))
        {
            case (DataFileState.New, _):
                throw new FileNotFoundException("The data file is gone.", files.Data);
            case (DataFileState.Damaged or DataFileState.Foreign, var what):
                throw new InvalidDataException(what);
        }
        DiskProbe.Check(files);
        var open = LiteSession.Open(files, Limit);
        open.Wrote = Wrote;
        try
        {
            open.Do(engine =>
            {
                engine.Write(repairs);
                return 0;
            }, Limit);
            return open;
        }
        catch
        {
            open.Abandon();
            throw;
        }
    }

    /// <summary>Closes the session for good and says what is wrong.</summary>
    private StorageUnavailableException Fail(Exception e)
    {
        if (e is ObjectDisposedException && disposed) throw e;
        session?.Abandon();
        session = null;
        if (IoError.Find(e) is { } cause && cause is not InvalidDataException)
        {
            backoff = backoff == TimeSpan.Zero ? TimeSpan.FromSeconds(1) : backoff * 2 < LongestBackoff ? backoff * 2 : LongestBackoff;
            retryAt = time.GetUtcNow() + backoff;
            SetError($"{IoError.Describe(cause)}: {files.Data}. Nothing saved is lost; saving goes on by itself as soon as it can.");
        }
        else
        {
            damaged = true;
            files.Condemn(e.Message);
            SetError($"The data file {files.Data} is damaged: {e.Message.TrimEnd('.')}. Nothing more is written to it. "
                + "Restart the server: it sets the file aside, deletes nothing and starts one with all that can be read from it; or put a "
                    + "backup in its place.");
        }
        logger.LogError(e, "Storage unavailable. {Error}", error);
        return new(error!, e);
    }

    private void SetError(string? message)
    {
        if (error == message) return;
        error = message;
        if (Changed is { } changed) ThreadPool.QueueUserWorkItem(_ => changed());
    }
}
