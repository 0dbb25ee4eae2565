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
/// One chart, ready to draw: plain data that knows no drawing library, so that it is tested without a browser. Values of a
/// logarithmic axis are log10 already. Never holds NaN or infinity: a gap is a null y.
/// </summary>
public sealed record ChartModel
{
    /// <summary>The finding in words, for people who do not see the chart.</summary>
    public required string Label { get; init; }

    /// <summary>What x is called in the tooltip: "Length".</summary>
    public required string XName { get; init; }
    public required ChartAxis X { get; init; }
    public required ChartAxis Y { get; init; }

    /// <summary>In drawing order.</summary>
    public IReadOnlyList<ChartLine> Lines { get; init; } = [];
    public IReadOnlyList<ChartRule> Rules { get; init; } = [];
    public IReadOnlyList<ChartLabel> Labels { get; init; } = [];

    /// <summary>The points ringed because they are chosen.</summary>
    public IReadOnlyList<ChartPoint> Rings { get; init; } = [];

    /// <summary>The part of x that is shown; null for all of it.</summary>
    public ChartRange? Zoom { get; init; }
}

/// <summary>One axis. Fixed: it does not follow the data except by whole ticks.</summary>
/// <param name="Title">Name with unit.</param>
/// <param name="Min">Lowest value (an exponent where <paramref name="Log"/>).</param>
/// <param name="Max">Highest value; min + a whole number of steps.</param>
/// <param name="Step">Distance of two ticks.</param>
/// <param name="Log">Values are log10; ticks read 10ⁿ.</param>
public sealed record ChartAxis(string Title, double Min, double Max, double Step, bool Log = false)
{
    /// <summary>Number of tick intervals.</summary>
    public int Ticks => (int)Math.Round((Max - Min) / Step);
}

/// <summary>One line or band.</summary>
/// <param name="Key">Identifies it to the page: what a click on one of its points reports.</param>
/// <param name="Name">As the tooltip shows it.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Tone">"rnn", "lstm", "gru" or "ink": a colour token and, but for ink, a marker shape.</param>
/// <param name="Points">By growing x: [x, y] or, for a band, [x, low, high]; null y breaks the line.</param>
public sealed record ChartLine(string Key, string Name, LineKind Kind, string Tone, IReadOnlyList<double?[]> Points)
{
    /// <summary>Null for solid, else lengths of dash and gap in pixels as SVG writes them: "6", "8 3 2 3".</summary>
    public string? Dash { get; init; }
    public bool Markers { get; init; }

    /// <summary>Markers filled with the surface's colour: a second run.</summary>
    public bool Hollow { get; init; }

    /// <summary>Whether its values are listed in the tooltip.</summary>
    public bool Listed { get; init; }

    /// <summary>The run it belongs to, where several runs share the chart: heads a row of the tooltip.</summary>
    public string? RunName { get; init; }

    /// <summary>Whether its points can be chosen by click or keyboard.</summary>
    public bool Selectable { get; init; }
}

/// <summary>A quiet dotted line across the plot with its name at the right end.</summary>
/// <param name="Points">[x, y] by growing x; it goes on level to both edges of the plot.</param>
/// <param name="Text">Its name.</param>
/// <param name="ShortText">Its name where there is little room.</param>
/// <param name="Above">The name stands over the line, not under it.</param>
public sealed record ChartRule(IReadOnlyList<double[]> Points, string Text, string ShortText, bool Above);

/// <summary>A part of the x axis.</summary>
public sealed record ChartRange(double From, double To);

/// <summary>Text in the plot, its middle at a point moved by pixels (so that a label keeps its distance on any screen).</summary>
public sealed record ChartLabel(double X, double Y, string Text, string Tone)
{
    /// <summary>Pixels to the right.</summary>
    public double Dx { get; init; }

    /// <summary>Pixels down.</summary>
    public double Dy { get; init; }

    /// <summary>Semibold: the name of a line.</summary>
    public bool Strong { get; init; } = true;

    /// <summary>The point is the text's first character, not its middle.</summary>
    public bool Start { get; init; }
}

/// <summary>A point of the plot.</summary>
public sealed record ChartPoint(double X, double Y);
