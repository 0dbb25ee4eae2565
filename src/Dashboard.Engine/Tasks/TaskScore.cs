using Dashboard.Engine.Experiments;

namespace Dashboard.Engine.Tasks;

/// <summary>What a task's networks are judged by on the validation set: lower is better.</summary>
/// <param name="Word">"MAD".</param>
/// <param name="Title">Over a chart: "MAD (validation L1)".</param>
/// <param name="Low">A mean score below this counts as learnt in lists of runs.</param>
/// <param name="Solved">When one network has learnt the task.</param>
/// <param name="IsSmall">Its numbers are far below 1: they are written with three significant digits, not two decimals.</param>
public sealed record TaskScore(string Word, string Title, double Low, SolvedRule Solved, bool IsSmall = false)
{
    /// <summary><see cref="Word"/> where it begins a line: "Cross-entropy".</summary>
    public string Heading => char.ToUpperInvariant(Word[0]) + Word[1..];

    /// <summary>Why the scores of runs cannot be held against each other, for people; null where they can: where runs have one
    /// score of one kind of target.</summary>
    public static string? Apart(IEnumerable<RunSpec> specs)
    {
        var kinds = specs.Select(s => (s.Task.Score, Target: s.Task.Target(s))).Distinct().ToArray();
        return kinds.Length < 2 ? null
            : $"These runs learn different tasks ({string.Join(", ", kinds.Select(k => $"{k.Target}: {k.Score.Word}"))}). Their scores share an axis but no unit: "
                + "a lower line is not a better network. Which share of seeds solves its task can be compared.";
    }

    /// <summary>Whether all runs are of one task and one kind of target, so that what no memory scores in one says something of the
    /// others.</summary>
    public static bool IsOneTask(IEnumerable<RunSpec> specs) => specs.Select(s => (s.Task, s.Task.Target(s))).Distinct().Count() < 2;

    /// <summary>Whether one rule says of all runs when they are solved, so that one threshold can be asked of them.</summary>
    public static bool IsOneRule(IEnumerable<RunSpec> specs) => specs.Select(s => s.Task.Score.Solved).Distinct().Count() < 2;

    /// <summary>A score as people read it: "30.18", "0.0024".</summary>
    public string Text(double? value, int decimals = 2) => IsSmall ? Numbers.Significant(value) : Numbers.Fixed(value, decimals);

    /// <summary>A difference of two scores with its sign.</summary>
    public string Change(double value) => IsSmall ? (value > 0 ? "+" : "") + Numbers.Significant(value) : Numbers.Delta(value);

    /// <summary>How close to a predictor's score a network is said to have it.</summary>
    public double Near(double predictor) => IsSmall ? 0.05 * predictor : Low / 5;

    /// <summary>The score that runs have in common; where their tasks have different ones, a word for all of them.</summary>
    public static TaskScore Of(IEnumerable<RunSpec> specs) => specs.Select(s => s.Task.Score).Distinct().ToArray() switch
    {
        [] => Deck.DeckTask.Mad,
        [var one] => one,
        var several => new("score", "Validation score", several.Min(s => s.Low), several.Select(s => s.Solved).Distinct().Count() < 2 ? several[0].Solved
            : several[0].Solved with { Title = _ => "by each task's own rule", Heading = "Solved by each task's own rule" }, IsSmall: several.Any(s => s.IsSmall)),
    };
}
