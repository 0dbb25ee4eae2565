using Dashboard.Engine.Runs;

namespace Dashboard.Web.Storage;

/// <summary>What the store does by itself: open the file again after a failure, save when links were used, write backups.</summary>
internal sealed class StorageMaintenance(
    LiteStore store, LiteShareStore shares, BackupSchedule backups, TimeProvider time, ILogger<StorageMaintenance> logger) : BackgroundService
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1), SlowPace = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pace, time);
        var slowDue = time.GetUtcNow() + SlowPace;
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                store.Recover();
                if (store.Error is not null || time.GetUtcNow() < slowDue) continue;
                slowDue = time.GetUtcNow() + SlowPace;
                Try(shares.Flush);
                Try(backups.RunIfDue);
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
        // No backup here: a large one would hold up the stop.
        Try(shares.Flush);
    }

    private void Try(Action work)
    {
        try
        {
            work();
        }
        catch (StorageUnavailableException e)
        {
            logger.LogWarning("{Message}", e.Message);
        }
    }
}
