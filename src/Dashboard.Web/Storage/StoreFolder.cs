namespace Dashboard.Web.Storage;

/// <summary>What the disk says of the folder the data file is in: sizes, room, whether it can be written. Asks anew each time.</summary>
internal sealed class StoreFolder(DataFiles files, StorageOptions options)
{
    /// <summary>Bytes of the data file.</summary>
    public long SizeBytes => DataFiles.Length(files.Data);

    /// <summary>Free bytes; null where the disk does not say.</summary>
    public long? FreeBytes
    {
        get
        {
            try
            {
                return new DriveInfo(files.Folder).AvailableFreeSpace;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
            {
                return null;
            }
        }
    }

    /// <summary>When the newest backup was written, UTC; null where there is none.</summary>
    public DateTime? LastBackup
    {
        get
        {
            try
            {
                return files.NewestBackup() is { } newest ? File.GetLastWriteTimeUtc(newest) : null;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return null; // The log says what backups fail at.
            }
        }
    }

    /// <summary>Why new runs are refused: too little free space; null if they are not.</summary>
    public string? NoRoom => options.MinFreeMegabytes == 0 || FreeBytes is not { } free || free >= options.MinFreeMegabytes * 1_000_000L ? null
        : $"Only {free / 1_000_000} MB are free on the disk of {files.Data}; new runs need "
            + $"{options.MinFreeMegabytes} MB (Storage:MinFreeMegabytes). Free some space and try again.";

    /// <summary>Writes a little beside the data file.</summary>
    /// <returns>Why that cannot be, or null.</returns>
    public string? TryWrite()
    {
        var probe = Path.Combine(files.Folder, $"{files.Name}-{Guid.NewGuid():N}.probe");
        try
        {
            File.WriteAllBytes(probe, new byte[4096]);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"{IoError.Describe(e)}: {files.Folder}.";
        }
        finally
        {
            TryDelete(probe);
        }
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Where even that fails, the write did too, and said so.
        }
    }
}
