using System.Globalization;
using System.Text;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Experiments;
using Dashboard.Engine.Training;
using Dashboard.Engine.Training.Cells;
using Dashboard.Web.Charts;

namespace Dashboard.Web.Exports;

/// <summary>The key under an exported chart: which mark is which model, which stroke which run.</summary>
internal static class ChartKey
{
    /// <summary>Characters of a row of the key; longer names go on in the next.</summary>
    private const int Longest = 105;

    /// <summary>A mark's size against its box of 10.</summary>
    private const double MarkScale = 0.88;

    private const string Dotted = "dotted: predictors that know part of the input only";

    /// <param name="Text">What stands beside the sample.</param>
    /// <param name="Style">A run's stroke, or null.</param>
    /// <param name="Thin">A published result.</param>
    /// <param name="Tones">Models named in the row, or none.</param>
    internal sealed record Row(string Text, RunStyle? Style = null, bool Thin = false, IReadOnlyList<string>? Tones = null);

    public static IReadOnlyList<Row> Rows(Figure figure, ChartModel model)
    {
        var notes = ReferenceEquals(model, figure.Scores.Chart) ? figure.Scores.View switch
        {
            ScoreView.Seeds => Seeds(figure.Scores.Seeds!),
            ScoreView.Solved => Solved(model),
            _ => Middles(figure, model),
        } : Middles(figure, model);
        if (ReferenceEquals(model, figure.Scores.Chart) && figure.Scores.Sentence.Count > 0) notes.Add(string.Concat(figure.Scores.Sentence.Select(s => s.Text)));
        string[] others = [.. figure.Lines().Where(l => l.Model == ModelKind.Other).Select(l => l.Run.Spec.NameOf(l.Model)).Distinct()];
        if (others.Length > 0) notes.Insert(0, $"other: {string.Join(", ", others)}");
        string[] tones = [.. model.Lines.Select(l => l.Tone).Distinct()];
        // The models' names take the room of some ten characters each.
        var said = Wrapped(string.Join("; ", notes), Longest - 10 * tones.Length);
        var rows = new List<Row> { new(said[0], Tones: tones) };
        rows.AddRange(said.Skip(1).Select(p => new Row(p)));
        var drawn = figure.Lines().Select(l => l.Run.Key).ToHashSet();
        // The published result, of one seed, stands beside a run's means only.
        if (ReferenceEquals(model, figure.Scores.Chart) && figure.Scores.View is ScoreView.Seeds or ScoreView.Solved)
            drawn.IntersectWith(figure.Scores.Seeds?.Lanes.Select(l => l.Run) ?? model.Lines.Select(l => l.Key.Split('/')[0]));
        foreach (var run in figure.Runs.Where(r => drawn.Contains(r.Key)))
        {
            var parts = Wrapped(run.Label, Longest);
            rows.Add(new(parts[0], run.Style ?? RunStyle.Of(0), run.IsPublished));
            rows.AddRange(parts.Skip(1).Select(p => new Row(p)));
        }
        rows.AddRange(Wrapped(figure.Source, Longest).Select(p => new Row(p)));
        if (figure.Warning is { } warning) rows.AddRange(Wrapped($"{RunWarnings.Title}. {warning}", Longest).Select(p => new Row(p)));
        return rows;
    }

    private static List<string> Middles(Figure figure, ChartModel model)
    {
        List<string> notes = [];
        if (figure.SeveralSeeds) notes.Add($"line: {(figure.View.Centre == Centre.Mean ? "mean" : "median")} of the seeds");
        if (model.Lines.Any(l => l.Kind == LineKind.Seed)) notes.Add("thin lines: seeds");
        if (model.Lines.Any(l => l.Kind == LineKind.Band))
            notes.Add("band: " + Statistics.Word(figure.View.Spread, figure.View.Centre, figure.Runs.Select(r => r.Spec.Seeds.Count)));
        if (model.Rules.Count > 0) notes.Add(Dotted);
        return notes;
    }

    private static List<string> Solved(ChartModel model) =>
        [.. new[] { "line: share of the seeds", model.Lines.Any(l => l.Kind == LineKind.Band) ? "band: " + SolvedChart.Band : null,
            model.Lines.Any(l => l.Key.EndsWith(SolvedChart.PastKey, StringComparison.Ordinal)) ? "dashed: without early stopping" : null }.OfType<string>()];

    private static List<string> Seeds(SeedsModel model) =>
        [.. new[] { $"a bar over a whole lane: all {Numbers.Of(model.Seeds, "seed")}", model.Rules.Count > 0 ? Dotted : null }.OfType<string>()];

    public static void Draw(StringBuilder svg, Row row, double x, double y)
    {
        foreach (var tone in row.Tones ?? [])
        {
            Marker(svg, tone, x + 5, y - 4, hollow: false);
            var name = Cell.Find(tone)?.Title ?? tone.ToUpperInvariant();
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x + 16}\" y=\"{y}\" font-weight=\"600\" fill=\"{Colour(tone)}\">{name}</text>");
            x += 28 + 8 * Math.Max(4, name.Length);
        }
        if (row.Style is { } style)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{x} {y - 4}h54\" stroke=\"#171C22\" stroke-width=\"{(row.Thin ? "1.5" : "2")}\"{(style.Dash is { } dash ? $" stroke-dasharray=\"{dash}\"" : "")}/>");
            if (!row.Thin) svg.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{x + 27}\" cy=\"{y - 4}\" r=\"4\" fill=\"{(style.Hollow ? "#fff" : "#171C22")}\" stroke=\"#171C22\" stroke-width=\"1.5\"/>");
        }
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{(row.Tones is null ? x + 64 : x)}\" y=\"{y}\">{SafeText.Markup(row.Text)}</text>");
    }

    /// <summary>A model's mark; a circle for what is no model's.</summary>
    public static void Marker(StringBuilder svg, string tone, double x, double y, bool hollow)
    {
        var (fill, stroke) = (hollow ? "#fff" : Colour(tone), Colour(tone));
        // The mark's box is 10 wide.
        var mark = ModelNames.MarkOf(tone);
        svg.Append($"<path transform=\"translate({ChartSvg.N(x - 5 * MarkScale)} {ChartSvg.N(y - 5 * MarkScale)}) scale({ChartSvg.N(MarkScale)})\" d=\"{mark.Path}\" ")
            .Append($"fill=\"{fill}\" stroke=\"{stroke}\" stroke-width=\"1.7\"/>");
    }

    /// <summary>The light theme's colours, on white.</summary>
    public static string Colour(string tone) => Cell.Find(tone)?.Colour ?? (tone == ModelKind.Other.Word() ? ModelNames.OtherColour : "#5A6572");

    internal static List<string> Wrapped(string text, int longest)
    {
        var rows = new List<string>();
        while (text.Length > longest)
        {
            var at = text.LastIndexOf(' ', longest);
            if (at < longest / 2) at = longest;
            rows.Add(text[..at]);
            text = text[at..].TrimStart();
        }
        rows.Add(text);
        return rows;
    }
}
