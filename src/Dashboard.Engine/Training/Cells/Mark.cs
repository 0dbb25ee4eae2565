namespace Dashboard.Engine.Training.Cells;

/// <summary>The shape a cell is told by where colours fail: one for each. Drawn from its path by pages and files, by its name by
/// ApexCharts and Inside (<c>wwwroot/js/inside/svg.js</c>).</summary>
/// <param name="Name">ApexCharts' word: "circle".</param>
/// <param name="Path">An SVG path in a box from 0 to 10.</param>
public sealed record Mark(string Name, string Path)
{
    /// <summary>A disc.</summary>
    public static Mark Circle { get; } = new("circle", "M5 0a5 5 0 1 1 0 10a5 5 0 1 1 0 -10z");

    /// <summary>A square on its side.</summary>
    public static Mark Square { get; } = new("square", "M0.5 0.5h9v9h-9z");

    /// <summary>A square on its corner.</summary>
    public static Mark Diamond { get; } = new("diamond", "M5 -0.6 10.6 5 5 10.6 -0.6 5z");

    /// <summary>A triangle on its side: of what is no cell.</summary>
    public static Mark Triangle { get; } = new("triangle", "M5 0.2 10.2 9.6 -0.2 9.6z");
}
