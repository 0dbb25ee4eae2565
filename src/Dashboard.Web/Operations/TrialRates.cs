namespace Dashboard.Web.Operations;

/// <summary>Trials a second of this machine's own threads, over the last minute. Thread-safe.</summary>
public sealed class TrialRates(TimeProvider time)
{
    private readonly Lock gate = new();
    private readonly int[] counts = new int[61];
    private readonly long[] seconds = new long[61];

    /// <summary>This machine's name, where others train too.</summary>
    public string? OwnName { get; set; }

    /// <summary>A trial ended on a machine; others' are counted elsewhere.</summary>
    public void Count(string? machine)
    {
        if (machine is not null && machine != OwnName) return;
        lock (gate)
        {
            var now = Now();
            var at = now % counts.Length;
            if (seconds[at] != now) (seconds[at], counts[at]) = (now, 0);
            counts[at]++;
        }
    }

    /// <summary>Trials by second, oldest first; the second that runs is left out.</summary>
    public IReadOnlyList<int> Minute
    {
        get
        {
            lock (gate)
            {
                var now = Now();
                return [.. Enumerable.Range(1, 60).Select(i => now - 61 + i).Select(s => s >= 0 && seconds[s % counts.Length] == s ? counts[s % counts.Length] : 0)];
            }
        }
    }

    // Not of the clock, which can be set.
    private long Now() => time.GetTimestamp() / time.TimestampFrequency;
}
