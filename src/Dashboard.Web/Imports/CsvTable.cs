using System.Globalization;
using System.Text;
using Dashboard.Engine.Experiments;
using nietras.SeparatedValues;

namespace Dashboard.Web.Imports;

/// <summary>Something in a file that keeps it from being brought in.</summary>
/// <param name="Line">From 1, as an editor counts; null where it is about the whole file.</param>
/// <param name="Column">Name of the column; null where it is about the whole line.</param>
/// <param name="Message">What is wrong and what is allowed.</param>
public sealed record ImportProblem(int? Line, string? Column, string Message)
{
    /// <summary>"Line 7, column score: …".</summary>
    public override string ToString() => (Line, Column) switch
    {
        ({ } line, { } column) => $"Line {line}, column {column}: {Message}",
        ({ } line, _) => $"Line {line}: {Message}",
        (_, { } column) => $"Column {column}: {Message}",
        _ => Message,
    };
}

/// <summary>One line of a file.</summary>
/// <param name="Line">From 1, as an editor counts.</param>
/// <param name="Cells">[columns of the head], without white space at their ends.</param>
public sealed record CsvRow(int Line, IReadOnlyList<string> Cells);

/// <summary>A file of separated values with a head line, nothing of it understood yet.</summary>
/// <param name="Separator">A comma, semicolon or tab.</param>
/// <param name="Head">Names of the columns, each once.</param>
/// <param name="Rows">All other lines; blank ones are left out.</param>
public sealed record CsvTable(char Separator, IReadOnlyList<string> Head, IReadOnlyList<CsvRow> Rows)
{
    private const int MostColumns = 60, MostHead = 100, MostShown = 40;

    /// <summary>"comma", "semicolon", "tab".</summary>
    public string SeparatorName => Separator switch { ',' => "comma", ';' => "semicolon", _ => "tab" };

    /// <summary>Reads a file: UTF-8 or UTF-16, any line ends, quoted fields (RFC 4180).</summary>
    /// <returns>The table, or null and why.</returns>
    public static (CsvTable? Table, IReadOnlyList<ImportProblem> Problems) Read(ReadOnlySpan<byte> file)
    {
        if (file.Length > RunLimits.BroughtBytes) return Failed(null, $"The file has {file.Length:N0} bytes; at most {RunLimits.BroughtBytes:N0} can be brought in.");
        if (Decode(file, out var why) is not { } text) return Failed(null, why);
        if (text.AsSpan().ContainsAnyExceptInRange('\u0001', '\uFFFF')) return Failed(null, "This is no text: it has zero bytes. Export it as CSV.");
        return string.IsNullOrWhiteSpace(text) ? Failed(null, "The file is empty. It needs a line that names its columns, and a line a result.") : Read(text);
    }

    private static (CsvTable?, IReadOnlyList<ImportProblem>) Read(string text)
    {
        var separator = Guess(text);
        using var reader = Sep.New(separator).Reader(o => o with { HasHeader = false, Unescape = true, DisableColCountCheck = true }).FromText(text);
        string[]? head = null;
        var headLine = 0;
        var rows = new List<CsvRow>();
        var problems = new List<ImportProblem>();
        var line = 0;
        foreach (var row in reader)
        {
            // Every row is one line: one that goes on in the next is refused.
            line++;
            if (row.LineNumberToExcl - row.LineNumberFrom > 1) return Failed(line, "A quote that opens here is not closed on this line. Close it, or write \"\" for a quote inside a field.");
            if (row.ColCount > MostColumns) return Failed(line, $"Has {Numbers.Of(row.ColCount, "field")}; at most {MostColumns} columns can be read.");
            var cells = new string[row.ColCount];
            for (var i = 0; i < cells.Length; i++) cells[i] = row[i].ToString().Trim();
            if (cells.All(c => c.Length == 0)) continue;
            // Excel's own first line, which says what separates the fields.
            if (line == 1 && cells is [var told, ""] && told.Equals("sep=", StringComparison.OrdinalIgnoreCase)) continue;
            // Spreadsheets end lines with separators of columns that once were.
            if (head is not null && cells.Length > head.Length && cells.AsSpan(head.Length).IndexOfAnyExcept("") < 0) cells = cells[..head.Length];
            if (head is null)
            {
                if (HeadProblem(line, cells) is { } wrong) return (null, [wrong]);
                (head, headLine) = (cells, line);
            }
            else if (cells.Length != head.Length) problems.Add(new(line, null, $"Has {Numbers.Of(cells.Length, "field")}; line {headLine} names {Numbers.Of(head.Length, "column")}."));
            else if (rows.Count == RunLimits.BroughtRows) return Failed(line, $"There are more than {RunLimits.BroughtRows:N0} rows. Split the file, or bring a row a trial instead of a row an epoch.");
            else rows.Add(new(line, cells));
        }
        if (problems.Count > 0) return (null, problems);
        return head is null || rows.Count == 0 ? Failed(null, "There is no row below the line that names the columns.") : (new(separator, head, rows), []);
    }

    private static ImportProblem? HeadProblem(int line, string[] head)
    {
        for (var i = 0; i < head.Length; i++)
            if (head[i].Length == 0) head[i] = $"column {i + 1}";
        if (head.All(h => double.TryParse(h.Replace(',', '.'), CultureInfo.InvariantCulture, out _))) return new(line, null, "Must name the columns, such as length, model, seed, score; it has numbers only.");
        if (head.FirstOrDefault(h => h.Length > MostHead || h.Any(char.IsControl)) is { } bad) return new(line, null, $"A column's name must be at most {MostHead} characters of text; “{bad[..Math.Min(bad.Length, MostShown)]}” is not.");
        return head.GroupBy(h => h, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1) is { } twice ? new(line, twice.Key, "Two columns have this name.") : null;
    }

    // The sign that the first line has most of outside quotes.
    private static char Guess(string text)
    {
        var (quoted, counts) = (false, new Dictionary<char, int> { ['\t'] = 0, [';'] = 0, [','] = 0 });
        foreach (var c in text)
        {
            if (c == '"') quoted = !quoted;
            else if (c is '\n' or '\r' && !quoted && counts.Values.Any(n => n > 0)) break;
            else if (!quoted && counts.TryGetValue(c, out var n)) counts[c] = n + 1;
        }
        return counts.MaxBy(c => c.Value) is { Value: > 0 } most ? most.Key : ',';
    }

    private static string? Decode(ReadOnlySpan<byte> file, out string why)
    {
        why = "";
        try
        {
            if (file.StartsWith(Encoding.Unicode.Preamble)) return new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true).GetString(file[2..]);
            if (file.StartsWith(Encoding.BigEndianUnicode.Preamble)) return new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true).GetString(file[2..]);
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(file.StartsWith(Encoding.UTF8.Preamble) ? file[3..] : file);
        }
        catch (DecoderFallbackException e)
        {
            var line = 1 + file[..Math.Clamp(e.Index, 0, file.Length)].Count((byte)'\n');
            why = $"Is not UTF-8 text: line {line} has a byte that no character has. Save it as CSV UTF-8.";
            return null;
        }
    }

    private static (CsvTable?, IReadOnlyList<ImportProblem>) Failed(int? line, string message) => (null, [new(line, null, message)]);
}
