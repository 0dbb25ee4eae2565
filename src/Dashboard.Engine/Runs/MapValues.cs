using System.Globalization;
using System.Text.RegularExpressions;
using Dashboard.Engine.Experiments;

namespace Dashboard.Engine.Runs;

/// <summary>The values of a phase map's rows as people write them: "2, 3, 4, 6", "none, 0, 1.5", "0.001; 0.01".</summary>
public static partial class MapValues
{
    /// <summary>Reads a list. Commas, semicolons and lines part values; a comma between two digits could also be a decimal
    /// comma and is refused where the setting takes fractions. Lists of whole numbers may have ranges (<see cref="NumberList"/>).</summary>
    /// <returns>The values in the order they were written, or what is wrong and what is allowed.</returns>
    public static (IReadOnlyList<double?>? Values, string? Error) Parse(string? text, MapSetting setting)
    {
        if (setting.Whole)
        {
            // One row is too few, which the map's check says.
            var (numbers, error) = NumberList.Parse(text, setting.Limit, RunLimits.MapRows with { Min = 1 });
            return (numbers is null ? null : [.. numbers.Select(n => (double?)n)], error);
        }
        if (Joined().Match(text ?? "") is { Success: true, Value: var joined })
            return (null, $"'{joined}' can be read as one number or as two; write a point for decimals, and a space after each comma.");
        var values = new List<double?>();
        foreach (var part in (text ?? "").Split([',', ';', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.Equals(MapSetting.None, StringComparison.OrdinalIgnoreCase))
            {
                values.Add(null);
                continue;
            }
            var (value, problem) = NumberText.Parse(part, whole: false);
            if (value is null) return (null, problem ?? NoNumber(part, setting));
            values.Add(value);
        }
        return (values, null);
    }

    private static string NoNumber(string part, MapSetting setting) => $"'{(part.Length <= 30 ? part : part[..30] + "…")}' is not a number. "
        + $"Write numbers such as {setting.Text(setting.Usual[^1])}{(setting.MayBeNone ? $" or {MapSetting.None}" : "")}, with commas between.";

    /// <summary>Writes a list such that <see cref="Parse"/> reads it back.</summary>
    public static string Format(IEnumerable<double?> values, MapSetting setting) =>
        string.Join(", ", values.Select(v => v is not { } value ? MapSetting.None : setting.Whole ? value.ToString("0", CultureInfo.InvariantCulture) : NumberText.Format(value)));

    [GeneratedRegex(@"[0-9],[0-9]+", RegexOptions.CultureInvariant)]
    private static partial Regex Joined();
}
