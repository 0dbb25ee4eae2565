using Dashboard.Engine.Experiments;
using Dashboard.Engine.Tasks;
using Dashboard.Engine.Training;

namespace Dashboard.Web.Charts;

/// <summary>A published value of one model at one length.</summary>
public readonly record struct ReferencePoint(ModelKind Model, int Length, double Mad, double GradientMean);

/// <summary>What a predictor that knows only part of the input reaches: a quiet line of the MAD chart.</summary>
/// <param name="Name">What it knows: "last input only".</param>
/// <param name="Points">Its MAD at each length, by growing length.</param>
public sealed record MemoryLine(string Name, IReadOnlyList<(int Length, double Mad)> Points)
{
    /// <summary>Knows all there is to know: beside it a network is not stuck but done.</summary>
    public bool Complete { get; init; }

    /// <summary>Its MAD at a length; null where it was not worked out.</summary>
    public double? At(int length) => Points.Where(p => p.Length == length).Select(p => (double?)p.Mad).FirstOrDefault();
}

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

    /// <summary>Lines left out, by key: "run/rnn", or "run" for all of a run's.</summary>
    public IReadOnlyList<string> HiddenLines { get; init; } = [];

    /// <summary>The part of the lengths shown; null for all.</summary>
    public ChartRange? Zoom { get; init; }
    public ChosenPoint? Chosen { get; init; }

    /// <summary>Solved below this; null for the task's own threshold.</summary>
    public double? Threshold { get; init; }

    /// <summary>Whether a line is left out.</summary>
    public bool Hides(RunData run, ModelKind model) =>
        Hidden.Contains(model) || HiddenLines.Contains(run.Key) || HiddenLines.Contains($"{run.Key}/{model.Tone()}");
}

