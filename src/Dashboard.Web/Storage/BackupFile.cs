namespace Dashboard.Web.Storage;

/// <summary>
/// A copy of a data file that is being written to: all of it first, then, once nothing writes, the pages that changed
/// meanwhile. The destination is either whole or not there.
/// </summary>
internal sealed class BackupFile : IDisposable
{
    private const int PartSize = 1 << 20, FewPages = 256, Rounds = 5;

    private readonly string destination, part;
    private readonly FileStream from, to;
    private readonly byte[] buffer = new byte[PartSize];
    private bool finished;

    /// <exception cref="IOException">Either file fails.</exception>
    public BackupFile(string source, string destination)
    {
        (this.destination, part) = (destination, destination + ".part");
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(destination))!);
        from = new(source, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 0);
        try
        {
            to = new(part, FileMode.Create, FileAccess.Write, FileShare.None, 0);
        }
        catch
        {
            from.Dispose();
            throw;
        }
    }

    /// <summary>Told of each write from before <see cref="CopyAll"/> on.</summary>
    public ChangedPages Changed { get; } = new();

    /// <summary>Copies the whole file as it comes, changed pages torn, then those again, until few are left.</summary>
    /// <param name="afterPart">Called after each part.</param>
    public void CopyAll(Action? afterPart)
    {
        for (long at = 0; at < RandomAccess.GetLength(from.SafeFileHandle); at += PartSize)
        {
            Copy(at, PartSize);
            afterPart?.Invoke();
        }
        for (var (round, copied) = (0, int.MaxValue); round < Rounds && copied > FewPages; round++) copied = CopyChanged();
    }

    /// <summary>Copies the pages changed since; whole once nothing writes.</summary>
    /// <returns>How many there were.</returns>
    public int CopyChanged()
    {
        var pages = Changed.Take();
        foreach (var page in pages) Copy(page * DataFileCheck.PageSize, DataFileCheck.PageSize);
        // Growth that was tried and taken back is no part of it.
        var length = RandomAccess.GetLength(from.SafeFileHandle);
        if (RandomAccess.GetLength(to.SafeFileHandle) > length) RandomAccess.SetLength(to.SafeFileHandle, length);
        return pages.Count;
    }

    /// <summary>Puts the copy in its place.</summary>
    public void Finish()
    {
        to.Flush(flushToDisk: true);
        to.Dispose();
        File.Move(part, destination, overwrite: true);
        finished = true;
    }

    public void Dispose()
    {
        from.Dispose();
        to.Dispose();
        if (!finished) File.Delete(part);
    }

    private void Copy(long at, int count)
    {
        try
        {
            var read = RandomAccess.Read(from.SafeFileHandle, buffer.AsSpan(0, count), at);
            RandomAccess.Write(to.SafeFileHandle, buffer.AsSpan(0, read), at);
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw IoError.TooLarge(e);
        }
    }
}
