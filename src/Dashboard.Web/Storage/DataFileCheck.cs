using System.Buffers.Binary;

namespace Dashboard.Web.Storage;

/// <summary>What a look at the bytes of the data file and its log says, before LiteDB (which overwrites strangers) sees them.</summary>
internal enum DataFileState
{
    /// <summary>No data file, or an empty one, and no log.</summary>
    New,
    Sound,
    Damaged,

    /// <summary>Not a file this server made.</summary>
    Foreign,
}

/// <summary>Looks at the page headers of the data file and its log; reads only.</summary>
/// <remarks>LiteDB 5 pages: 8,192 bytes; id at 0, type (0–4) at 4, transaction at 14, confirmed at 18. Page 0 has the magic at 32,
/// the file version (8) at 59, the highest page id at 64 and the creation time at 68.</remarks>
internal static class DataFileCheck
{
    public const int PageSize = 8192;
    private const int HeaderSize = 96, MaxType = 4;

    private static ReadOnlySpan<byte> Magic => "** This is a LiteDB file **"u8;

    /// <summary>Checks both files.</summary>
    /// <returns>The state and, unless it is new or sound, what is wrong.</returns>
    public static (DataFileState State, string? What) Inspect(DataFiles files)
    {
        var logLength = DataFiles.Length(files.Log);
        if (DataFiles.Length(files.Data) == 0)
            return logLength == 0
                ? (DataFileState.New, null)
                : (DataFileState.Foreign, $"There is a log file {files.Log} but no data in {files.Data}. "
                    + "Put the data file it belongs to back, or move the log file away.");

        using var data = File.OpenHandle(files.Data, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var length = RandomAccess.GetLength(data);
        Span<byte> header = stackalloc byte[HeaderSize];
        var hasHeader = length >= PageSize && RandomAccess.Read(data, header, 0) == HeaderSize
            && header[32..].StartsWith(Magic) && header[59] == 8 && Id(header) == 0 && header[4] == 1;
        if (!hasHeader)
            return LooksOurs(data, length)
                ? (DataFileState.Damaged, "its first page is not a data file's")
                : (DataFileState.Foreign, $"{files.Data} is not a data file of this server. It was left as it is. "
                    + "Give another file with --Storage:Path=<file>, or move this one away.");

        var lastPage = BinaryPrimitives.ReadUInt32LittleEndian(header[64..]);
        var created = BinaryPrimitives.ReadInt64LittleEndian(header[68..]);
        var inLog = new HashSet<uint>();
        if (logLength > 0 && Log(files.Log, created, lastPage, inLog) is { } wrong) return (DataFileState.Damaged, wrong);
        return Pages(data, length, lastPage, inLog) is { } damage ? (DataFileState.Damaged, damage) : (DataFileState.Sound, null);
    }

    /// <summary>Every page up to the highest one must be there, in the file or in the log, and know its own number.</summary>
    private static string? Pages(Microsoft.Win32.SafeHandles.SafeFileHandle data, long length, uint lastPage, HashSet<uint> inLog)
    {
        Span<byte> page = stackalloc byte[5];
        for (uint id = 1; id <= lastPage; id++)
        {
            if (inLog.Contains(id)) continue;
            var at = (long)id * PageSize;
            if (at + PageSize > length) return $"it ends before page {id} of {lastPage} (it was cut off)";
            RandomAccess.Read(data, page, at);
            if (Id(page) != id || page[4] > MaxType) return $"page {id} of {lastPage} holds something else";
        }
        return null;
    }

    /// <summary>Checks the whole pages of the log; a page cut off at its end is what a crash leaves and no damage.</summary>
    private static string? Log(string path, long created, uint lastPage, HashSet<uint> pages)
    {
        using var log = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var count = RandomAccess.GetLength(log) / PageSize;
        Span<byte> page = stackalloc byte[HeaderSize];
        for (long i = 0; i < count; i++)
        {
            RandomAccess.Read(log, page, i * PageSize);
            if (page.IndexOfAnyExcept((byte)0) < 0) continue;
            var id = Id(page);
            // A transaction adds at most a few thousand pages, and the log is emptied after each.
            if (page[4] > MaxType || id > lastPage + 1_000_000L || page[18] > 1 || BinaryPrimitives.ReadUInt32LittleEndian(page[14..]) == 0)
                return $"page {i} of its log {System.IO.Path.GetFileName(path)} is torn";
            if (id == 0 && (!page[32..].StartsWith(Magic) || BinaryPrimitives.ReadInt64LittleEndian(page[68..]) != created))
                return $"its log {System.IO.Path.GetFileName(path)} belongs to another data file";
            pages.Add(id);
        }
        return null;
    }

    /// <summary>Whether the pages after a broken first page are a data file's.</summary>
    private static bool LooksOurs(Microsoft.Win32.SafeHandles.SafeFileHandle data, long length)
    {
        var count = (int)Math.Min(length / PageSize, 64);
        var good = 0;
        Span<byte> page = stackalloc byte[5];
        for (var id = 1; id < count; id++)
        {
            RandomAccess.Read(data, page, (long)id * PageSize);
            if (Id(page) == (uint)id && page[4] <= MaxType) good++;
        }
        return good > 0 && good >= (count - 1) / 2;
    }

    private static uint Id(ReadOnlySpan<byte> page) => BinaryPrimitives.ReadUInt32LittleEndian(page);
}
