using Dashboard.Engine.Runs;

namespace Dashboard.Web.Storage;

/// <summary>Writes a backup every <see cref="StorageOptions.BackupHours"/> if anything changed, and keeps the newest.</summary>
internal sealed class BackupSchedule(LiteStore store, StorageOptions options, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan AfterFailure = TimeSpan.FromMinutes(10);

    private readonly DataFiles files = new(store.Path);
    private DateTimeOffset notBefore;

    /// <summary>Writes a backup if one is due.</summary>
    public void RunIfDue()
    {
        var now = time.GetUtcNow();
        if (options.BackupHours == 0 || now < notBefore || store.Error is not null) return;
        try
        {
            if (files.NewestBackup() is { } newest)
            {
                var due = new DateTimeOffset(File.GetLastWriteTimeUtc(newest)) + TimeSpan.FromHours(options.BackupHours);
                if (now < due || File.GetLastWriteTimeUtc(files.Data) <= File.GetLastWriteTimeUtc(newest)) return;
            }
            var path = System.IO.Path.Combine(files.Backups, $"{files.Name}-{DataFiles.Stamp(now)}.db");
            store.Backup(path);
            File.SetLastWriteTimeUtc(path, now.UtcDateTime);
            logger.LogInformation("Backup written: {Path}", path);
            foreach (var old in files.BackupsThere().Skip(options.BackupsKept))
                File.Delete(old);
        }
        catch (Exception e) when (e is StorageUnavailableException or IOException or UnauthorizedAccessException)
        {
            notBefore = now + AfterFailure;
            logger.LogError(e, "No backup was written; it is tried again in {Minutes} minutes.", AfterFailure.TotalMinutes);
        }
    }
}
