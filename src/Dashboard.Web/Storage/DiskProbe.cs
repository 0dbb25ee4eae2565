namespace Dashboard.Web.Storage;

/// <summary>Finds out whether the data file can grow, by letting it grow and shrink again; the engine need not fail to tell.</summary>
internal static class DiskProbe
{
    private const int Room = 512 * 1024;

    /// <exception cref="IOException">It cannot.</exception>
    public static void Check(DataFiles files)
    {
        using var data = File.OpenHandle(files.Data, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        var length = RandomAccess.GetLength(data);
        try
        {
            RandomAccess.Write(data, new byte[Room], length);
            RandomAccess.FlushToDisk(data);
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw IoError.TooLarge(e);
        }
        finally
        {
            RandomAccess.SetLength(data, length);
        }
    }
}
