namespace Dashboard.Engine.Tasks;

/// <summary>What is kept of a task's networks after every epoch, of which <em>What it learnt</em> is drawn: how far the answers
/// move with one or two things that are to be remembered (<see cref="ItemWeights"/>).</summary>
/// <param name="Reading">The place of the first one's weight among an epoch's readings; the second one's follows.</param>
/// <param name="First">The first one.</param>
/// <param name="Second">The second; null for none.</param>
public sealed record LearntItems(int Reading, Item First, Item? Second)
{
    /// <summary>The first one's weight in a network that knows only a part of it, where networks rest on that; null for none.</summary>
    public LearntPart? Part { get; init; }
}

/// <summary>A part of an item.</summary>
/// <param name="Weight">The weight of knowing it alone.</param>
/// <param name="Name">"the sign of x₁".</param>
public sealed record LearntPart(double Weight, string Name);

/// <summary>A place on the way from knowing nothing to knowing both items.</summary>
/// <param name="First">Weight of the first one there.</param>
/// <param name="Second">Weight of the second.</param>
/// <param name="Name">What is known there.</param>
/// <param name="Note">What it scores; may be empty.</param>
/// <param name="Lean">Where its words stand over it: −1 to its left, 1 to its right, 0 in the middle.</param>
public sealed record LearntPlace(double First, double Second, string Name, string Note, int Lean = 0);