/// <summary>
/// The chart of one metric against sequence length for one or several runs: colour is the model, stroke and marker are the
/// run. The first run is the baseline.
/// </summary>
public static class ComparisonSeries
{
    /// <summary>Draws it. Without runs, the published result is the chart.</summary>
    public static ChartModel Build(IReadOnlyList<RunData> runs, ComparisonOptions options)
    {
        var score = TaskScore.Of(runs.Select(r => r.Spec));
        var log = options.Log ?? options.Metric == Metric.Gradient;
        double? Scale(double? value) => !log ? value : value > 0 ? Math.Log10(value.Value) : null;

        List<ChartLine> bands = [], seeds = [], references = [], means = [];
        List<ChartPoint> rings = [];
        List<(ModelKind Model, int Length, int Count)> diverged = [];
        List<string> findings = [];
        for (var r = 0; r < runs.Count; r++)
        {
            var run = runs[r];
            var style = run.StyleAt(r);
            var suffix = runs.Count > 1 ? ", " + run.Name : "";
            foreach (var series in run.Series.Of(options.Metric, options.Reading))
            {
                var (name, tone) = (run.Spec.NameOf(series.Model) + suffix, series.Model.Tone());
                var key = $"{run.Key}/{tone}";
                if (options.Hides(run, series.Model)) continue;
                bands.AddRange(Bands(series, options, Scale).Select((points, i) => new ChartLine($"{key}/band{i}", name, LineKind.Band, tone, points)));
                if (options.Seeds && runs.Count == 1 && run.Spec.Seeds.Count > 1)
                    seeds.AddRange(run.Spec.Seeds.Select(seed => new ChartLine($"{key}/seed{seed}", name, LineKind.Seed, tone,
                        Trim(series.Points.Select(p => Point(p.Length, Scale(Seed(p, seed))))))));
                var values = series.Points.Select(p => (p.Length, Value: Statistics.Middle(p.Values, options.Centre))).ToList();
                var middle = Trim(values.Select(p => Point(p.Length, Scale(p.Value))));
                var line = new ChartLine(key, name, run.IsPublished ? LineKind.Published : LineKind.Mean, tone, middle)
                {
                    Dash = style.Dash, Hollow = style.Hollow, Markers = !run.IsPublished, Listed = true, Selectable = !run.IsPublished,
                    Zeros = log ? [.. values.Where(p => p.Value == 0).Select(p => (double)p.Length)] : [],
                    Model = runs.NameOf(series.Model), RunName = runs.Count > 1 ? run.ShortName : null,
                };
                (run.IsPublished ? references : means).Add(line);
                if (options.Chosen is { } chosen && chosen.RunKey == run.Key && chosen.Model == series.Model
                    && middle.FirstOrDefault(p => p[0] == chosen.Length) is [{ } x, { } y]) rings.Add(new(x, y));
                if (runs.Count == 1) diverged.AddRange(series.Points.Where(p => p.Diverged > 0).Select(p => (series.Model, p.Length, p.Diverged)));
                findings.Add(options.Metric == Metric.Gradient && !run.Spec.KnowsGradients ? $"{name}: not known." : Finding(name, series, options, score));
            }
        }

        var lengths = runs.SelectMany(r => r.Spec.Lengths).DefaultIfEmpty(0).Max();
        if (runs.Count == 0) lengths = options.Published.Select(p => p.Length).DefaultIfEmpty(0).Max();
        var x1 = ChartScale.Lengths(lengths);
        var published = Published(options, Scale, x1.Max, alone: runs.Count == 0);
        if (runs.Count == 0) findings.AddRange(published.Select(line => PublishedFinding(line, options, score)));

        IReadOnlyList<ChartLine> lines = [.. bands, .. seeds, .. published, .. references, .. means];
        var all = lines.SelectMany(l => l.Points.SelectMany(p => p.Skip(1))).OfType<double>();
        var y1 = options.Metric == Metric.Mad ? ChartScale.Score(score.Heading, all, log, runs.Select(r => r.Spec.Task.UsualScore(r.Spec)).DefaultIfEmpty(10).Max())
            : ChartScale.Gradient(all, log);
        // An interval that reaches down to 0 has no end on a logarithmic axis: it goes on to the axis' foot.
        lines = [.. lines.Select(l => l.Kind == LineKind.Band ? l with { Points = [.. l.Points.Select(p => new[] { p[0], p[1] ?? y1.Min, p[2] })] } : l)];
        return new ChartModel
        {
            Label = $"{options.Metric.Name(score)} against sequence length. {string.Join(" ", findings)}".TrimEnd(),
            XName = "Length",
            X = x1,
            Y = y1,
            Lines = lines,
            Rules = options.Metric == Metric.Mad ? Rules(options.Memory, Scale, x1, y1, score) : [],
            Pins = Diverged(diverged, y1),
            Rings = rings,
        }.Show(options.Zoom);
    }

    private static double? Seed(LengthValues point, long seed)
    {
        foreach (var (s, value) in point.Seeds)
            if (s == seed) return value;
        return null;
    }

    /// <summary>Bands broken where a length has none, as an area cannot have a gap. The lower end is null where it is 0 and the
    /// axis logarithmic.</summary>
    private static List<List<double?[]>> Bands(ChartSeries series, ComparisonOptions options, Func<double?, double?> scale)
    {
        var pieces = new List<List<double?[]>>();
        List<double?[]>? piece = null;
        foreach (var point in series.Points)
        {
            if (Statistics.Band(point.Values, options.Spread, options.Centre, least: 0) is { } band && scale(band.High) is { } h)
            {
                if (piece is null) pieces.Add(piece = []);
                piece.Add([point.Length, scale(band.Low) is { } l ? Round(l) : null, Round(h)]);
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
                Dash = "4", Listed = true, Markers = alone,
            }),
    ];

