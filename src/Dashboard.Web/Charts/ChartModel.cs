using System.Text.Json.Serialization;
using Dashboard.Engine.Experiments;
using Dashboard.Engine.Training;
using Dashboard.Engine.Training.Cells;

namespace Dashboard.Web.Charts;

/// <summary>What a line of a chart is; also its drawing order, lowest first.</summary>
public enum LineKind
{
    /// <summary>Filled area between two values of each x.</summary>
    Band,
    Seed,
    Published,
    Mean,
}

/// <summary>
/// One chart, ready to draw: plain data that knows no drawing library, so that it is tested without a browser. Scales, ticks,
/// the part that is zoomed to and the places of all text are resolved here (<see cref="Show"/>); whoever draws it only draws.
/// Values of a logarithmic axis are log10 already. Never holds NaN or infinity: a gap is a null y.
/// </summary>
public sealed record ChartModel
{
    /// <summary>The finding in words, for people who do not see the chart.</summary>
    public required string Label { get; init; }

    /// <summary>What x is called in the tooltip: "Length".</summary>
    public required string XName { get; init; }

    /// <summary>What is shown of x.</summary>
    public required ChartAxis X { get; init; }
    public required ChartAxis Y { get; init; }

    /// <summary>In drawing order.</summary>
    public IReadOnlyList<ChartLine> Lines { get; init; } = [];

    /// <summary>The quiet lines across the plot, before they are cut to it.</summary>
    [JsonIgnore]
    public IReadOnlyList<ChartRule> Rules { get; init; } = [];

    /// <summary>Text that belongs to one place, such as a mark at the edge.</summary>
    [JsonIgnore]
    public IReadOnlyList<ChartLabel> Pins { get; init; } = [];

    /// <summary>Whether the lines carry their models' names.</summary>
    [JsonIgnore]
    public bool Named { get; init; } = true;

    /// <summary>The rules as they are drawn: from edge to edge of the plot and cut to it; [x, y], a null y breaks the line.</summary>
    public IReadOnlyList<IReadOnlyList<double?[]>> RulePaths { get; init; } = [];

    /// <summary>All text in the plot, at its place.</summary>
    public IReadOnlyList<ChartLabel> Labels { get; init; } = [];

    /// <summary>The points ringed because they are chosen.</summary>
    public IReadOnlyList<ChartPoint> Rings { get; init; } = [];

    /// <summary>The part of x that is shown, in whole ticks; null for all of it.</summary>
    public ChartRange? Zoom { get; init; }

    /// <summary>All of x.</summary>
    [JsonIgnore]
    public ChartAxis Whole { get => field ?? X; init; }

    /// <summary>The chart with a part of x shown, its text at the places that suit it.</summary>
    /// <param name="range">The part; null, or one that cannot be shown, for all of it.</param>
    public ChartModel Show(ChartRange? range) => ChartLayout.Show(this, range);
}

/// <summary>One axis. Fixed: it does not follow the data except by whole ticks.</summary>
/// <param name="Title">Name with unit.</param>
/// <param name="Min">Lowest value (an exponent where <paramref name="Log"/>).</param>
/// <param name="Max">Highest value; min + a whole number of steps.</param>
/// <param name="Step">Distance of two ticks.</param>
/// <param name="Log">Values are log10; ticks read 10ⁿ.</param>
/// <param name="Unit">Stands behind every number: "%".</param>
public sealed record ChartAxis(string Title, double Min, double Max, double Step, bool Log = false, string Unit = "")
{
    /// <summary>Most tick intervals an axis can have.</summary>
    public const int MostTicks = 20;

    /// <summary>Number of tick intervals.</summary>
    [JsonIgnore]
    public int Ticks => (Max - Min) / Step is var ticks && ticks >= 1 ? (int)Math.Round(Math.Min(ticks, MostTicks)) : 1;

    /// <summary>Its ticks from lowest to highest, in equal steps.</summary>
    public IReadOnlyList<ChartTick> Marks => [.. Enumerable.Range(0, Ticks + 1).Select(i => Min + i * Step).Select(at => new ChartTick(at, Text(at) + Unit))];

    /// <summary>Where a value lies on the axis: 0 at its low end, 1 at its high end.</summary>
    public double Share(double value) => (value - Min) / (Max - Min);

