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

    /// <summary>Text in LaTeX: no character starts a command, leaves the cell or changes the mode.</summary>
    public static string Latex(string text)
    {
        var safe = new StringBuilder(text.Length + 16);
        foreach (var c in OneLine(text))
            safe.Append(c switch
            {
                '\\' => @"\textbackslash{}", '~' => @"\textasciitilde{}", '^' => @"\textasciicircum{}",
                '<' => @"\textless{}", '>' => @"\textgreater{}", '|' => @"\textbar{}", '"' => @"\textquotedbl{}", '`' => @"\textasciigrave{}",
                '&' or '%' or '$' or '#' or '_' or '{' or '}' => "\\" + c,
                '−' => "$-$",
                // "[" after a line's end would be read as its length.
                '[' or ']' => "{" + c + "}",
                _ => c.ToString(),
            });
        return safe.ToString();
    }

    /// <summary>A file name that every system takes.</summary>
    public static string FileName(string text)
    {
        var safe = new string([.. text.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')]);
        while (safe.Contains("--", StringComparison.Ordinal)) safe = safe.Replace("--", "-", StringComparison.Ordinal);
        safe = safe.Trim('-');
        return safe.Length == 0 ? "run" : safe.Length > 60 ? safe[..60].Trim('-') : safe;
    }

    private static string OneLine(string text) => new([.. text.Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c)]);
}
