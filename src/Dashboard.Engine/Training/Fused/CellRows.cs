namespace Dashboard.Engine.Training.Fused;

/// <summary>Which rows of a unit a gate's parameters belong to.</summary>
/// <param name="Input">Row of its weights of x and of b_ih.</param>
/// <param name="Hidden">Row of its weights of h and of b_hh. Where it is the same row, both biases have the same gradient
/// always and are kept as their sum.</param>
internal readonly record struct GateRows(int Input, int Hidden);

/// <summary>How a cell's gates lie in a panel's memory: for every unit first the rows whose gradients meet x, 1 and h, one after
/// the other; then, behind those of all units, the rows that meet x and 1 only.</summary>
/// <param name="Gates">[gates] in PyTorch's order.</param>
/// <param name="Full">Rows of a unit that meet x, 1 and h.</param>
/// <param name="InputOnly">Rows of a unit, numbered after those, that meet x and 1 only: 0 or 1.</param>
/// <param name="KeepsCell">A second state, c, goes from step to step.</param>
internal sealed record CellRows(IReadOnlyList<GateRows> Gates, int Full, int InputOnly = 0, bool KeepsCell = false);

/// <summary>One weight as a forward kernel reads it.</summary>
/// <param name="Unit">Hidden unit; one beyond the last reads zeros.</param>
/// <param name="Row">Row of the unit.</param>
/// <param name="Column">Column of the weight matrix (<see cref="FusedLayout"/>).</param>
/// <param name="Scale">What it is multiplied by, for <see cref="Activations{S,V}"/>.</param>
internal readonly record struct PackedWeight(int Unit, int Row, int Column, float Scale);
