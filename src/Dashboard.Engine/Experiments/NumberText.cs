using System.Globalization;
using System.Text.RegularExpressions;

namespace Dashboard.Engine.Experiments;

/// <summary>
/// Reads one number as people write it. What two readers could take for two numbers is refused, so that no value is ever
/// changed by a factor without a word: 0,01 is a hundredth (no thousands group follows a zero), 25,000 is twenty-five
/// thousand in a field of whole numbers, 1,500 and 1.500 are refused in a field that takes 1.5 as well.
/// </summary>
public static partial class NumberText
{
    /// <summary>Reads a number.</summary>
    /// <param name="text">What was typed. − is a minus sign; spaces (also narrow ones) may group digits by three.</param>
    /// <param name="whole">The field takes whole numbers only.</param>
    /// <returns>The number, finite; or null, with what is wrong where more can be said than that it is no number.</returns>
    public static (double? Value, string? Problem) Parse(string? text, bool whole)
    {
        var given = (text ?? "").Trim().Replace('−', '-');
        if (SpaceGroups().IsMatch(given)) given = Spaces().Replace(given, "");
        if (CommaGroups().IsMatch(given))
        {
            if (!whole && given.Count(c => c == ',') == 1 && !given.Contains('.', StringComparison.Ordinal)) return Ambiguous(given, ',');
            given = given.Replace(",", "", StringComparison.Ordinal);
        }
        else if (DotGroups().IsMatch(given)) return Ambiguous(given, '.');
        else if (DecimalComma().IsMatch(given)) given = given.Replace(',', '.');
        return Plain().IsMatch(given) && double.TryParse(given, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? (value, null) : (null, null);

        static (double?, string?) Ambiguous(string given, char separator)
        {
            var group = given.LastIndexOf(separator);
            var one = given.Count(c => c == separator) == 1;
            var small = $"{given[..group].Replace(separator.ToString(), "", StringComparison.Ordinal)}.{given[(group + 1)..].TrimEnd('0')}".TrimEnd('.');
            var large = given.Replace(separator.ToString(), "", StringComparison.Ordinal);
            return (null, one ? $"'{given}' can be read as {small} or as {large}; write one of them." : $"Write '{given}' as {large}.");
        }
    }

    /// <summary>Writes a number, all of its digits, such that <see cref="Parse"/> reads it back in any field: 1.125 gets a zero
    /// at its end, as it could be read as 1125.</summary>
    public static string Format(double value)
    {
        var text = value.ToString("0.##########", CultureInfo.InvariantCulture);
        if (double.Parse(text, CultureInfo.InvariantCulture) != value) text = value.ToString("R", CultureInfo.InvariantCulture);
        return (DotGroups().IsMatch(text) ? text + "0" : text).Replace('-', '−');
    }

    [GeneratedRegex(@"^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,3})?$", RegexOptions.CultureInvariant)]
    private static partial Regex Plain();

    [GeneratedRegex(@"^[+-]?[1-9][0-9]{0,2}(,[0-9]{3})+(\.[0-9]+)?$", RegexOptions.CultureInvariant)]
    private static partial Regex CommaGroups();

    [GeneratedRegex(@"^[+-]?[1-9][0-9]{0,2}(\.[0-9]{3})+$", RegexOptions.CultureInvariant)]
    private static partial Regex DotGroups();

    [GeneratedRegex(@"^[+-]?[0-9]*,[0-9]+([eE][+-]?[0-9]{1,3})?$", RegexOptions.CultureInvariant)]
    private static partial Regex DecimalComma();

    [GeneratedRegex(@"^[+-]?[1-9][0-9]{0,2}([ \u00A0\u2009\u202F][0-9]{3})+([.,][0-9]+)?$", RegexOptions.CultureInvariant)]
    private static partial Regex SpaceGroups();

    [GeneratedRegex(@"[ \u00A0\u2009\u202F]", RegexOptions.CultureInvariant)]
    private static partial Regex Spaces();
}
