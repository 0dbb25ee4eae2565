using System.Globalization;

namespace Dashboard.Engine.Experiments;

/// <summary>Numbers as people read them here: a real minus sign, powers of ten as 10⁻², an en dash for nothing.</summary>
public static class Numbers
{
    public const string Nothing = "–";

    /// <summary>"30.18": MAD and other values with two decimals; what rounds to zero has no sign.</summary>
    public static string Fixed(double? value, int decimals = 2)
    {
        if (Finite(value) is not { } v) return Nothing;
        var text = v.ToString("N" + decimals, CultureInfo.InvariantCulture);
        return Minus(text.AsSpan().ContainsAnyInRange('1', '9') ? text : text.TrimStart('-'));
    }

    /// <summary>"25,000".</summary>
    public static string Count(long value) => Minus(value.ToString("N0", CultureInfo.InvariantCulture));

    /// <summary>Three significant digits where that is short (3.87, 0.185, 24.7), else as "4.1 × 10⁻⁵".</summary>
    public static string Significant(double? value)
    {
        if (Finite(value) is not { } v) return Nothing;
        if (v == 0) return "0";
        var power = (int)Math.Floor(Math.Log10(Math.Abs(v)));
        if (power is < -3 or > 5) return $"{Minus((v / Math.Pow(10, power)).ToString("0.0", CultureInfo.InvariantCulture))} × {Power(power)}";
        return Minus(v.ToString("N" + Math.Clamp(2 - power, 0, 5), CultureInfo.InvariantCulture));
    }

    /// <summary>As typed: 0.01, −50, 0.00001; no trailing zeros.</summary>
    public static string Plain(double value) => Minus(value.ToString("0.##########", CultureInfo.InvariantCulture));

    /// <summary>With its sign: "+11.19", "−0.78", "0.00".</summary>
    public static string Delta(double? value, int decimals = 2) =>
        Finite(value) is { } v ? (Math.Round(v, decimals) > 0 ? "+" : "") + Fixed(Math.Round(v, decimals) + 0.0, decimals) : Nothing;

    /// <summary>"10⁻²".</summary>
    public static string Power(int exponent) => "10" + string.Concat(exponent.ToString(CultureInfo.InvariantCulture).Select(c => c == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹"[c - '0']));

    /// <summary>"0.8 ms", "48 ms", "0.25 s", "6 s", "1 min 41 s", "2 h 5 min".</summary>
    public static string Duration(double seconds) => seconds switch
    {
        > 0 and < 0.0995 => Fixed(1_000 * seconds, seconds < 0.00995 ? 1 : 0) + " ms",
        < 0.995 => Fixed(seconds) + " s",
        < 9.95 => Fixed(seconds, 1).Replace(".0", "", StringComparison.Ordinal) + " s",
        < 59.5 => Fixed(seconds, 0) + " s",
        < 3599.5 => Math.Round(seconds) is var s && s % 60 == 0 ? $"{(int)s / 60} min" : $"{(int)s / 60} min {(int)s % 60} s",
        _ => Math.Round(seconds / 60) is var m && m % 60 == 0 ? $"{(long)m / 60} h" : $"{(long)m / 60} h {(long)m % 60} min",
    };

    /// <summary>"512 B", "3.4 MB", "21 GB".</summary>
    public static string Bytes(long bytes)
    {
        string[] units = ["B", "kB", "MB", "GB", "TB"];
        var (value, unit) = ((double)bytes, 0);
        for (; value >= 999.5 && unit < units.Length - 1; unit++) value /= 1000;
        return $"{Fixed(value, unit > 0 && value < 9.95 ? 1 : 0)} {units[unit]}";
    }

    /// <summary>An estimate never pretends to tenths: "about 3 s", "less than 1 s".</summary>
    public static string About(double seconds) => seconds < 1 ? "less than 1 s" : "about " + Duration(Math.Ceiling(seconds));

    /// <summary>"1 seed", "5 seeds".</summary>
    public static string Of(long count, string noun) => $"{Count(count)} {Counted.Noun(count, noun)}";

    private static double? Finite(double? value) => value is { } v && double.IsFinite(v) ? v : null;

    private static string Minus(string text) => text.Replace('-', '−');
}
