using Dashboard.Engine.Experiments;

namespace Dashboard.Engine.Tasks;

/// <summary>What a task's networks are judged by on the validation set: lower is better.</summary>
/// <param name="Word">"MAD".</param>
/// <param name="Title">Over a chart: "MAD (validation L1)".</param>
/// <param name="Low">A mean score below this counts as learnt in lists of runs.</param>
/// <param name="Solved">When one network has learnt the task.</param>
public sealed record TaskScore(string Word, string Title, double Low, SolvedRule Solved)
{
    /// <summary>The score that runs have in common; where their tasks have different ones, a word for all of them.</summary>
    public static TaskScore Of(IEnumerable<RunSpec> specs) => specs.Select(s => s.Task.Score).Distinct().ToArray() switch
    {
        [] => Deck.DeckTask.Mad,
        [var one] => one,
        var several => new("score", "Validation score", several.Min(s => s.Low), several[0].Solved),
    };
}