    /// <summary>Whether a value lies on the axis.</summary>
    public bool Holds(double value) => value >= Min - 1e-9 && value <= Max + 1e-9;

    private string Text(double at)
    {
        if (Log) return Numbers.Power((int)Math.Round(at));
        var tenths = (int)Math.Floor(Math.Log10(Step) + 1e-9);
        var highest = Math.Max(Math.Abs(Min), Math.Abs(Max));
        if (Math.Abs(at) < Step / 2) return "0";
        if (highest < 1e7 && tenths >= -5) return Numbers.Fixed(at, Math.Max(0, -tenths));
        // All ticks share one power of ten, so that they can be compared at a glance.
        var power = (int)Math.Floor(Math.Log10(highest));
        return $"{Numbers.Fixed(at / Math.Pow(10, power), Math.Clamp(power - tenths, 0, 12))} × {Numbers.Power(power)}";
    }
}

/// <summary>One tick of an axis.</summary>
/// <param name="At">Its value (an exponent on a logarithmic axis).</param>
/// <param name="Text">How it reads.</param>
public readonly record struct ChartTick(double At, string Text);

/// <summary>One line or band.</summary>
/// <param name="Key">Identifies it to the page: what a click on one of its points reports.</param>
/// <param name="Name">As the tooltip shows it.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Tone">A cell's name, or "ink": a colour token.</param>
/// <param name="Points">By growing x: [x, y] or, for a band, [x, low, high]; null y breaks the line.</param>
public sealed record ChartLine(string Key, string Name, LineKind Kind, string Tone, IReadOnlyList<double?[]> Points)
{
    /// <summary>Null for solid, else lengths of dash and gap in pixels as SVG writes them: "6", "8 3 2 3".</summary>
    public string? Dash { get; init; }
    public bool Markers { get; init; }

    /// <summary>The markers' shape, by ApexCharts' word.</summary>
    public string Shape => ModelNames.MarkOf(Tone).Name;

    /// <summary>Title of the model it is of; null for ink. That of its cell where no other is given.</summary>
    public string? Model { get => field ?? Cell.Find(Tone)?.Title; init; }

    /// <summary>Markers filled with the surface's colour: a second run.</summary>
    public bool Hollow { get; init; }

    /// <summary>Whether its values are listed in the tooltip.</summary>
    public bool Listed { get; init; }

    /// <summary>What the tooltip says of each point instead of its y; null for its y.</summary>
    public IReadOnlyList<string>? Texts { get; init; }

    /// <summary>The run it belongs to, where several runs share the chart: heads a row of the tooltip.</summary>
    public string? RunName { get; init; }

    /// <summary>Where its value is 0 on a logarithmic axis, which has no place for it.</summary>
    public IReadOnlyList<double> Zeros { get; init; } = [];

    /// <summary>Whether its points can be chosen by click or keyboard.</summary>
    public bool Selectable { get; init; }
}

/// <summary>A quiet dotted line across the plot with its name.</summary>
/// <param name="Points">[x, y] by growing x; it goes on level to both edges of the plot.</param>
/// <param name="Text">Its name; empty where another rule's name speaks for it.</param>
/// <param name="ShortText">Its name where there is little room.</param>
public sealed record ChartRule(IReadOnlyList<double[]> Points, string Text, string ShortText);

/// <summary>A part of the x axis.</summary>
public sealed record ChartRange(double From, double To);

/// <summary>Which part of a label is at its point.</summary>
public enum LabelAnchor
{
    Middle,
    Start,
    End,
}

/// <summary>Text in the plot, at a point moved by pixels (so that a label keeps its distance on any screen).</summary>
/// <param name="Text">What it says.</param>
/// <param name="Tone">A model's colour token, or "quiet".</param>
public sealed record ChartLabel(double X, double Y, string Text, string Tone)
{
    /// <summary>What it says where there is little room; null for the same.</summary>
    public string? ShortText { get; init; }

    /// <summary>Pixels to the right.</summary>
    public double Dx { get; init; }

    /// <summary>Pixels down.</summary>
    public double Dy { get; init; }

    /// <summary>Semibold: the name of a line.</summary>
    public bool Strong { get; init; }

    /// <summary>Which part of the text is at the point; its height is always in the middle.</summary>
    public LabelAnchor Anchor { get; init; }
}

/// <summary>A point of the plot.</summary>
public sealed record ChartPoint(double X, double Y);
