using System.Globalization;
using System.Text;
using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Tasks;
using Dashboard.Engine.Training;
using Dashboard.Web.Charts;

namespace Dashboard.Web.Exports;

/// <summary>A figure's numbers as tables for papers and notes: a row for each length, a column for each line.</summary>
public static class TextTables
{
    /// <summary>One metric by length.</summary>
    internal sealed record Table(string Title, IReadOnlyList<(RunData Run, ModelKind Model)> Columns, IReadOnlyList<(int Length, IReadOnlyList<FigureValue?> Cells)> Rows);

    /// <summary>GitHub's Markdown.</summary>
    public static string Markdown(Figure figure, IReadOnlyList<Metric> metrics)
    {
        var text = new StringBuilder($"# {SafeText.Markdown(figure.Title)}\n");
        foreach (var table in metrics.Select(m => Of(figure, m)))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {table.Title}\n\n| Length |");
            foreach (var (run, model) in table.Columns) text.Append(CultureInfo.InvariantCulture, $" {Head(figure, run, model, SafeText.Markdown)} |");
            text.Append("\n| ---: |").Insert(text.Length, " ---: |", table.Columns.Count).Append('\n');
            foreach (var (length, cells) in table.Rows)
                text.Append(CultureInfo.InvariantCulture, $"| {length} | ").AppendJoin(" | ", cells.Select(c => Cell(c, " ± "))).Append(" |\n");
        }
        text.Append(CultureInfo.InvariantCulture, $"\n{Note(figure, " ± ")}\n");
        if (figure.Warning is { } warning) text.Append(CultureInfo.InvariantCulture, $"\n**{RunWarnings.Title}.** {SafeText.Markdown(warning)}\n");
        return text.ToString();
    }

    /// <summary>LaTeX without packages; compiles with any engine that reads UTF-8.</summary>
    public static string Latex(Figure figure, IReadOnlyList<Metric> metrics)
    {
        var text = new StringBuilder();
        foreach (var table in metrics.Select(m => Of(figure, m)))
        {
            text.Append(CultureInfo.InvariantCulture, $"\\begin{{table}}\n\\centering\n\\caption{{{SafeText.Latex(figure.Title)}: {SafeText.Latex(table.Title)}. {Note(figure, "$\\pm$")}}}\n")
                .Append("\\begin{tabular}{r").Append('r', table.Columns.Count).Append("}\n\\hline\nLength");
            foreach (var (run, model) in table.Columns) text.Append(CultureInfo.InvariantCulture, $" & {Head(figure, run, model, SafeText.Latex)}");
            text.Append(" \\\\\n\\hline\n");
            foreach (var (length, cells) in table.Rows)
                text.Append(CultureInfo.InvariantCulture, $"{length} & ").AppendJoin(" & ", cells.Select(c => Cell(c, " $\\pm$ ").Replace(Numbers.Nothing, "--"))).Append(" \\\\\n");
            text.Append("\\hline\n\\end{tabular}\n");
            if (figure.Warning is { } warning)
                text.Append(CultureInfo.InvariantCulture, $"\n\\medskip\\begin{{minipage}}{{\\linewidth}}\\footnotesize {RunWarnings.Title}. {SafeText.Latex(warning)}\\end{{minipage}}\n");
            text.Append("\\end{table}\n\n");
        }
        return text.ToString();
    }

    internal static Table Of(Figure figure, Metric metric)
    {
        var points = figure.Points().ToDictionary(p => (p.Run.Key, p.Model, p.Length));
        var columns = figure.Lines().OrderBy(l => l.Model).ToList();
        return new($"{metric.Name(TaskScore.Of(figure.Runs.Select(r => r.Spec)))} by length", columns,
        [
            .. points.Keys.Select(k => k.Length).Distinct().Order().Select(length => (length, (IReadOnlyList<FigureValue?>)
                [.. columns.Select(c => points.TryGetValue((c.Run.Key, c.Model, length), out var p) ? metric == Metric.Mad ? p.Mad : p.Gradient : null)])),
        ]);
    }

    internal static string Head(Figure figure, RunData run, ModelKind model, Func<string, string> safe) =>
        figure.Runs.Count == 1 ? model.Name() : $"{model.Name()}, {safe(run.Name)}";

    /// <summary>"30.18 ± 0.21", plain ASCII but for the sign given.</summary>
    internal static string Cell(FigureValue? value, string plusMinus)
    {
        if (value?.Middle is not { } middle) return Numbers.Nothing;
        return value.Deviation is { } deviation ? Number(middle) + plusMinus + Number(deviation) : Number(middle);
    }

    internal static string Note(Figure figure, string plusMinus)
    {
        var middle = figure.View.Centre == Centre.Mean ? "Mean" : "Median";
        return figure.SeveralSeeds ? $"{middle}{(plusMinus.Contains('$') ? " " + plusMinus + " " : plusMinus)}sample standard deviation over the seeds; diverged trials left out." : "One seed.";
    }

    // Three significant digits, at least two decimals; very small ones as 1.23E-05.
    private static string Number(double value)
    {
        if (value == 0) return "0.00";
        var power = (int)Math.Floor(Math.Log10(Math.Abs(value)));
        return power < -3 ? value.ToString("0.00E-00", CultureInfo.InvariantCulture) : value.ToString("F" + Math.Clamp(2 - power, 2, 5), CultureInfo.InvariantCulture);
    }
}
