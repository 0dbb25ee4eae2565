using Dashboard.Engine.Statistics;

namespace Dashboard.Engine.Tasks.Deck.Claims;

/// <summary>What the deck claims (docs/protocol.md, "What the deck claims"), of both its tasks together.</summary>
public static class DeckClaims
{
    /// <summary>The deck's score by length.</summary>
    internal static Score Mad { get; } = new(DeckTask.Mad.Word, Log: false, s => s.Mad);

    /// <summary>1 where a network solved its length.</summary>
    internal static Score Solved { get; } = new("Share solved", Log: false, s => s.Solved);

    private static readonly MadRises Rises = new();

    /// <summary>Every claim, in the order they are shown in.</summary>
    public static IReadOnlyList<Claim> All { get; } =
    [
        new Vanishing(), new Fluctuation(), Rises, new LstmLower(), new PoorMad(), new RnnSmaller(), new ThroughTime(), new Unexpected(Rises),
    ];
}
