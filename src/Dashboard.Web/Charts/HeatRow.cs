namespace Dashboard.Web.Charts;

/// <summary>One row of a heat map.</summary>
/// <param name="Name">At its left; null for none.</param>
/// <param name="Cells">Place of each value on the scale, 0 to 1; null leaves the cell out.</param>
/// <param name="Edge">Where the row's mark is, in cells from the left; null for none.</param>
public sealed record HeatRow(string? Name, IReadOnlyList<double?> Cells, double? Edge = null)
{
    /// <summary>Its whole name; null where <see cref="Name"/> is that.</summary>
    public string? Title { get; init; }

    /// <summary>[cells]: each in a few words or a number; null for none.</summary>
    public IReadOnlyList<string>? Texts { get; init; }

    /// <summary>[cells], shown when the pointer rests on one; null for none.</summary>
    public IReadOnlyList<string>? Titles { get; init; }

    /// <summary>A little room above it: a new group begins.</summary>
    public bool Apart { get; init; }
}
