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
    /// <summary>One metric, or the share of seeds that learnt the task, by length.</summary>
    /// <param name="Title">What stands over it.</param>
    /// <param name="Note">What its cells are.</param>
    /// <param name="Columns">One a line.</param>
    /// <param name="Rows">One a length; cells as people read them.</param>
    internal sealed record Table(
        string Title, string Note, IReadOnlyList<(RunData Run, ModelKind Model)> Columns, IReadOnlyList<(int Length, IReadOnlyList<string> Cells)> Rows);

    /// <summary>GitHub's Markdown.</summary>
    public static string Markdown(Figure figure, IReadOnlyList<Metric> metrics)
    {
        var text = new StringBuilder($"# {SafeText.Markdown(figure.Title)}\n");
        foreach (var table in All(figure, metrics, " ± "))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {table.Title}\n\n| Length |");
            foreach (var (run, model) in table.Columns) text.Append(CultureInfo.InvariantCulture, $" {Head(figure, run, model, SafeText.Markdown)} |");
            text.Append("\n| ---: |").Insert(text.Length, " ---: |", table.Columns.Count).Append('\n');
            foreach (var (length, cells) in table.Rows)
                text.Append(CultureInfo.InvariantCulture, $"| {length} | ").AppendJoin(" | ", cells).Append(" |\n");
            text.Append(CultureInfo.InvariantCulture, $"\n{table.Note}\n");
        }
        text.Append(CultureInfo.InvariantCulture, $"\n{SafeText.Markdown(figure.Source)}\n");
        if (figure.Origin is { } origin) text.Append(CultureInfo.InvariantCulture, $"\n{SafeText.Markdown(origin)}\n");
        if (figure.Warning is { } warning) text.Append(CultureInfo.InvariantCulture, $"\n**{RunWarnings.Title}.** {SafeText.Markdown(warning)}\n");
        return text.ToString();
    }

    /// <summary>The tables of some metrics; the scores' is followed by that of the seeds that learnt the task.</summary>
    /// <param name="figure">What is shown.</param>
    /// <param name="metrics">Which.</param>
    /// <param name="plusMinus">Stands between a value and its deviation, with spaces to both sides.</param>
    internal static IEnumerable<Table> All(Figure figure, IReadOnlyList<Metric> metrics, string plusMinus)
    {
        var score = TaskScore.Of(figure.Runs.Select(r => r.Spec));
        var apart = TaskScore.Apart(figure.Runs.Select(r => r.Spec)) is { } why ? $" {why}" : "";
        foreach (var metric in metrics)
        {
            yield return Of(figure, $"{metric.Name(score)} by length", Note(figure, plusMinus) + (metric == Metric.Mad ? apart : ""), p => Cell(metric == Metric.Mad ? p.Mad : p.Gradient, plusMinus));
            if (metric == Metric.Mad)
                yield return Of(figure, $"Solved ({score.Solved.TitleAt(figure.View.Solved)}) by length", "Seeds that solved it, of those tried, and Wilson's 95% interval of their share.",
                    p => p.Solved.Count == 0 ? Numbers.Nothing : $"{p.Solved.Counted} ({p.Solved.Range})");
        }
    }

    private static Table Of(Figure figure, string title, string note, Func<FigurePoint, string> cell)
    {
        var points = figure.Points().ToDictionary(p => (p.Run.Key, p.Model, p.Length));
        var columns = figure.Lines().OrderBy(l => l.Model).ToList();
        return new(title, note, columns,
        [
            .. points.Keys.Select(k => k.Length).Distinct().Order().Select(length => (length, (IReadOnlyList<string>)
                [.. columns.Select(c => points.TryGetValue((c.Run.Key, c.Model, length), out var p) ? cell(p) : Numbers.Nothing)])),
        ]);
    }

    internal static string Head(Figure figure, RunData run, ModelKind model, Func<string, string> safe) =>
        figure.Runs.Count == 1 ? safe(run.Spec.NameOf(model)) : $"{safe(run.Spec.NameOf(model))}, {safe(run.Label)}";

    /// <summary>"30.18 ± 0.21", plain ASCII but for the sign given.</summary>
    private static string Cell(FigureValue value, string plusMinus)
    {
        if (value.Middle is not { } middle) return Numbers.Nothing;
        return value.Deviation is { } deviation ? Number(middle) + plusMinus + Number(deviation) : Number(middle);
    }

    private static string Note(Figure figure, string plusMinus) => figure.SeveralSeeds
        ? $"{(figure.View.Centre == Centre.Mean ? "Mean" : "Median")}{plusMinus}sample standard deviation over the seeds; diverged trials left out." : "One seed.";

    // Three significant digits, at least two decimals; very small ones as 1.23E-05.
    private static string Number(double value)
    {
        if (value == 0) return "0.00";
        var power = (int)Math.Floor(Math.Log10(Math.Abs(value)));
        return power < -3 ? value.ToString("0.00E-00", CultureInfo.InvariantCulture) : value.ToString("F" + Math.Clamp(2 - power, 2, 5), CultureInfo.InvariantCulture);
    }
}
