using Dashboard.Engine.Runs;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dashboard.Engine.Statistics;
using Dashboard.Engine.Tasks;
using Dashboard.Engine.Training;
using Dashboard.Web.Charts;

namespace Dashboard.Web.Exports;

/// <summary>A figure's numbers for other programs.</summary>
public static class DataFiles
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true, Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>One line for each run, model and length. Empty where nothing has finished.</summary>
    public static string Csv(Figure figure)
    {
        var middle = figure.View.Centre == Centre.Mean ? "mean" : "median";
        var banded = figure.View.Spread != Spread.None;
        var text = new StringBuilder();
        Line(["run", "name", "model", "length", .. Columns("mad"), .. Columns("gradient"), "diverged", "failed", "may_be_wrong", "solved", "solvedLow", "solvedHigh", "seeds", "origin"]);
        foreach (var p in figure.Points())
            Line([
                SafeText.Csv(p.Run.Key), SafeText.Csv(p.Run.Name), p.Model == ModelKind.Other ? SafeText.Csv(p.Run.Spec.NameOf(p.Model)) : p.Model.Tone(), Whole(p.Length), .. Fields(p.Mad), .. Fields(p.Gradient),
                Whole(p.Diverged), Whole(p.Failed), Whole(p.MayBeWrong), .. Solved(p.Solved), Origin(p.Run),
            ]);
        return text.ToString();

        void Line(IReadOnlyList<string> fields) => text.AppendJoin(',', fields).Append("\r\n");

        string[] Columns(string metric) =>
        [
            $"{metric}_{middle}", $"{metric}_sd", $"{metric}_n", .. banded ? [$"{metric}_low", $"{metric}_high", $"{metric}_band"] : Array.Empty<string>(),
        ];

        string[] Fields(FigureValue v) =>
        [
            SafeText.Csv(v.Middle), SafeText.Csv(v.Deviation), Whole(v.Count),
            .. banded ? [SafeText.Csv(v.Low), SafeText.Csv(v.High), v.Shows?.ToString().ToLowerInvariant() ?? ""] : Array.Empty<string>(),
        ];

        static string Whole(int count) => count.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>The same with every run's settings.</summary>
    public static string JsonText(Figure figure)
    {
        var points = figure.Points().ToLookup(p => p.Run.Key);
        return JsonSerializer.Serialize(new
        {
            figure.Title,
            Middle = figure.View.Centre,
            Band = figure.View.Spread,
            figure.Warning,
            Solved = TaskScore.Of(figure.Runs.Select(r => r.Spec)).Solved.TitleAt(figure.View.Solved),
            Runs = figure.Runs.Where(r => points.Contains(r.Key)).Select(r => new
            {
                Id = r.Key, r.Name, Published = r.IsPublished, r.Spec.Brought, LaunchedBy = figure.Sources.FirstOrDefault(s => s?.Id == r.Key)?.LaunchedBy?.Name, Settings = RunRequest.From(r.Spec),
                Series = points[r.Key].GroupBy(p => p.Model).Select(g => new
                {
                    Model = g.Key.Tone(), Name = r.Spec.NameOf(g.Key),
                    Points = g.Select(p => new
                    {
                        p.Length, Mad = Value(p.Mad), GradientMean = Value(p.Gradient), p.Diverged, p.Failed, p.MayBeWrong,
                        Solved = p.Solved.Count == 0 ? null : new { p.Solved.Share, p.Solved.Low, p.Solved.High, Seeds = p.Solved.Count },
                    }),
                }),
            }),
        }, Json);
    }

    internal static string Origin(RunData run) => run.IsPublished ? "published" : run.Spec.Brought is null ? "trained" : "broughtIn";

    // A share of no seeds is no number.
    private static string[] Solved(Proportion p) => p.Count == 0 ? ["", "", "", "0"]
        : [SafeText.Csv(p.Share), SafeText.Csv(p.Low), SafeText.Csv(p.High), p.Count.ToString(CultureInfo.InvariantCulture)];

    private static object Value(FigureValue v) => new { Value = Finite(v.Middle), Sd = Finite(v.Deviation), N = v.Count, Low = Finite(v.Low), High = Finite(v.High), Band = v.Shows };

    private static double? Finite(double? value) => value is { } v && double.IsFinite(v) ? v : null;
}
