using Dashboard.Engine.Experiments;
using Dashboard.Engine.Tasks;
using Dashboard.Engine.Training;
using Dashboard.Web.Charts;

namespace Dashboard.Web.Comparisons;

/// <summary>One setting of all runs compared.</summary>
/// <param name="Name">The setting.</param>
/// <param name="Values">One a run, in their order.</param>
/// <param name="Differs">Not the same everywhere, as far as it is known.</param>
public sealed record SettingRow(string Name, IReadOnlyList<string> Values, bool Differs)
{
    /// <summary>Nobody knows it of one of the runs.</summary>
    public bool IsOpen => Values.Contains(ConfigurationRows.Unknown);
}

/// <summary>One result of all runs compared.</summary>
/// <param name="Model">Whose result.</param>
/// <param name="Name">"longest length under MAD 5".</param>
/// <param name="Values">One a run, as people read it.</param>
/// <param name="Best">The runs whose value is the best; none where all are alike.</param>
public sealed record ResultRow(ModelKind Model, string Name, IReadOnlyList<string> Values, IReadOnlyList<bool> Best);

/// <summary>What tells the runs apart: settings, then results.</summary>
public static class Differences
{
    /// <summary>Every setting of the configuration.</summary>
    public static IReadOnlyList<SettingRow> Settings(IReadOnlyList<RunData> runs)
    {
        if (runs.Count == 0) return [];
        var columns = runs.Select(r => ConfigurationRows.Of(r.Spec)).ToList();
        var names = columns.Any(c => c.All(r => r.Name != ConfigurationRows.Origin)) ? ConfigurationRows.AllUnknown.Select(u => u.Name).ToArray() : [];
        // A task has settings that another has not; of what was brought in most are not known.
        return
        [
            .. from name in columns.OrderByDescending(c => c.Count).SelectMany(c => c).Select(r => r.Name).Distinct().Except(names)
               let values = columns.Select((c, i) => c.FirstOrDefault(r => r.Name == name)?.Value ?? Missing(runs[i], name)).ToArray()
               select new SettingRow(name, values, values.Where(v => v != ConfigurationRows.Unknown).Distinct().Count() > 1),
        ];
    }

    private static string Missing(RunData run, string name) => run.Spec.Brought is not null ? ConfigurationRows.Unknown
        : name != ConfigurationRows.Origin ? Numbers.Nothing : run.IsPublished ? "Published" : "Trained here";

    /// <summary>"hidden size, layers, …": the settings that nobody knows of one of the runs, and that do not differ among the others.</summary>
    public static string Open(IReadOnlyList<SettingRow> settings) => string.Join(", ", settings.Where(s => s.IsOpen && !s.Differs).Select(s => Small(s.Name)));

    /// <summary>"Same in all: sequence Simple, noise 0, …": the settings that do not differ, in one sentence.</summary>
    public static string Same(IReadOnlyList<SettingRow> settings) =>
        string.Join(", ", settings.Where(s => !s.Differs && !s.IsOpen).Select(s => $"{Small(s.Name)} {Small(s.Values[0])}"));

    // "As PyTorch" goes on small, "RNN" does not.
    private static string Small(string text) => text.Length > 1 && char.IsLower(text[1]) || text.StartsWith("As ", StringComparison.Ordinal) ? char.ToLowerInvariant(text[0]) + text[1..] : text;

    /// <summary>Results of every model that several runs train.</summary>
    public static IReadOnlyList<ResultRow> Results(IReadOnlyList<RunData> runs, LengthView view)
    {
        var rows = new List<ResultRow>();
        var score = TaskScore.Of(runs.Select(r => r.Spec));
        var oneScore = TaskScore.Apart(runs.Select(r => r.Spec)) is null;
        foreach (var model in runs.SelectMany(r => r.Spec.Models).Distinct().Order())
        {
            var middles = runs.Select(r => Middles(r, model, view.Centre)).ToList();
            var shared = middles.Where(m => m.Count > 0).Select(m => m.Keys.AsEnumerable()).Aggregate<IEnumerable<int>, IEnumerable<int>?>(null, (a, b) => a?.Intersect(b) ?? b)?.ToList() ?? [];
            // Scores of different tasks have no unit in common: only what each task calls solved is held against the others.
            if (oneScore) rows.Add(Row(model, $"longest length under {score.Word} {Numbers.Plain(score.Low)}", middles.Select(m => m.Count == 0 ? null : (double?)m.Where(p => p.Value < score.Low).Select(p => p.Key).DefaultIfEmpty(0).Max()),
                v => v == 0 ? "none" : Numbers.Plain(v), highest: true));
            if (oneScore) rows.Add(Row(model, shared.Count > 1 ? $"mean {score.Word} over {Numbers.Of(shared.Count, "shared length")}" : $"mean {score.Word}",
                middles.Select(m => m.Count == 0 || shared.Count == 0 ? null : (double?)shared.Average(l => m[l])), v => score.Text(v), highest: false));
            var solved = runs.Select(r => r.Solved(view.Solved).FirstOrDefault(s => s.Model == model)?.Points.Where(p => p.Solved.Count > 0).ToArray() ?? []).ToList();
            var title = score.Solved.TitleAt(view.Solved);
            rows.Add(Row(model, $"longest length solved by half of the seeds ({title})", solved.Select(s => s.Length == 0 ? null : (double?)s.Where(p => p.Solved.Share >= 0.5).Select(p => p.Length).DefaultIfEmpty(0).Max()),
                v => v == 0 ? "none" : Numbers.Plain(v), highest: true));
            rows.Add(Row(model, shared.Count > 1 ? $"share solved ({title}) over {Numbers.Of(shared.Count, "shared length")}" : $"share solved ({title})",
                solved.Select(s => s.Where(p => shared.Contains(p.Length)).ToArray() is { Length: > 0 } at ? (double?)(100 * at.Average(p => p.Solved.Share)) : null), v => $"{Numbers.Fixed(v, 0)}%", highest: true));
            var diverged = runs.Select(r => r.Series.Of(Metric.Mad).FirstOrDefault(s => s.Model == model)?.Diverged).ToList();
            if (diverged.Any(d => d > 0)) rows.Add(Row(model, "trials diverged", diverged.Select(d => (double?)d), v => Numbers.Plain(v), highest: false));
        }
        return rows;
    }

    private static ResultRow Row(ModelKind model, string name, IEnumerable<double?> values, Func<double, string> text, bool highest)
    {
        var all = values.ToList();
        var known = all.OfType<double>().ToList();
        double? best = known.Count > 1 && known.Distinct().Count() > 1 ? highest ? known.Max() : known.Min() : null;
        return new(model, name, [.. all.Select(v => v is { } x ? text(x) : Numbers.Nothing)], [.. all.Select(v => best is not null && v == best)]);
    }

    private static Dictionary<int, double> Middles(RunData run, ModelKind model, Centre centre) =>
        run.Series.Of(Metric.Mad).Where(s => s.Model == model).SelectMany(s => s.Points)
            .Where(p => p.Values.Count > 0).ToDictionary(p => p.Length, p => Statistics.Middle(p.Values, centre)!.Value);
}
