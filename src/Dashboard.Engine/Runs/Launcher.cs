namespace Dashboard.Engine.Runs;

/// <summary>Who launched something, as far as that is known.</summary>
/// <param name="Key">Whose turn it is in the queue: the same for all that one person, browser or program launches. Shown to nobody.</param>
/// <param name="Name">What people call them; null where nobody is named.</param>
public sealed record Launcher(string Key, string? Name)
{
    /// <summary>Longest name.</summary>
    public const int NameLength = 40;
}

/// <summary>One person's part of the queue.</summary>
/// <param name="By">Who; null for those who launched runs before that was kept.</param>
/// <param name="RunIds">Their runs that train or wait, in the order they go.</param>
public sealed record Turn(Launcher? By, IReadOnlyList<string> RunIds);
