using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Training;

namespace Dashboard.Web.Charts;

/// <summary>One run as a chart reads it.</summary>
/// <param name="Key">Leads the keys of its lines: "key/rnn".</param>
/// <param name="Name">Shown in tooltips where several runs share a chart.</param>
/// <param name="Spec">What it trains.</param>
/// <param name="Trials">Its trials, in any order.</param>
public sealed record RunData(string Key, string Name, RunSpec Spec, IReadOnlyList<Trial> Trials);

/// <summary>A published value of one model at one length.</summary>
public readonly record struct ReferencePoint(ModelKind Model, int Length, double Mad, double GradientMean);

/// <summary>What a predictor that knows only part of the input reaches: a horizontal line of the MAD chart.</summary>
public readonly record struct MemoryLine(string Name, double Mad);

/// <summary>A point someone chose.</summary>
public readonly record struct ChosenPoint(string RunKey, ModelKind Model, int Length);

/// <summary>What a chart over lengths shows.</summary>
public sealed record ComparisonOptions
{
    public required Metric Metric { get; init; }

    /// <summary>Logarithmic axis; null for what suits the metric (gradient yes, MAD no).</summary>
    public bool? Log { get; init; }

    /// <summary>Batches of the gradient mean; null for each run's protocol.</summary>
    public GradientReading? Reading { get; init; }
    public Centre Centre { get; init; }
    public Spread Spread { get; init; }

    /// <summary>Thin lines, one a seed; only where one run is shown.</summary>
    public bool Seeds { get; init; } = true;
    public IReadOnlyList<ReferencePoint> Published { get; init; } = [];
    public IReadOnlyList<MemoryLine> Memory { get; init; } = [];

    /// <summary>Models left out.</summary>
    public IReadOnlyList<ModelKind> Hidden { get; init; } = [];
    public ChosenPoint? Chosen { get; init; }
}

/// <summary>
/// The chart of one metric against sequence length for one or several runs: colour is the model, stroke and marker are the
/// run. The first run is the baseline.
/// </summary>
public static class ComparisonSeries
{
    private static readonly int[] Dashes = [0, 6, 2, 10];

    /// <summary>Draws it. Without runs, the published result is the chart.</summary>
    public static ChartModel Build(IReadOnlyList<RunData> runs, ComparisonOptions options)
    {
        var log = options.Log ?? options.Metric == Metric.Gradient;
        double? Scale(double? value) => !log ? value : value > 0 ? Math.Log10(value.Value) : null;

        List<ChartLine> bands = [], seeds = [], means = [];
        List<ChartPoint> rings = [];
        List<(ModelKind Model, int Length, int Count)> diverged = [];
        List<string> findings = [];
        for (var r = 0; r < runs.Count; r++)
        {
            var run = runs[r];
            var suffix = runs.Count > 1 ? ", " + run.Name : "";
            foreach (var series in ChartSeries.Of(run.Spec, run.Trials, options.Metric, options.Reading))
            {
                if (options.Hidden.Contains(series.Model)) continue;
                var (name, tone) = (series.Model.Name() + suffix, series.Model.Tone());
                var key = $"{run.Key}/{tone}";
                bands.AddRange(Bands(series, options, Scale).Select((points, i) => new ChartLine($"{key}/band{i}", name, LineKind.Band, tone, points)));
                if (options.Seeds && runs.Count == 1 && run.Spec.Seeds.Count > 1)
                    seeds.AddRange(run.Spec.Seeds.Select(seed => new ChartLine($"{key}/seed{seed}", name, LineKind.Seed, tone,
                        Trim(series.Points.Select(p => Point(p.Length, Scale(Seed(p, seed))))))));
                var middle = Trim(series.Points.Select(p => Point(p.Length, Scale(Statistics.Middle(p.Values, options.Centre)))));
                means.Add(new(key, name, LineKind.Mean, tone, middle)
                {
                    Dash = Dashes[r % Dashes.Length], Hollow = r % 2 == 1, Markers = true, Listed = true, Selectable = true,
                });
                if (options.Chosen is { } chosen && chosen.RunKey == run.Key && chosen.Model == series.Model
                    && middle.FirstOrDefault(p => p[0] == chosen.Length) is [{ } x, { } y]) rings.Add(new(x, y));
                if (runs.Count == 1) diverged.AddRange(series.Points.Where(p => p.Diverged > 0).Select(p => (series.Model, p.Length, p.Diverged)));
                findings.Add(Finding(name, series, options));
            }
        }

        var lengths = runs.SelectMany(r => r.Spec.Lengths).DefaultIfEmpty(0).Max();
        if (runs.Count == 0) lengths = options.Published.Select(p => p.Length).DefaultIfEmpty(0).Max();
        var x1 = ChartScale.Lengths(lengths);
        var published = Published(options, Scale, x1.Max, alone: runs.Count == 0);
        if (runs.Count == 0) findings.AddRange(published.Select(line => PublishedFinding(line, options)));

        IReadOnlyList<ChartLine> lines = [.. bands, .. seeds, .. published, .. means];
        var values = lines.SelectMany(l => l.Points.SelectMany(p => p.Skip(1))).OfType<double>();
        var y1 = options.Metric == Metric.Mad ? ChartScale.Mad(values, log) : ChartScale.Gradient(values, log);
        IReadOnlyList<ChartRule> rules = options.Metric == Metric.Mad ? Rules(options.Memory, Scale, y1) : [];
        IReadOnlyList<ChartLabel> marks = Marks(diverged, y1);
        return new()
        {
            Label = $"{(options.Metric == Metric.Mad ? "MAD" : "Gradient mean")} against sequence length. {string.Join(" ", findings)}".TrimEnd(),
            XName = "Length",
            X = x1,
            Y = y1,
            Lines = lines,
            Rules = rules,
            Labels = [.. marks, .. LabelPlacement.Place(lines, rules, marks, x1, y1)],
            Rings = rings,
        };
    }

