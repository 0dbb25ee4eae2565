using System.Globalization;
using System.Text;
using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Findings;
using Dashboard.Engine.Tasks;
using Dashboard.Engine.Training;

namespace Dashboard.Web.Charts;

/// <summary>One cell of a drawn phase map, in pixels.</summary>
/// <param name="Cell">What it is of.</param>
/// <param name="X">Left edge.</param>
/// <param name="Y">Top edge.</param>
/// <param name="Text">In it: "4", "9/20", "14.2"; empty while nothing has ended.</param>
/// <param name="Heat">0 to 1, dark where learnt; null while nothing has ended.</param>
/// <param name="Words">All of it in words.</param>
public sealed record DrawnCell(PhaseCell Cell, double X, double Y, string Text, double? Heat, string Words)
{
    /// <summary>From here on the cell's ground is so dark that its text takes the colour of the surface.</summary>
    private const double Dark = 0.52;

    public MapCell Name => new(Cell.Model, Cell.Length, Cell.Value);

    public bool IsDark => Heat >= Dark;
}

/// <summary>
/// One model's phase map laid out in pixels: rows from the highest value down, columns evenly spaced whatever their lengths.
/// The page draws it in its themes, the export for white paper.
/// </summary>
public sealed class MapDrawing
{
    private const double Least = 38, Character = 7.2, Tick = 6.8;

    private readonly IReadOnlyList<int?> edges;

    /// <param name="map">The map.</param>
    /// <param name="model">One of its models.</param>
    /// <param name="shown">What the cells say.</param>
    public MapDrawing(PhaseMap map, ModelKind model, MapShown shown)
    {
        (Map, Model, Shown) = (map, model, shown);
        Top = map.Spec.Task.UsualScore(map.Spec);
        edges = map.HalfLine(model);
        var usual = map.UsualSeeds;
        var texts = Enumerable.Range(0, map.Values.Count).Select(row => map.Lengths.Select((_, column) => Text(map.At(model, row, column), usual)).ToArray()).ToArray();
        CellWidth = Math.Max(Least, Math.Ceiling(10 + Character * texts.Max(r => r.Max(t => t.Length))));
        Left = 24 + Math.Ceiling(Tick * map.Values.Max(v => map.Setting.Text(v).Length)) + 10;
        Rows = [.. Enumerable.Range(0, map.Values.Count).Reverse().Select((row, at) => (IReadOnlyList<DrawnCell>)
            [.. map.Lengths.Select((_, column) => Draw(map.At(model, row, column), Left + column * CellWidth, at * CellHeight, texts[row][column]))])];
    }

    public PhaseMap Map { get; }
    public ModelKind Model { get; }
    public MapShown Shown { get; }

    /// <summary>From the top: the highest value first.</summary>
    public IReadOnlyList<IReadOnlyList<DrawnCell>> Rows { get; }

    /// <summary>Room for the row's names and title.</summary>
    public double Left { get; }
    public double CellWidth { get; }
    public static double CellHeight => 34;
    public double Bottom => Rows.Count * CellHeight;
    public double Width => Left + Map.Lengths.Count * CellWidth + 3;

    /// <summary>With the lengths and their title.</summary>
    public double Height => Bottom + 38;

    /// <summary>The score whose cell has no heat.</summary>
    public double Top { get; }

    /// <summary>What the line says, which every map stands by.</summary>
    public const string LineWords = "Left of the line at least half of the seeds solve it";

    /// <summary>The line right of the cells of which at least half of the seeds solve the task, as an SVG path; empty where there
    /// is none. It breaks at rows of which it cannot be told yet.</summary>
    public string HalfLine()
    {
        var path = new StringBuilder();
        var open = false;
        for (var at = 0; at < Rows.Count; at++)
        {
            // Rows are drawn from the last value up.
            if (edges[Rows.Count - 1 - at] is not { } edge)
            {
                open = false;
                continue;
            }
            var x = Left + edge * CellWidth;
            path.Append(CultureInfo.InvariantCulture, $"{(open ? 'L' : 'M')}{x:0.##} {at * CellHeight:0.##}V{(at + 1) * CellHeight:0.##}");
            open = true;
        }
        return path.ToString();
    }

    /// <summary>How far the rows are solved, in words: "At least half of the LSTM's seeds solve it up to length 25 with 16 units, and
    /// up to length 2 with 2 units."</summary>
    public string Finding()
    {
        var reached = Map.Values.Select((value, row) => (Value: value, Edge: edges[row])).Where(r => r.Edge is not null)
            .Select(r => (r.Value, Length: r.Edge == 0 ? 0 : Map.Lengths[r.Edge!.Value - 1])).ToArray();
        if (reached.Length == 0) return $"Of the {Model.Name()} nothing can be told yet.";
        var (most, least) = (reached.MaxBy(r => r.Length), reached.MinBy(r => r.Length));
        if (most.Length == 0) return $"None of these lengths is solved by half of the {Model.Name()}'s seeds.";
        var half = $"At least half of the {Model.Name()}'s seeds solve it up to length {most.Length}";
        return most.Length == least.Length ? $"{half}, whatever the {Map.Setting.Name.ToLowerInvariant()}."
            : $"{half} with {Map.Setting.Words(most.Value)}, and {(least.Length == 0 ? "at no length" : $"up to length {least.Length}")} with {Map.Setting.Words(least.Value)}.";
    }

    private string Text(PhaseCell cell, int usual) => Shown == MapShown.Median
        ? cell.Median is { } median ? Map.Spec.Task.Score.Text(median, median < 99.95 ? 1 : 0) : ""
        : cell.Known == 0 ? "" : cell.Known == usual ? Numbers.Count(cell.Solved) : $"{cell.Solved}/{cell.Known}";

    private DrawnCell Draw(PhaseCell cell, double x, double y, string text)
    {
        var words = $"{Model.Name()}, {Map.Setting.Words(cell.Value)}, length {cell.Length}: ";
        var score = Map.Spec.Task.Score;
        words += cell.Known == 0 ? "nothing yet" : $"{cell.Solved} of {cell.Known} solved{(cell.Median is { } m ? $", median {score.Word} {score.Text(m)}" : "")}";
        return new(cell, x, y, text, Shown == MapShown.Solved ? cell.Share : cell.Median is { } median ? Math.Clamp(1 - median / Top, 0, 1) : null, words);
    }
}
