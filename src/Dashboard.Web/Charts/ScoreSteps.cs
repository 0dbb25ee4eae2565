using Dashboard.Engine.Experiments;
using Dashboard.Engine.Tasks;
using Dashboard.Engine.Training;

namespace Dashboard.Web.Charts;

/// <summary>
/// The steps that scores stand on: solved, and what predictors with only a part of the input score. Everything of it comes from
/// the task: its rule, its threshold, its memory lines.
/// </summary>
public sealed class ScoreSteps
{
    private readonly double? threshold;
    private readonly IReadOnlyList<double> ends;
    private readonly IReadOnlyList<Step> lines;

    /// <param name="runs">What is shown.</param>
    /// <param name="axis">Of the scores.</param>
    /// <param name="memory">What no memory scores; empty where it is not known (yet).</param>
    /// <param name="threshold">Solved below this; null for each task's own.</param>
    public ScoreSteps(IReadOnlyList<RunData> runs, ChartAxis axis, IReadOnlyList<MemoryLine> memory, double? threshold)
    {
        this.threshold = threshold;
        Near = 2 * SeedsChart.Bar(axis);
        Digits = axis.Step >= 5 ? 0 : Math.Max(0, (int)Math.Ceiling(-Math.Log10(Near)));
        var rule = TaskScore.Of(runs.Select(r => r.Spec)).Solved;
        var solved = threshold ?? rule.Threshold;
        IsOnAxis = runs.Select(r => r.Spec.Task.Score).Distinct().Count() == 1 && runs.All(r => ScoreIsMiss(r, solved));
        lines = [.. Lines(memory)];
        // Between the lowest two lines, down to a tick: who has more than the one from who has less than the other.
        var between = lines.Count < 2 ? double.NaN : axis.Step * Math.Floor((lines[0].High + lines[1].Low) / 2 / axis.Step);
        ends = [.. IsOnAxis ? [solved] : Array.Empty<double>(), .. between > (IsOnAxis ? solved : 0) ? [between] : Array.Empty<double>()];
        Heads = IsOnAxis
            ? [$"0 to {Text(solved)}", .. ends.Zip(ends.Skip(1), (a, b) => $"{Text(a)} to {Text(b)}"), $"{Text(ends[^1])} up"]
            : ends.Count == 0 ? ["solved", "not solved"] : ["solved", $"not, to {Text(ends[0])}", $"not, {Text(ends[0])} up"];
        Solved = IsOnAxis ? $"under {Text(solved)}" : TaskScore.IsOneRule(runs.Select(r => r.Spec)) ? "solved" : "solved, each by its own task's rule";
    }

    /// <summary>What each class of <see cref="Count"/> holds: "0 to 5", "5 to 20", "20 up".</summary>
    public IReadOnlyList<string> Heads { get; }

    /// <summary>Scores count as alike up to this distance: two bars.</summary>
    public double Near { get; }

    /// <summary>Decimals that scores are told with where two bars make no difference.</summary>
    public int Digits { get; }

    /// <summary>What a solved score is called: "under 5", or "solved" where the rule is asked of something else.</summary>
    public string Solved { get; }

    /// <summary>The rule is asked of the score itself, so that its threshold is a place on the axis.</summary>
    public bool IsOnAxis { get; }

    /// <summary>What no memory scores is known: without it nobody can say what stands between the steps.</summary>
    public bool AreKnown => lines.Count > 0;

    /// <summary>Whether a score stands on a step.</summary>
    /// <param name="solved">Its network learnt the task.</param>
    /// <param name="length">Its length.</param>
    /// <param name="score">The score.</param>
    public bool Holds(bool solved, int length, double score) => solved || lines.Any(l => l.Holds(length, score, Near, l == lines[^1]));

    /// <summary>The steps in words: "under 5, around 15 or above 28".</summary>
    public string Words
    {
        get
        {
            List<string> words = [Solved, .. lines.Select(l => l.Words(Near, l == lines[^1], this))];
            return words.Count == 1 ? words[0] : $"{string.Join(", ", words.SkipLast(1))} or {words[^1]}";
        }
    }

    /// <summary>The seeds of one point in each class, from the lowest.</summary>
    public IReadOnlyList<int> Count(RunData run, ModelKind model, LengthValues? point)
    {
        var counts = new int[Heads.Count];
        foreach (var (seed, score) in point?.Seeds ?? [])
        {
            var rest = IsOnAxis ? ends.Skip(1).Count(end => score >= end) : ends.Count(end => score >= end);
            counts[IsSolved(run, model, point!.Length, seed) ? 0 : 1 + rest]++;
        }
        return counts;
    }

    /// <summary>Whether a seed's network learnt the task.</summary>
    public bool IsSolved(RunData run, ModelKind model, int length, long seed) =>
        run.Solved(model, length, seed, threshold) == true;

    /// <summary>A score as sentences tell it.</summary>
    public string Text(double score) => Numbers.Plain(Math.Round(score, Digits + 1));

    private static bool ScoreIsMiss(RunData run, double threshold) => run.Series.Of(Metric.Mad).All(series => series.Points.All(p => p.Seeds.All(s =>
        run.Solved(series.Model, p.Length, s.Seed, threshold) is { } solved && solved == s.Value < threshold)));

    // Lines that lie closer together than scores that count as alike are one step.
    private IEnumerable<Step> Lines(IReadOnlyList<MemoryLine> memory)
    {
        List<MemoryLine> together = [];
        foreach (var line in memory.Where(m => !m.Complete && m.Points.Count > 0).OrderBy(m => m.Points.Average(p => p.Mad)))
        {
            if (together.Count > 0 && line.Points.Average(p => p.Mad) - together[^1].Points.Average(p => p.Mad) > 2 * Near)
            {
                yield return new(together);
                together = [];
            }
            together.Add(line);
        }
        if (together.Count > 0) yield return new(together);
    }

    /// <summary>One or several lines close together.</summary>
    private sealed class Step(IReadOnlyList<MemoryLine> lines)
    {
        public double Low { get; } = lines.Min(l => l.Points.Average(p => p.Mad));
        public double High { get; } = lines.Max(l => l.Points.Average(p => p.Mad));

        // The highest step has no upper end: worse than no memory is no other step.
        public bool Holds(int length, double score, double near, bool highest)
        {
            double[] at = [.. lines.Select(l => l.At(length)).OfType<double>()];
            return at.Length > 0 && score >= at.Min() - near && (highest || score <= at.Max() + near);
        }

        public string Words(double near, bool highest, ScoreSteps steps)
        {
            var level = lines.All(l => l.Points.Max(p => p.Mad) - l.Points.Min(p => p.Mad) <= 2 * near);
            if (!level) return $"{(highest ? "from" : "near")} the line “{lines[0].Name}”{(highest ? " on" : "")}";
            return highest ? $"above {Numbers.Fixed(Low - near, steps.Digits)}" : $"around {Numbers.Fixed((Low + High) / 2, steps.Digits)}";
        }
    }
}
