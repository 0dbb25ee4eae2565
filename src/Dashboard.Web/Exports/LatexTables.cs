using System.Globalization;
using System.Text;
using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Training;
using Dashboard.Web.Charts;

namespace Dashboard.Web.Exports;

/// <summary>A figure's numbers as tables of a paper: LaTeX without packages; compiles with any engine that reads UTF-8.</summary>
public static class LatexTables
{
    // Characters of a row that fit the text's width of a usual page, about 345 pt, at each size.
    private static readonly (int Characters, string Size)[] Sizes =
        [(58, ""), (74, "\\footnotesize"), (86, "\\scriptsize"), (106, "\\tiny\\setlength{\\tabcolsep}{2pt}")];

    /// <summary>The tables of some metrics, one after another.</summary>
    public static string Render(Figure figure, IReadOnlyList<Metric> metrics)
    {
        var text = new StringBuilder();
        foreach (var table in TextTables.All(figure, metrics, " $\\pm$ ").SelectMany(Parts)) Write(text, figure, table);
        return text.ToString();
    }

    // What is too wide at the smallest size becomes a table for each model.
    private static IEnumerable<TextTables.Table> Parts(TextTables.Table table) => Characters(table) <= Sizes[^1].Characters ? [table]
        : table.Columns.Index().GroupBy(c => c.Item.Model).Select(part => table with
        {
            Title = $"{table.Title}, {Names(part.Select(c => c.Item))}",
            Columns = [.. part.Select(c => c.Item)],
            Rows = [.. table.Rows.Select(r => (r.Length, (IReadOnlyList<string>)[.. part.Select(c => r.Cells[c.Index])]))],
        });

    private static string Names(IEnumerable<(RunData Run, ModelKind Model)> columns) => string.Join(", ", columns.Select(c => c.Run.Spec.NameOf(c.Model)).Distinct());

    private static void Write(StringBuilder text, Figure figure, TextTables.Table table)
    {
        // Names are as long as people make them: in the table each run is a letter, which the caption explains.
        RunData[] runs = [.. figure.Lines().Select(l => l.Run).DistinctBy(r => r.Key)];
        string Letter(RunData run) => $"{(char)('A' + Array.FindIndex(runs, r => r.Key == run.Key))}";
        var key = runs.Length < 2 ? "" : string.Concat(runs.Where(r => table.Columns.Any(c => c.Run.Key == r.Key)).Select(r => $" {Letter(r)}: {SafeText.Latex(r.Label)}."));
        text.Append(CultureInfo.InvariantCulture, $"\\begin{{table}}\n\\centering\n\\caption{{{SafeText.Latex(figure.Title)}: {SafeText.Latex(table.Title)}.{key} {table.Note.Replace("%", "\\%")} {SafeText.Latex(figure.Source)}}}\n\\smallskip\n");
        Size(text, table);
        text.Append("\\begin{tabular}{r").Append('r', table.Columns.Count).Append("}\n\\hline\n");
        if (runs.Length < 2)
        {
            text.Append("Length");
            foreach (var (run, model) in table.Columns) text.Append(CultureInfo.InvariantCulture, $" & {SafeText.Latex(run.Spec.NameOf(model))}");
        }
        else
        {
            foreach (var model in table.Columns.GroupBy(c => c.Model))
                text.Append(CultureInfo.InvariantCulture, $" & \\multicolumn{{{model.Count()}}}{{c}}{{{SafeText.Latex(Names(model))}}}");
            text.Append(" \\\\\nLength").Append(string.Concat(table.Columns.Select(c => $" & {Letter(c.Run)}")));
        }
        text.Append(" \\\\\n\\hline\n");
        foreach (var (length, cells) in table.Rows)
            text.Append(CultureInfo.InvariantCulture, $"{length} & ").AppendJoin(" & ", cells.Select(c => c.Replace(Numbers.Nothing, "--").Replace("%", "\\%"))).Append(" \\\\\n");
        text.Append("\\hline\n\\end{tabular}\n");
        if (figure.Origin is { } origin) Small(text, SafeText.Latex(origin));
        if (figure.Warning is { } warning) Small(text, $"{RunWarnings.Title}. {SafeText.Latex(warning)}");
        text.Append("\\end{table}\n\n");
    }

    // A formula's dollar signs and commands are not printed; a column has two characters of white to its sides.
    private static int Characters(TextTables.Table table) =>
        6 + table.Columns.Select((_, i) => 2 + table.Rows.Select(r => r.Cells[i].Replace("$\\pm$", "±").Length).DefaultIfEmpty().Max()).Sum();

    private static void Size(StringBuilder text, TextTables.Table table)
    {
        var characters = Characters(table);
        var (_, size) = Sizes.FirstOrDefault(s => characters <= s.Characters, Sizes[^1]);
        if (characters > Sizes[^1].Characters) text.Append("% Wider than most pages: put it on its side (package rotating, sidewaystable), or export fewer runs.\n");
        if (size.Length > 0) text.Append(size).Append('\n');
    }

    private static void Small(StringBuilder text, string words) =>
        text.Append(CultureInfo.InvariantCulture, $"\n\\medskip\\begin{{minipage}}{{\\linewidth}}\\footnotesize {words}\\end{{minipage}}\n");
}
