using Microsoft.Extensions.Options;

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
}

/// <summary>Checks <see cref="StorageOptions"/> when the server starts.</summary>
internal sealed class StorageOptionsValidator : IValidateOptions<StorageOptions>
{
    public ValidateOptionsResult Validate(string? name, StorageOptions options)
    {
        var errors = new List<string>();
        if (string.IsNullOrWhiteSpace(options.Path))
            errors.Add("Storage:Path is empty. Give a file, e.g. data/dashboard.db.");
        else if (options.Path.Contains('\0') || Directory.Exists(options.Path) || System.IO.Path.GetFileName(options.Path).Length == 0)
            errors.Add($"Storage:Path is '{options.Path}', which is a folder or no path. Give a file, e.g. data/dashboard.db.");
        if (options.MinFreeMegabytes < 0)
            errors.Add($"Storage:MinFreeMegabytes is {options.MinFreeMegabytes}; it must be 0 (no check) or more.");
        if (options.BackupHours is not (>= 0 and <= 8760))
            errors.Add($"Storage:BackupHours is {options.BackupHours}; it must be from 0 (no backups) to 8760.");
        if (options.BackupsKept is < 1 or > 1000)
            errors.Add($"Storage:BackupsKept is {options.BackupsKept}; it must be from 1 to 1000.");
        if (options.TimeLimitSeconds is not (>= 1 and <= 600))
            errors.Add($"Storage:TimeLimitSeconds is {options.TimeLimitSeconds}; it must be from 1 to 600.");
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
