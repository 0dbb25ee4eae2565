namespace Dashboard.Web.Cluster;

/// <summary>
/// The time silence is measured in. It stands still while the lab has no broker and for a while after, as then nobody can be
/// heard, and it never jumps: a process that was frozen itself finds nobody lost when it wakes.
/// </summary>
internal sealed class LedgerClock(TimeProvider time)
{
    /// <summary>How long everybody has to be heard again once the broker is back.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);

    /// <summary>How long workers have at the start to say what they hold since before.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(1_500);

    /// <summary>Most that passes between two ticks.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(500);

    private long last = time.GetTimestamp();
    private long? connectedAt;

    /// <summary>Time that has passed here.</summary>
    public TimeSpan Now { get; private set; }

    /// <summary>Whether there is a broker.</summary>
    public bool IsConnected => connectedAt is not null;

    /// <summary>Workers have had the time to say what they hold since before this process.</summary>
    public bool HasSettled { get; private set; }

    /// <summary>The broker is there, or away.</summary>
    public void Connected(bool isThere)
    {
        if (!isThere) connectedAt = null;
        else connectedAt ??= time.GetTimestamp();
    }

    /// <summary>Called a few times a second.</summary>
    public void Tick()
    {
        var now = time.GetTimestamp();
        var passed = time.GetElapsedTime(last, now);
        last = now;
        if (connectedAt is not { } since) return;
        var there = time.GetElapsedTime(since, now);
        HasSettled |= there > Settling;
        if (there > Grace) Now += passed < Longest ? passed : Longest;
    }
}
