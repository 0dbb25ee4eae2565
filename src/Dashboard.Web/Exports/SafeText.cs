using System.Globalization;
using System.Text;

namespace Dashboard.Web.Exports;

/// <summary>Text that came from people, made inert for each kind of file.</summary>
public static class SafeText
{
    /// <summary>
    /// A CSV field (RFC 4180): quoted where needed, and with an apostrophe before a first character that makes a spreadsheet
    /// read a formula (OWASP, "CSV injection").
    /// </summary>
    public static string Csv(string text)
    {
        if (text.Length > 0 && (text.TrimStart() is var inked && inked.Length > 0 && "=+-@＝＋－＠".Contains(inked[0]) || text[0] is '\t' or '\r' or '\n'))
            text = "'" + text;
        return text.AsSpan().ContainsAny("\",\r\n;\t") ? $"\"{text.Replace("\"", "\"\"")}\"" : text;
    }

    /// <summary>A number of a CSV or JSON file in full precision; empty where it is not finite.</summary>
    public static string Csv(double? value) => value is { } v && double.IsFinite(v) ? v.ToString("R", CultureInfo.InvariantCulture) : "";

    /// <summary>Text or attribute value of HTML and SVG. Characters XML does not allow are left out.</summary>
    public static string Markup(string text)
    {
        var safe = new StringBuilder(text.Length + 16);
        foreach (var rune in text.EnumerateRunes())
            safe.Append(rune.Value switch
            {
                '<' => "&lt;", '>' => "&gt;", '&' => "&amp;", '"' => "&quot;", '\'' => "&#39;",
                '\t' or '\n' or '\r' => " ",
                < ' ' or 0xFFFE or 0xFFFF or 0xFFFD or (>= 0x7F and < 0xA0) => "",
                _ => rune.ToString(),
            });
        return safe.ToString();
    }

    /// <summary>Text in Markdown, table cells too: every character that could mean something is escaped, line ends become spaces.</summary>
    public static string Markdown(string text)
    {
        var safe = new StringBuilder(text.Length + 16);
        foreach (var c in OneLine(text))
            switch (c)
            {
                case '<': safe.Append("&lt;"); break;
                case '>': safe.Append("&gt;"); break;
                case '&': safe.Append("&amp;"); break;
                case '\\' or '`' or '*' or '_' or '{' or '}' or '[' or ']' or '(' or ')' or '#' or '+' or '-' or '!' or '|' or '~' or '$' or '=' or ':' or '@' or '^':
                    safe.Append('\\').Append(c);
                    break;
                // A bare "www." becomes a link where Markdown is GitHub's.
                case '.' when safe.Length >= 3 && safe.ToString(safe.Length - 3, 3).Equals("www", StringComparison.OrdinalIgnoreCase): safe.Append("\\."); break;
                default: safe.Append(c); break;
            }
        return safe.ToString();
    }

    /// <summary>
    /// Text in LaTeX: no character starts a command, leaves the cell or changes the mode, and none needs a package or a font
    /// encoding (\textquotedbl stops a document that has not chosen T1).
    /// </summary>
    public static string Latex(string text)
    {
        var safe = new StringBuilder(text.Length + 16);
        foreach (var c in OneLine(text))
            safe.Append(c switch
            {
                '\\' => @"\textbackslash{}", '~' => @"\textasciitilde{}", '^' => @"\textasciicircum{}",
                '<' => @"\textless{}", '>' => @"\textgreater{}", '|' => @"\textbar{}", '"' => @"{\char34}", '`' => @"\textasciigrave{}",
                '&' or '%' or '$' or '#' or '_' or '{' or '}' => "\\" + c,
                '−' => "$-$",
                // "[" after a line's end would be read as its length.
                '[' or ']' => "{" + c + "}",
                _ => c.ToString(),
            });
        return safe.ToString();
    }

    /// <summary>
    /// A file name, without its extension, that every system takes: letters and digits of any script, hyphens for all else.
    /// At most 180 bytes of UTF-8, because file systems allow 255 with what comes after.
    /// </summary>
    public static string FileName(string text)
    {
        var safe = new StringBuilder();
        var bytes = 0;
        foreach (var rune in text.ToLowerInvariant().EnumerateRunes())
        {
            var kept = IsKept(rune) ? rune : new Rune('-');
            if (kept.Value == '-' && (safe.Length == 0 || safe[^1] == '-')) continue;
            bytes += kept.Utf8SequenceLength;
            if (bytes > MostNameBytes) break;
            safe.Append(kept.ToString());
        }
        var name = safe.ToString().Trim('-');
        return name.Length == 0 ? "run" : Devices.Contains(name) ? "run-" + name : name;

        static bool IsKept(Rune rune) => Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
    }

    private const int MostNameBytes = 180;

    /// <summary>Names that Windows takes for devices, whatever comes after the dot.</summary>
    private static readonly HashSet<string> Devices =
        ["con", "prn", "aux", "nul", .. Enumerable.Range(1, 9).SelectMany(i => new[] { $"com{i}", $"lpt{i}" })];

    private static string OneLine(string text) => new([.. text.Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c)]);
}
