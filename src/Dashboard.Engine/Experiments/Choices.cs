using System.Diagnostics.CodeAnalysis;

namespace Dashboard.Engine.Experiments;

/// <summary>An enum's values by the words the API and forms use: "rnn", "lstm". Case does not matter, numbers are not words.</summary>
public sealed class Choices<T> where T : struct, Enum
{
    private readonly Dictionary<string, T> values;

    /// <param name="allowed">Those there are; null for all of the enum.</param>
    public Choices(IReadOnlyList<T>? allowed = null) =>
        values = (allowed ?? Enum.GetValues<T>()).ToDictionary(Word, StringComparer.OrdinalIgnoreCase);

    /// <summary>The words, in the enum's order.</summary>
    public IReadOnlyList<string> Words => [.. values.Keys];

    /// <summary>The value for a word.</summary>
    public bool TryGet([NotNullWhen(true)] string? word, out T value) => values.TryGetValue(word?.Trim() ?? "", out value);

    /// <summary>The word for a value, camelCase.</summary>
    public static string Word(T value)
    {
        var name = value.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }

    /// <summary>For people: "rnn, lstm or gru".</summary>
    public override string ToString() => values.Count == 1 ? Words[0] : $"{string.Join(", ", Words.SkipLast(1))} or {Words[^1]}";
}
