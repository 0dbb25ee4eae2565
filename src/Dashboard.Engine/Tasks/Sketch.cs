namespace Dashboard.Engine.Tasks;

/// <summary>How a row of a sketch is drawn.</summary>
public enum SketchKind
{
    /// <summary>A bar a step, up or down from zero.</summary>
    Bars,

    /// <summary>A line through the steps.</summary>
    Line,

    /// <summary>A cell with a symbol a step.</summary>
    Cells,
}

/// <summary>A sequence as it is drawn for people: what counts stands out.</summary>
/// <param name="Rows">One under the other, on one axis of steps.</param>
/// <param name="Target">What a network has to say: "0.45 + 0.65 = 1.09".</param>
/// <param name="Note">What makes it hard: "the first must last 48 steps"; may be empty.</param>
/// <param name="Answer">The target as one number (a class by its place); null where it is more than one.</param>
public sealed record Sketch(IReadOnlyList<SketchRow> Rows, string Target, string Note, double? Answer = null)
{
    /// <summary>What one of its symbols has to outlast; null where nothing is drawn of it.</summary>
    public SketchArc? Carried { get; init; }
}

/// <summary>From a step of the first row to the one of the second row that asks for it.</summary>
/// <param name="From">Its step in the first row.</param>
/// <param name="To">Its step in the second.</param>
/// <param name="Words">Written on the way: "40 steps".</param>
public sealed record SketchArc(int From, int To, string Words);

/// <summary>One row of it.</summary>
/// <param name="Kind">How it is drawn.</param>
/// <param name="Steps">[steps].</param>
/// <param name="Label">At its end; null for none.</param>
public sealed record SketchRow(SketchKind Kind, IReadOnlyList<SketchStep> Steps, string? Label = null);

/// <summary>One step.</summary>
/// <param name="Value">Height of its bar or point.</param>
/// <param name="Counts">The target is made of it.</param>
/// <param name="Marked">A mark stands under it.</param>
/// <param name="Symbol">In its cell; null for an empty one.</param>
/// <param name="Weight">What it is multiplied by, written beside it; null for nothing.</param>
public readonly record struct SketchStep(double Value, bool Counts = false, bool Marked = false, string? Symbol = null, string? Weight = null);
