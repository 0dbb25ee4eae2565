namespace Dashboard.Web.Hosting;

/// <summary>
/// Keys of cookies are written, and copies for download made, through the system's folder for temporary files. Where that
/// cannot be written (a read-only container), a folder beside the data file takes its place.
/// </summary>
internal static class TemporaryFolder
{
    /// <summary>Sees to it that there is one.</summary>
    /// <param name="dataFolder">The data file's folder.</param>
    public static void Ensure(string dataFolder)
    {
        if (CanWrite(Path.GetTempPath())) return;
        var own = Path.Combine(dataFolder, "tmp");
        try
        {
            Directory.CreateDirectory(own);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return; // The store says why this folder cannot be used.
        }
        Environment.SetEnvironmentVariable(OperatingSystem.IsWindows() ? "TMP" : "TMPDIR", own);
    }

    private static bool CanWrite(string folder)
    {
        try
        {
            using var probe = new FileStream(Path.Combine(folder, $"dashboard-{Guid.NewGuid():N}.probe"), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
