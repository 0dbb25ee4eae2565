using Dashboard.Engine.Experiments;
using Dashboard.Engine.Tasks;

namespace Dashboard.Web.Charts;

/// <summary>A piece of a sentence.</summary>
/// <param name="Text">What it says.</param>
/// <param name="Strong">It holds the number that proves the sentence.</param>
public readonly record struct Said(string Text, bool Strong = false);

/// <summary>The one honest line under a chart of scores, worked out from what it shows.</summary>
public static class ScoreSentence
{
    // From this share of the results on they stand on steps.
    private const double Most = 0.8;

    // More lines than these are not told one by one.
    private const int MostNamed = 4;

    // A mean with so few of its seeds near it is the score of no network.
    private const double Few = 0.25;

    /// <summary>The line; empty where there is nothing to say yet.</summary>
    /// <param name="view">What the chart shows.</param>
    /// <param name="runs">Of which runs.</param>
    /// <param name="options">Which of their lines.</param>
    /// <param name="steps">The steps scores stand on.</param>
    public static IReadOnlyList<Said> Of(ScoreView view, IReadOnlyList<RunData> runs, ComparisonOptions options, ScoreSteps steps)
    {
        Line[] lines =
        [
            .. from run in runs
               from series in run.Series.Of(Metric.Mad)
               where !options.Hides(run, series.Model)
               select new Line(run, series, run.Spec.NameOf(series.Model) + (runs.Count > 1 ? $" of {run.ShortName}" : "")),
        ];
        if (!lines.Any(l => l.Series.Points.Any(p => p.Values.Count > 0))) return [];
        // Which mean lies furthest from its seeds, or which median jumps most, is asked in one unit.
        if (view is ScoreView.Mean or ScoreView.Median && TaskScore.Apart(runs.Select(r => r.Spec)) is not null) return [];
        return view switch
        {
            ScoreView.Seeds => Seeds(lines, steps),
            ScoreView.Solved => Solved(lines, options),
            ScoreView.Median => Median(lines, options, steps),
            _ => Mean(lines, steps),
        };
    }

    private static IReadOnlyList<Said> Seeds(Line[] lines, ScoreSteps steps)
    {
        var results = (from line in lines
                       from point in line.Series.Points
                       from seed in point.Seeds
                       let solved = steps.IsSolved(line.Run, line.Series.Model, point.Length, seed.Seed)
                       select steps.Holds(solved, point.Length, seed.Value)).ToArray();
        var share = results.Count(on => on) / (double)results.Length;
        var part = new Said($"{Percent(share)} of all results", Strong: true);
        var are = steps.IsOnAxis ? "lie" : "are";
        if (!steps.AreKnown) return [part, new($" {are} {steps.Words}.")];
        return share >= Most ? [new("Seeds stand on steps: "), part, new($" {are} {steps.Words}.")]
            : [new("Seeds do not all stand on steps: "), part, new($" {are} {steps.Words}, the others between.")];
    }

    private static IReadOnlyList<Said> Mean(Line[] lines, ScoreSteps steps)
    {
        var points = (from line in lines
                      from point in line.Series.Points
                      where point.Values.Count >= ScoreViews.SeedsFrom
                      let mean = point.Values.Average()
                      select (line, point, mean, Close: point.Values.Count(v => Math.Abs(v - mean) <= steps.Near))).ToArray();
        if (points.Length == 0) return [];
        // The mean that fewest of its seeds are near to, and of those the one that is furthest from all.
        var (at, of, middle, close) = points.OrderBy(p => p.Close / (double)p.point.Values.Count)
            .ThenByDescending(p => p.point.Values.Min(v => Math.Abs(v - p.mean))).First();
        var near = new Said($"{close} of {of.Values.Count}", Strong: true);
        var text = Score(middle, steps);
        if (close > Few * of.Values.Count)
            return [new($"Every mean has seeds near it: fewest at length {of.Length}, where the {at.Name}'s is {text} and "), near, new($" seeds lie within {Score(steps.Near, steps, 0)} of it.")];
        string Ends(IEnumerable<double> values) => Numbers.Fixed(Statistics.Middle([.. values], Centre.Median), steps.Digits);
        return
        [
            new($"The mean of {Ends(of.Values.Where(v => v < middle))}s and {Ends(of.Values.Where(v => v >= middle))}s is a network that does not exist: at length {of.Length} the {at.Name}'s is {text} and "),
            near, new($" seeds lie within {Score(steps.Near, steps, 0)} of it."),
        ];
    }

