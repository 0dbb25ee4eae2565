using Dashboard.Engine.Training;

namespace Dashboard.Engine.Runs;

/// <summary>Results of trials that could not be trained.</summary>
internal static class TrialResults
{
    /// <summary>A trial that failed, and why in words for people.</summary>
    public static TrialResult Failed(string why, TimeSpan after = default) =>
        new(TrialStatus.Failed, [], StoppedEarly: false, after.TotalSeconds, null, null, why);

    /// <summary>A trial that an exception ended.</summary>
    public static TrialResult Failed(Exception e, TimeSpan after = default) => Failed(e is OutOfMemoryException
        ? "There was not enough memory for this trial: train on fewer or shorter sequences, with fewer workers (Engine:Workers) or a smaller sequence cache (Engine:SequenceCacheMegabytes)."
        : $"{e.GetType().Name}: {e.Message}", after);
}
