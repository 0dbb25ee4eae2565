namespace Dashboard.Web.Components.Shared;

/// <summary>What a screen reader is told of what trains: each tenth and its end, once.</summary>
/// <param name="done">Trials that have ended by now: of them nothing is said.</param>
/// <param name="total">All trials.</param>
public sealed class SpokenProgress(int done, int total)
{
    private int tenth = Tenth(done, total);

    /// <summary>What is said; empty before the first news.</summary>
    public string Text { get; private set; } = "";

    /// <summary>Takes news.</summary>
    /// <param name="done">Trials that have ended.</param>
    /// <param name="total">All trials.</param>
    /// <param name="end">How it ended; null while it goes on.</param>
    public void Tell(int done, int total, string? end)
    {
        var now = Tenth(done, total);
        if (end is not null) Text = end;
        else if (now > tenth) Text = $"{10 * now} percent done";
        tenth = now;
    }

    private static int Tenth(int done, int total) => 10 * done / Math.Max(1, total);
}