    /// <summary>The memory lines from the highest down, the names of those that lie close together in one.</summary>
    internal static ChartRule[] Rules(IReadOnlyList<MemoryLine> memory, Func<double?, double?> scale, ChartAxis x, ChartAxis y, TaskScore score)
    {
        var rules = new List<ChartRule>();
        var named = -1;
        foreach (var line in memory.OrderByDescending(m => m.Points.Select(p => p.Mad).DefaultIfEmpty(0).Average()))
        {
            // Zero has no logarithm.
            double[][] points = [.. line.Points.Where(p => p.Length <= x.Max && scale(p.Mad) is not null).Select(p => new[] { p.Length, Round(scale(p.Mad)!.Value) })];
            if (points.Length == 0) continue;
            // Lines that end close together share one name; two would cover each other.
            if (named >= 0 && y.Holds(points[^1][1]) && Math.Abs(rules[named].Points[^1][1] - points[^1][1]) < 0.06 * (y.Max - y.Min))
            {
                rules[named] = rules[named] with { Text = $"{rules[named].Text}; {line.Name}", ShortText = $"{rules[named].ShortText}; {line.Name}" };
                rules.Add(new(points, "", ""));
                continue;
            }
            named = rules.Count;
            rules.Add(new(points, line.Name + Level(line, score), line.Name));
        }
        return [.. rules];
    }

    /// <summary>", 30.0" where the line is level enough for one number to be true of it.</summary>
    private static string Level(MemoryLine line, TaskScore score)
    {
        double low = line.Points.Min(p => p.Mad), high = line.Points.Max(p => p.Mad), mean = line.Points.Average(p => p.Mad);
        return high - low <= Math.Max(0.1 * mean, score.Low / 100) ? ", " + score.Text(mean, 1) : "";
    }

    /// <summary>A cross at the top edge for each length where trials diverged; the last one of a model says how many.</summary>
    private static ChartLabel[] Diverged(List<(ModelKind Model, int Length, int Count)> diverged, ChartAxis y) =>
    [
        .. diverged.GroupBy(d => d.Model).SelectMany((g, row) =>
            ChartLayout.Marks([.. g.Select(d => (double)d.Length)], y.Max, 10 + 14 * row, "✕", $"{g.Sum(x => x.Count)} diverged", g.Key.Tone())),
    ];

    private static string Finding(string name, ChartSeries series, ComparisonOptions options, TaskScore score)
    {
        var ends = series.Points.Where(p => p.Values.Count > 0).ToList();
        var lost = series.Diverged > 0 ? $", {series.Diverged} diverged" : "";
        if (ends.Count == 0) return $"{name}: nothing yet{lost}.";
        string At(LengthValues p) => $"{Value(Statistics.Middle(p.Values, options.Centre), options.Metric, score)} at length {p.Length}";
        return ends.Count == 1 ? $"{name}: {At(ends[0])}{lost}." : $"{name}: from {At(ends[0])} to {At(ends[^1])}{lost}.";
    }

    private static string PublishedFinding(ChartLine line, ComparisonOptions options, TaskScore score)
    {
        var model = options.Published.Where(p => p.Model.Tone() == line.Tone).OrderBy(p => p.Length).ToList();
        string At(ReferencePoint p) => $"{Value(options.Metric == Metric.Mad ? p.Mad : p.GradientMean, options.Metric, score)} at length {p.Length}";
        return $"{line.Name}: from {At(model[0])} to {At(model[^1])}.";
    }

    private static string Value(double? value, Metric metric, TaskScore score) => metric == Metric.Mad ? score.Text(value, 1) : Numbers.Significant(value);

    internal static double?[] Point(int length, double? y) => [length, y is { } v ? Round(v) : null];

    // Four decimals are a hundredth of a pixel; more would only be sent.
    private static double Round(double value) => Math.Round(value, 4);

    internal static List<double?[]> Trim(IEnumerable<double?[]> points)
    {
        var all = points.ToList();
        var first = all.FindIndex(p => p[1] is not null);
        return first < 0 ? [] : all[first..(all.FindLastIndex(p => p[1] is not null) + 1)];
    }
}
