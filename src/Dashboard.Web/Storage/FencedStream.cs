using Microsoft.Win32.SafeHandles;

namespace Dashboard.Web.Storage;

/// <summary>
/// A file as LiteDB's engine sees it. It remembers the first failure (the engine's writer thread may swallow it), flushes to
/// the disk, and can be fenced: after that a hung or dead engine cannot touch the file again.
/// </summary>
internal sealed class FencedStream : Stream
{
    private readonly SafeFileHandle handle;
    private readonly Action failed;
    private readonly Action<long, int>? wrote;
    private Exception? failure;
    private long position;

    /// <param name="path">The file.</param>
    /// <param name="mode">Open or create.</param>
    /// <param name="failed">Called once, at the first failure, on whatever thread it happens.</param>
    /// <param name="wrote">Called after each write, with its place and length.</param>
    public FencedStream(string path, FileMode mode, Action failed, Action<long, int>? wrote = null)
    {
        (this.failed, this.wrote) = (failed, wrote);
        handle = File.OpenHandle(path, mode, FileAccess.ReadWrite, FileShare.ReadWrite, FileOptions.RandomAccess);
    }

    /// <summary>The first I/O error, or null.</summary>
    public Exception? Failure => Volatile.Read(ref failure);

    public override bool CanRead => true;
    public override bool CanSeek => true;
    public override bool CanWrite => true;
    public override long Length => Guard(() => RandomAccess.GetLength(handle));
    public override long Position { get => position; set => position = value; }

    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = Guard(() => RandomAccess.Read(handle, buffer.AsSpan(offset, count), position));
        position += read;
        return read;
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        Guard(() => { RandomAccess.Write(handle, buffer.AsSpan(offset, count), position); return 0; });
        wrote?.Invoke(position, count);
        position += count;
    }

    public override void Flush() => Guard(() => { RandomAccess.FlushToDisk(handle); return 0; });

    public override void SetLength(long value) => Guard(() => { RandomAccess.SetLength(handle, value); return 0; });

    public override long Seek(long offset, SeekOrigin origin) => position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => position + offset,
        _ => Length + offset,
    };

    /// <summary>Closes the file now, whatever thread is using it.</summary>
    public void Fence()
    {
        Interlocked.CompareExchange(ref failure, new IOException("The file was closed."), null);
        handle.Dispose();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) handle.Dispose();
        base.Dispose(disposing);
    }

    private T Guard<T>(Func<T> work)
    {
        // Nothing may be written after a failed write: the engine's picture of the file is no longer true.
        if (Failure is { } first) throw new IOException(first.Message, first);
        try
        {
            return work();
        }
        catch (Exception thrown)
        {
            var e = thrown is ArgumentOutOfRangeException tooLarge ? IoError.TooLarge(tooLarge) : thrown;
            if (Interlocked.CompareExchange(ref failure, e, null) is null) failed();
            if (e == thrown) throw;
            throw e;
        }
    }
}