    private static double? Seed(LengthValues point, long seed)
    {
        foreach (var (s, value) in point.Seeds)
            if (s == seed) return value;
        return null;
    }

    /// <summary>Bands broken where a length has none, as an area cannot have a gap.</summary>
    private static List<List<double?[]>> Bands(ChartSeries series, ComparisonOptions options, Func<double?, double?> scale)
    {
        var pieces = new List<List<double?[]>>();
        List<double?[]>? piece = null;
        foreach (var point in series.Points)
        {
            if (Statistics.Band(point.Values, options.Spread, options.Centre) is var (low, high) && scale(low) is { } l && scale(high) is { } h)
            {
                if (piece is null) pieces.Add(piece = []);
                piece.Add([point.Length, Round(l), Round(h)]);
            }
            else
            {
                piece = null;
            }
        }
        pieces.RemoveAll(p => p.Count < 2);
        return pieces;
    }

    private static List<ChartLine> Published(ComparisonOptions options, Func<double?, double?> scale, double longest, bool alone) =>
    [
        .. options.Published.Where(p => !options.Hidden.Contains(p.Model) && p.Length <= longest).GroupBy(p => p.Model).OrderBy(g => g.Key)
            .Select(g => new ChartLine($"published/{g.Key.Tone()}", g.Key.Name() + ", published", alone ? LineKind.Mean : LineKind.Published, g.Key.Tone(),
                Trim(g.OrderBy(p => p.Length).Select(p => Point(p.Length, scale(options.Metric == Metric.Mad ? p.Mad : p.GradientMean)))))
            {
                Dash = 4, Listed = true, Markers = alone,
            }),
    ];

    // The names of the two upper lines would run into each other if both sat on the same side of their line.
    private static ChartRule[] Rules(IReadOnlyList<MemoryLine> memory, Func<double?, double?> scale, ChartAxis y) =>
    [
        .. memory.OrderByDescending(m => m.Mad).Select((m, i) => (m, above: i == 0, at: scale(m.Mad)))
            .Where(m => m.at is { } at && at > y.Min && at < y.Max)
            .Select(m => new ChartRule(Round(m.at!.Value), $"{m.m.Name}, {Numbers.Fixed(m.m.Mad, 1)}", m.m.Name, m.above)),
    ];

    /// <summary>A cross at the top edge for each length where trials diverged; the first one of a model says how many.</summary>
    private static ChartLabel[] Marks(List<(ModelKind Model, int Length, int Count)> diverged, ChartAxis y) =>
    [
        .. diverged.GroupBy(d => d.Model).SelectMany((g, row) => g.Select((d, i) => new ChartLabel(d.Length, y.Max,
            i == 0 ? $"✕ {g.Sum(x => x.Count)} diverged" : "✕", d.Model.Tone()) { Dy = 10 + 14 * row, Strong = false, Start = true })),
    ];

    private static string Finding(string name, ChartSeries series, ComparisonOptions options)
    {
        var ends = series.Points.Where(p => p.Values.Count > 0).ToList();
        var lost = series.Diverged > 0 ? $", {series.Diverged} diverged" : "";
        if (ends.Count == 0) return $"{name}: nothing yet{lost}.";
        string At(LengthValues p) => $"{Value(Statistics.Middle(p.Values, options.Centre), options.Metric)} at length {p.Length}";
        return ends.Count == 1 ? $"{name}: {At(ends[0])}{lost}." : $"{name}: from {At(ends[0])} to {At(ends[^1])}{lost}.";
    }

    private static string PublishedFinding(ChartLine line, ComparisonOptions options)
    {
        var model = options.Published.Where(p => p.Model.Tone() == line.Tone).OrderBy(p => p.Length).ToList();
        string At(ReferencePoint p) => $"{Value(options.Metric == Metric.Mad ? p.Mad : p.GradientMean, options.Metric)} at length {p.Length}";
        return $"{line.Name}: from {At(model[0])} to {At(model[^1])}.";
    }

    private static string Value(double? value, Metric metric) => metric == Metric.Mad ? Numbers.Fixed(value, 1) : Numbers.Significant(value);

    private static double?[] Point(int length, double? y) => [length, y is { } v ? Round(v) : null];

    // Four decimals are a hundredth of a pixel; more would only be sent.
    private static double Round(double value) => Math.Round(value, 4);

    private static List<double?[]> Trim(IEnumerable<double?[]> points)
    {
        var all = points.ToList();
        var first = all.FindIndex(p => p[1] is not null);
        return first < 0 ? [] : all[first..(all.FindLastIndex(p => p[1] is not null) + 1)];
    }
}
