namespace Dashboard.Web.Storage;

/// <summary>Settings of the store, section <c>Storage</c>.</summary>
public sealed class StorageOptions
{
    public const string Section = "Storage";

    /// <summary>The data file; a relative path starts at the current folder. Default: data/dashboard.db.</summary>
    public string Path { get; set; } = "data/dashboard.db";

    /// <summary>New runs are refused while the disk has less free space than this. Default: 200; 0 switches the check off.</summary>
    public int MinFreeMegabytes { get; set; } = 200;

    /// <summary>Hours between backups, kept in <c>backups</c> beside the data file. Default: 24; 0 switches them off.</summary>
    public double BackupHours { get; set; } = 24;

    /// <summary>Newest scheduled backups kept. Default: 7.</summary>
    public int BackupsKept { get; set; } = 7;

    /// <summary>
    /// What happens at start with a damaged data file. True (default): it and its log are renamed, and the server starts with
    /// an empty one. False: the server does not start. Nothing is deleted either way.
    /// </summary>
    public bool SetAsideDamaged { get; set; } = true;

    /// <summary>Seconds one read or write may take before the store counts as unavailable. Default: 30.</summary>
    public double TimeLimitSeconds { get; set; } = 30;

    /// <summary>What is wrong with the settings, a sentence each.</summary>
    public IEnumerable<string> Problems()
    {
        if (string.IsNullOrWhiteSpace(Path))
            yield return "Storage:Path is empty. Give a file, e.g. data/dashboard.db.";
        else if (Path.Contains('\0') || Directory.Exists(Path) || System.IO.Path.GetFileName(Path).Length == 0)
            yield return $"Storage:Path is '{Path}', which is a folder or no path. Give a file, e.g. data/dashboard.db.";
        if (MinFreeMegabytes < 0)
            yield return $"Storage:MinFreeMegabytes is {MinFreeMegabytes}; it must be 0 (no check) or more.";
        if (BackupHours is not (>= 0 and <= 8760))
            yield return $"Storage:BackupHours is {BackupHours}; it must be from 0 (no backups) to 8760.";
        if (BackupsKept is < 1 or > 1000)
            yield return $"Storage:BackupsKept is {BackupsKept}; it must be from 1 to 1000.";
        if (TimeLimitSeconds is not (>= 1 and <= 600))
            yield return $"Storage:TimeLimitSeconds is {TimeLimitSeconds}; it must be from 1 to 600.";
    }
}
