using Dashboard.Engine.Experiments;

namespace Dashboard.Engine.Tasks;

/// <summary>What a task's networks are judged by on the validation set: lower is better.</summary>
/// <param name="Word">"MAD".</param>
/// <param name="Title">Over a chart: "MAD (validation L1)".</param>
/// <param name="Solved">A network whose score is below this has learnt the task.</param>
public sealed record TaskScore(string Word, string Title, double Solved)
{
    /// <summary>The score that runs have in common; where their tasks have different ones, a word for all of them.</summary>
    public static TaskScore Of(IEnumerable<RunSpec> specs) => specs.Select(s => s.Task.Score).Distinct().ToArray() switch
    {
        [] => Deck.DeckTask.Mad,
        [var one] => one,
        var several => new("score", "Validation score", several.Min(s => s.Solved)),
    };
}
