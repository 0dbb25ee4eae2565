using Dashboard.Engine.Runs;

namespace Dashboard.Web.Storage;

/// <summary>
/// What the store does by itself: open the file again after a failure, save when links were used, write backups. None of it
/// that fails keeps the rest, or the next time, from being done.
/// </summary>
/// <param name="store">Opened again after a failure.</param>
/// <param name="slow">Done now and then while the store works, and the first of them once more at the stop.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Told of what fails.</param>
internal sealed class StorageMaintenance(LiteStore store, IReadOnlyList<Action> slow, TimeProvider time, ILogger<StorageMaintenance> logger) : BackgroundService
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
                Try(store.Recover);
                if (store.Error is not null || time.GetUtcNow() < slowDue) continue;
                slowDue = time.GetUtcNow() + SlowPace;
                foreach (var work in slow) Try(work);
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
        // No backup here: a large one would hold up the stop.
        Try(slow[0]);
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
        catch (Exception e)
        {
            logger.LogError(e, "{Work} failed; it is tried again.", work.Method.Name);
        }
    }
}
