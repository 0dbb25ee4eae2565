namespace Dashboard.Web.Storage;

/// <summary>Says in words what an I/O error means.</summary>
internal static class IoError
{
    private const int DiskFullWindows = 0x70, SharingWindows = 0x20, FileTooLarge = 27;

    /// <summary>The innermost I/O error of an exception (the outer ones have lost the system's error number), or null.</summary>
    public static Exception? Find(Exception? exception) => exception switch
    {
        null => null,
        AggregateException many => many.InnerExceptions.Select(Find).FirstOrDefault(e => e is not null),
        _ => Find(exception.InnerException)
            ?? (exception is IOException or UnauthorizedAccessException or TimeoutException or ObjectDisposedException ? exception : null),
    };

    /// <summary>On Unix the runtime tells of a file that would grow too large (EFBIG) with an argument's exception.</summary>
    public static IOException TooLarge(ArgumentOutOfRangeException e) => new(e.Message, FileTooLarge);

    /// <summary>Another process holds the file.</summary>
    public static bool IsSharing(IOException e) =>
        OperatingSystem.IsWindows() ? Code(e) == SharingWindows : Code(e) is 11 or 35;

    /// <summary>The cause in words. On Unix the runtime keeps the system's error number in HResult.</summary>
    public static string Describe(Exception e) => e switch
    {
        TimeoutException => "The disk does not answer",
        UnauthorizedAccessException => "The server may not read or write the file",
        DirectoryNotFoundException or FileNotFoundException or DriveNotFoundException => "The file's folder or disk is gone",
        IOException io when OperatingSystem.IsWindows() => Code(io) == DiskFullWindows ? "The disk is full" : $"The disk reports an error ({e.Message})",
        IOException io => Code(io) switch
        {
            28 => "The disk is full",
            122 or 69 => "The disk quota is used up",
            FileTooLarge => "The file has reached the size limit set for this server (ulimit -f) or disk",
            30 => "The disk is read-only",
            5 => "The disk reports a read or write error",
            _ => $"The disk reports an error ({e.Message})",
        },
        _ => $"The file cannot be read or written ({e.Message})",
    };

    private static int Code(IOException e) => e.HResult & 0xFFFF;
}
