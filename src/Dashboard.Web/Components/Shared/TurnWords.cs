using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Web.People;

namespace Dashboard.Web.Components.Shared;

/// <summary>Whose turn it is, in plain words.</summary>
internal static class TurnWords
{
    /// <summary>What a run waits for; null where it waits for nothing and nobody else's trains.</summary>
    public static string? Of(string runId, IReadOnlyList<Turn> turns)
    {
        if (turns.FirstOrDefault(t => t.RunIds.Contains(runId)) is not { } mine) return null;
        var before = mine.RunIds.TakeWhile(id => id != runId).Count();
        var words = before == 0 ? "" : $"Waits for {Numbers.Of(before, "earlier run")} of {(Name(mine) is { } own ? own : "the same browser or program")}. ";
        if (turns.Count > 1) words += $"Trials take turns with those of {Join(turns.Where(t => t != mine), _ => "")}.";
        return words.Length == 0 ? null : words.TrimEnd();
    }

    /// <summary>Who is in the queue; null where there is one person or none.</summary>
    public static string? All(IReadOnlyList<Turn> turns) => turns.Count < 2 ? null
        : $"Trials take turns between {Join(turns, t => $" ({Numbers.Of(t.RunIds.Count, "run")})")}.";

    /// <summary>What a run that is launched now waits for, to go on an estimate: "; 2 runs before it, in turns with 1 other". Empty for nothing.</summary>
    /// <param name="key">Whose turn it is for whoever launches.</param>
    /// <param name="turns">The queue.</param>
    public static string Ahead(string key, IReadOnlyList<Turn> turns)
    {
        var own = turns.FirstOrDefault(t => (t.By?.Key ?? "") == key);
        var others = turns.Count - (own is null ? 0 : 1);
        string[] parts =
        [
            .. own is null ? [] : new[] { $"{Numbers.Of(own.RunIds.Count, "run")} before it" },
            .. others == 0 ? [] : new[] { $"in turns with {Numbers.Of(others, "other")}" },
        ];
        return parts.Length == 0 ? "" : $"; {string.Join(", ", parts)}";
    }

    private static string Join(IEnumerable<Turn> turns, Func<Turn, string> more)
    {
        var named = turns.Where(t => Name(t) is not null).Select(t => Name(t) + more(t));
        var nameless = turns.Where(t => Name(t) is null).ToArray();
        // Of several without a name there is no more to say than how many they are.
        string[] parts = [.. named, .. nameless.Length == 0 ? [] : new[] { $"{Numbers.Of(nameless.Length, "other")} without a name{(nameless.Length == 1 ? more(nameless[0]) : "")}" }];
        return parts.Length == 1 ? parts[0] : $"{string.Join(", ", parts[..^1])} and {parts[^1]}";
    }

    // The server's own token tells nobody apart.
    private static string? Name(Turn turn) => turn.By?.Name is { } name && name != Person.LabToken ? name : null;
}
