using Dashboard.Engine.Findings;
using Dashboard.Engine.Training;

namespace Dashboard.Web.Api;

/// <summary>What more seeds of a phase map's cell are asked for with.</summary>
public sealed record SeedsRequest
{
    /// <summary>The cell's model.</summary>
    public string? Model { get; init; }

    /// <summary>Its length.</summary>
    public int? Length { get; init; }

    /// <summary>Its row; null where the setting is left out.</summary>
    public double? Value { get; init; }

    /// <summary>How many.</summary>
    public int? Count { get; init; }
}

/// <summary>A phase map.</summary>
/// <param name="Setting">What its rows differ in.</param>
/// <param name="Threshold">Solved below this.</param>
/// <param name="Values">Rows; null leaves the setting out.</param>
/// <param name="Lengths">Columns.</param>
/// <param name="Cells">By model, row and column; those without a run left out.</param>
public sealed record MapMessage(
    string Setting, double Threshold, IReadOnlyList<double?> Values, IReadOnlyList<int> Lengths, IReadOnlyList<ModelKind> Models, IReadOnlyList<MapCellMessage> Cells)
{
    public static MapMessage From(PhaseMap map) => new(map.SettingId, map.Threshold, map.Values, map.Lengths, map.Models,
        [.. map.Cells.Where(c => c.Expected > 0).Select(MapCellMessage.From)]);
}

/// <summary>One cell.</summary>
/// <param name="Solved">Seeds that learnt the task.</param>
/// <param name="Of">Seeds of which that is known.</param>
/// <param name="Low">Lower end of the share's 95% interval (Wilson), 0 to 1.</param>
/// <param name="High">Its upper end.</param>
/// <param name="MedianScore">Of those that are done.</param>
/// <param name="SeedsExpected">Those that wait or train included.</param>
/// <param name="Seeds">Those that ended.</param>
public sealed record MapCellMessage(
    ModelKind Model, double? Value, int Length, int Solved, int Of, double? Low, double? High, double? MedianScore, int SeedsExpected, IReadOnlyList<CellSeed> Seeds)
{
    public static MapCellMessage From(PhaseCell cell) => new(cell.Model, cell.Value, cell.Length, cell.Solved, cell.Known,
        cell.Interval?.Low, cell.Interval?.High, cell.Median, cell.Expected, cell.Seeds);
}
