using System.Globalization;

namespace Dashboard.Web.Charts;

/// <summary>Values as addresses write them: lower-case words, invariant numbers, lists with commas.</summary>
public static class QueryWords
{
    /// <summary>Most entries of a list; an address holds no more.</summary>
    private const int Most = 100;

    /// <summary>The value a word names, or <paramref name="fallback"/>.</summary>
    public static T Word<T>(string? text, T fallback) where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
            if (Of(value) == text) return value;
        return fallback;
    }

    /// <summary>The word of a value.</summary>
    public static string Of<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();

    /// <summary>A number in full.</summary>
    public static string Of(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>A finite number, or null.</summary>
    public static double? Number(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : null;

    /// <summary>The entries between commas, each once.</summary>
    public static IReadOnlyList<string> List(string? text) =>
        [.. (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct().Take(Most)];
}
