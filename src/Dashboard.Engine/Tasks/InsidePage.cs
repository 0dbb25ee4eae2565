namespace Dashboard.Engine.Tasks;

/// <summary>What the browser has to know of a task to draw its sequences, let them be edited and say in a sentence what happened;
/// the rest is in the task's module there.</summary>
/// <param name="Module">js/inside/tasks/…: reads <paramref name="Own"/>.</param>
/// <param name="TrackMax">Where the axis of the scores over epochs ends.</param>
/// <param name="Lines">What part of a memory scores, drawn across it.</param>
/// <param name="Own">What the module alone reads; null for nothing.</param>
public sealed record InsidePage(string Module, double TrackMax, IReadOnlyList<InsideLine> Lines, object? Own = null)
{
    /// <summary>Lines of predictors that are drawn beside networks.</summary>
    public static IReadOnlyList<InsideLine> LinesOf(IEnumerable<Baseline> baselines) =>
        [.. baselines.Where(b => b is { Line: true, Score: not null }).Select(b => new InsideLine(b.Score!.Value, b.Name))];
}

/// <summary>A line across the scores.</summary>
/// <param name="Value">The score.</param>
/// <param name="Label">Whose.</param>
public sealed record InsideLine(double Value, string Label);
