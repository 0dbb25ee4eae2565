using Dashboard.Engine.Training;

namespace Dashboard.Engine.Runs;

/// <summary>
/// The epochs of a trial in training. One thread adds; every list it gives out stays as it was, though all share one array, so
/// that a trial of a thousand epochs is not copied a thousand times.
/// </summary>
internal sealed class EpochLog
{
    private EpochResult[] all = new EpochResult[8];
    private int count;

    /// <summary>Adds an epoch.</summary>
    /// <returns>All epochs so far.</returns>
    public IReadOnlyList<EpochResult> Add(EpochResult epoch)
    {
        if (count == all.Length) Array.Resize(ref all, 2 * count);
        // Beyond the end of every list given out before.
        all[count++] = epoch;
        return new ArraySegment<EpochResult>(all, 0, count);
    }
}
