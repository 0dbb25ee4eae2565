using System.Globalization;

namespace Dashboard.Web.Storage;

/// <summary>The files of one store: the data file, LiteDB's write-ahead log, the lock, the backups' folder.</summary>
internal sealed class DataFiles
{
    public DataFiles(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        // Two links to one file must meet at one lock.
        Data = File.Exists(full) ? File.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName ?? full : full;
        Folder = System.IO.Path.GetDirectoryName(Data)!;
        Name = System.IO.Path.GetFileNameWithoutExtension(Data);
        Log = System.IO.Path.Combine(Folder, $"{Name}-log{System.IO.Path.GetExtension(Data)}");
        Lock = Data + ".lock";
        verdict = Data + ".verdict";
        Backups = System.IO.Path.Combine(Folder, "backups");
    }

    // Beside the data file, that it is damaged where a look at the pages' headers does not show it.
    private readonly string verdict;

    public string Data { get; }
    public string Log { get; }
    public string Lock { get; }
    public string Folder { get; }
    public string Backups { get; }

    /// <summary>The data file's name without folder and extension.</summary>
    public string Name { get; }

    public static long Length(string path) => File.Exists(path) ? new FileInfo(path).Length : 0;

    /// <summary>Scheduled backups, newest first.</summary>
    public IReadOnlyList<string> BackupsThere() =>
        Directory.Exists(Backups) ? [.. Directory.GetFiles(Backups, $"{Name}-*Z.db").OrderDescending(StringComparer.Ordinal)] : [];

    /// <summary>The newest scheduled backup, or null.</summary>
    public string? NewestBackup() => BackupsThere().FirstOrDefault();

    /// <summary>A UTC time as part of a file name; names sort by time.</summary>
    public static string Stamp(DateTimeOffset time) => time.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Takes the lock that keeps a second server away: LiteDB would let both write and lose each other's data.</summary>
    /// <exception cref="StorageInUseException"/>
    /// <exception cref="StorageStartException">The lock file cannot be made.</exception>
    public FileStream TakeLock()
    {
        try
        {
            Directory.CreateDirectory(Folder);
            return new FileStream(Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (IoError.IsSharing(e))
        {
            throw new StorageInUseException(Data, Lock);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageStartException($"{IoError.Describe(e)}: {Lock}. Choose another place with --Storage:Path=<file>.", e);
        }
    }

    /// <summary>Notes for the next start that the data file, as it now is, is damaged.</summary>
    public void Condemn(string why)
    {
        try
        {
            File.WriteAllText(verdict, $"{State}\n{why}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next start finds the damage as this one did.
        }
    }

    /// <summary>What <see cref="Condemn"/> noted of this very file; null where a backup took its place meanwhile, or nothing was.</summary>
    public string? Verdict()
    {
        if (!File.Exists(verdict)) return null;
        return File.ReadAllText(verdict).Split('\n', 2) is [var state, var why] && state == State ? why : null;
    }

    private string State => $"{Length(Data)} {File.GetLastWriteTimeUtc(Data).Ticks}";

    /// <summary>Renames the data file and its log, both with the same timestamp. Nothing is deleted.</summary>
    /// <returns>The data file's new path.</returns>
    public string SetAside(DateTimeOffset now)
    {
        var suffix = $".damaged-{Stamp(now)}";
        for (var i = 2; File.Exists(Data + suffix) || File.Exists(Log + suffix); i++)
            suffix = $".damaged-{Stamp(now)}-{i}";
        // The log first: were the server killed in between, a log without its data file would bar the next start.
        if (File.Exists(Log)) File.Move(Log, Log + suffix);
        if (File.Exists(Data)) File.Move(Data, Data + suffix);
        File.Delete(verdict);
        return Data + suffix;
    }
}
