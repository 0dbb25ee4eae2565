using System.Globalization;

namespace Dashboard.Web.Charts;

/// <summary>Values as addresses write them: lower-case words, invariant numbers.</summary>
public static class QueryWords
{
    /// <summary>The word of a value.</summary>
    public static string Of<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();

    /// <summary>A number in full.</summary>
    public static string Of(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
