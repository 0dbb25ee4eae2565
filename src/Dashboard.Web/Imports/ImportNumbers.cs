using System.Globalization;

namespace Dashboard.Web.Imports;

/// <summary>
/// Numbers as files write them: one decimal sign a file, no groups of digits, so that 30.125 and 30,125 are never two readings
/// of one text.
/// </summary>
/// <param name="Comma">The decimal sign is a comma.</param>
public readonly record struct ImportNumbers(bool Comma)
{
    /// <summary>A comma where fields are not separated by commas, some number has one, and none has a point.</summary>
    public static ImportNumbers Of(CsvTable table, IEnumerable<int> columns)
    {
        if (table.Separator == ',') return default;
        var cells = columns.SelectMany(c => table.Rows.Select(r => r.Cells[c])).ToArray();
        return new(cells.Any(c => c.Contains(',')) && !cells.Any(c => c.Contains('.')));
    }

    /// <summary>Whether a cell says that nothing is known, as spreadsheets and statistics programs write it.</summary>
    public static bool IsUnknown(string text) => text.ToLowerInvariant() is "" or "na" or "n/a" or "#n/a" or "null" or "none" or "-" or "–" or "—";

    /// <summary>Reads a number.</summary>
    /// <returns>NaN for "nan" and the like, infinite for "inf"; null for what is no number.</returns>
    public double? Parse(string text)
    {
        if (text.ToLowerInvariant().TrimStart('+', '-') is "nan" or "inf" or "infinity" or "diverged") return double.NaN;
        var plain = text.Replace('−', '-');
        if (Comma)
        {
            if (plain.Contains('.')) return null;
            plain = plain.Replace(',', '.');
        }
        return double.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;
    }
}
