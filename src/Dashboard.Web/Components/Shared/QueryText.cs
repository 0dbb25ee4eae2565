using System.Globalization;
using System.Numerics;

namespace Dashboard.Web.Components.Shared;

/// <summary>Numbers from a page's address. A typed query parameter would fail the page on a word that is no number.</summary>
internal static class QueryText
{
    /// <summary>The number, or null for anything else.</summary>
    public static T? Number<T>(string? text) where T : struct, INumber<T> =>
        T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && T.IsFinite(value) ? value : null;

    /// <summary>True or false, or null for anything else.</summary>
    public static bool? Flag(string? text) => bool.TryParse(text, out var value) ? value : null;
}
