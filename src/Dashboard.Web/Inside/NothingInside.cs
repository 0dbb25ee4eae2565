namespace Dashboard.Web.Inside;

/// <summary>What can be done where there is nothing to look at: one of a link, other networks of the run, or training these.</summary>
/// <param name="Word">On the button.</param>
/// <param name="Address">A page of the app, from its base path.</param>
/// <param name="Length">The length of networks that are there.</param>
/// <param name="Seed">Their seed.</param>
/// <param name="Trains">Trains the networks asked for, as a run of its own.</param>
public sealed record WayOn(string Word, string? Address = null, int? Length = null, long? Seed = null, bool Trains = false)
{
    /// <summary>Trains the networks asked for.</summary>
    public static WayOn Train { get; } = new("Train this seed here", Trains: true);
}

/// <summary>Why there is nothing to look at, or not yet.</summary>
/// <param name="state">"waiting" where asking again helps, else "refused".</param>
/// <param name="title">In a few words.</param>
/// <param name="detail">Why, and what to do.</param>
/// <param name="ways">Ways on.</param>
public sealed class NothingInsideException(string state, string title, string detail, params IReadOnlyList<WayOn> ways) : Exception(detail)
{
    public string State { get; } = state;
    public string Title { get; } = title;
    public IReadOnlyList<WayOn> Ways { get; } = ways;

    /// <summary>Why there is nothing yet, for whoever has only a link and can do nothing about it; null where there never will be.</summary>
    public string? ForStrangers { get; init; }
}