    private static IReadOnlyList<Said> Median(Line[] lines, ComparisonOptions options, ScoreSteps steps)
    {
        var jumps = (from line in lines
                     let points = line.Series.Points.Where(p => p.Values.Count > 0).ToArray()
                     from i in Enumerable.Range(1, Math.Max(0, points.Length - 1))
                     let before = Statistics.Middle(points[i - 1].Values, Centre.Median)!.Value
                     let after = Statistics.Middle(points[i].Values, Centre.Median)!.Value
                     select (line, From: points[i - 1].Length, To: points[i].Length, before, after)).ToArray();
        if (jumps.Length == 0) return [];
        var (of, from, to, low, high) = jumps.MaxBy(j => Math.Abs(j.after - j.before));
        var solved = of.Solved(options);
        // Where half of the seeds solve the one length and not the other, one seed more or less moves the median all the way.
        var half = solved.At(from).Share >= 0.5 != solved.At(to).Share >= 0.5;
        return
        [
            new($"{(half ? "The median jumps where half of the seeds solve it" : "The median moves most where seeds get worse together")}: the {of.Name}'s from {Score(low, steps)} at length {from} to "),
            new(Score(high, steps), Strong: true), new($" at {to}, where {solved.At(to).Counted} solve it."),
        ];
    }

    private static IReadOnlyList<Said> Solved(Line[] lines, ComparisonOptions options)
    {
        var all = lines.Select(l => (l.Name, Solved: l.Solved(options))).ToArray();
        var lengths = all.SelectMany(l => l.Solved.Points).Where(p => p.Solved.Count > 0).Select(p => p.Length).Distinct().Order().ToArray();
        if (lengths.Length == 0) return [];
        // Where it is least decided: where most lines have both, seeds that solve it and seeds that do not.
        var length = lengths.MaxBy(l => all.Select(a => a.Solved.At(l)).Where(p => p.Count > 0).Sum(p => Math.Round(p.Share * (1 - p.Share), 9)));
        if (all.Length > MostNamed) return Ends([.. all.Where(a => a.Solved.At(length).Count > 0).OrderBy(a => a.Solved.At(length).Share)], length);
        var said = new List<Said> { new($"At length {length} ") };
        var tries = 0;
        foreach (var (name, solved) in all)
        {
            if (solved.At(length) is not { Count: > 0 } at) continue;
            // All lines of one run have as many seeds, once it has ended: said once.
            var again = said.Count > 1 && at.Count == tries;
            said.Add(new(said.Count > 1 ? $", the {name} in " : $"the {name} solves it in "));
            said.Add(new(again ? $"{at.Successes}" : at.Counted, Strong: true));
            if (!again) said.Add(new(" tries"));
            tries = at.Count;
        }
        return [.. said, new("."), .. PastStop(lines, options, length)];
    }

    /// <summary>" Without early stopping: 0, 14 and 17.", where that is known of every line.</summary>
    private static IReadOnlyList<Said> PastStop(Line[] lines, ComparisonOptions options, int length)
    {
        string[] counts =
        [
            .. from line in lines
               let went = line.Run.SolvedPastStop(options.Threshold).FirstOrDefault(s => s.Model == line.Series.Model)?.At(length) ?? default
               where went.Count > 0
               select $"{went.Successes}",
        ];
        return counts.Length < lines.Length ? []
            : [new(" Without early stopping: "), new(counts.Length == 1 ? counts[0] : $"{string.Join(", ", counts.SkipLast(1))} and {counts[^1]}", Strong: true), new(".")];
    }

    /// <summary>Of many lines the one that solves it most often and the one that does least often.</summary>
    private static IReadOnlyList<Said> Ends((string Name, SolvedSeries Solved)[] rising, int length) =>
    [
        new($"At length {length} the {rising[^1].Name} solves it most often, in "), new(rising[^1].Solved.At(length).Counted, Strong: true),
        new($" tries; the {rising[0].Name} least often, in "), new(rising[0].Solved.At(length).Counted, Strong: true), new("."),
    ];

    private static string Score(double value, ScoreSteps steps, int more = 1) => Numbers.Fixed(value, steps.Digits + more);

    private static string Percent(double share) => $"{Numbers.Fixed(100 * share, 0)}%";

    private sealed record Line(RunData Run, ChartSeries Series, string Name)
    {
        public SolvedSeries Solved(ComparisonOptions options) => Run.Solved(options.Threshold).First(s => s.Model == Series.Model);
    }
}
