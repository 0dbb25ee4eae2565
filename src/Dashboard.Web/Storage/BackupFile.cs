namespace Dashboard.Web.Storage;

/// <summary>Copies a data file at rest.</summary>
internal static class BackupFile
{
    /// <summary>Copies in one step: the destination is either whole or not there.</summary>
    /// <exception cref="IOException">Either file fails, or the disk has too little space.</exception>
    public static void Write(string source, string destination)
    {
        var part = destination + ".part";
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(destination))!);
        try
        {
            using (var from = new FileStream(source, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1 << 20))
            using (var to = new FileStream(part, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20))
            {
                from.CopyTo(to);
                to.Flush(flushToDisk: true);
            }
            File.Move(part, destination, overwrite: true);
        }
        catch (Exception e)
        {
            File.Delete(part);
            if (e is ArgumentOutOfRangeException tooLarge) throw IoError.TooLarge(tooLarge);
            throw;
        }
    }
}
