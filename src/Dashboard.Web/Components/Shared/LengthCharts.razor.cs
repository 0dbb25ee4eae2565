using Dashboard.Engine.Training;
using Dashboard.Web.Charts;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.Shared;

/// <summary>What the two charts over length show; compared by value, so that an unchanged view is not computed again.</summary>
public sealed record LengthView
{
    public Centre Centre { get; init; }
    public Spread Spread { get; init; }
    public bool Seeds { get; init; } = true;
    public bool Published { get; init; } = true;
    public bool Memory { get; init; } = true;
    public GradientReading? Reading { get; init; }
    public bool? LogGradient { get; init; }
    public bool? LogMad { get; init; }
    public ModelKind? Only { get; init; }
    public ChosenPoint? Chosen { get; init; }
}

/// <summary>Gradient mean and MAD against length of one or several runs, or of the published result alone.</summary>
public sealed partial class LengthCharts
{
    private ChartModel gradient = null!, mad = null!;
    private (IReadOnlyList<RunData>, LengthView, IReadOnlyList<ReferencePoint>, IReadOnlyList<MemoryLine>)? built;

    /// <summary>The runs, baseline first; a new list when anything changed. None shows the published result alone.</summary>
    [Parameter] public IReadOnlyList<RunData> Runs { get; set; } = [];
    [Parameter] public LengthView View { get; set; } = new();
    [Parameter] public IReadOnlyList<ReferencePoint> Published { get; set; } = [];
    [Parameter] public IReadOnlyList<MemoryLine> Memory { get; set; } = [];

    /// <summary>Beside each chart's title.</summary>
    [Parameter] public RenderFragment<Metric>? Head { get; set; }
    [Parameter] public int Height { get; set; } = 330;

    /// <summary>Unlike any other group on the page.</summary>
    [Parameter] public string Group { get; set; } = "lengths";
    [Parameter] public EventCallback<ChosenPoint> OnSelect { get; set; }

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        var now = (Runs, View, Published, Memory);
        if (built == now) return;
        built = now;
        gradient = Build(Metric.Gradient, View.LogGradient);
        mad = Build(Metric.Mad, View.LogMad);
    }

    private ChartModel Build(Metric metric, bool? log) => ComparisonSeries.Build(Runs, new()
    {
        Metric = metric,
        Log = log,
        Reading = View.Reading,
        Centre = View.Centre,
        Spread = View.Spread,
        Seeds = View.Seeds,
        Published = View.Published ? Published : [],
        Memory = View.Memory ? Memory : [],
        Hidden = View.Only is { } only ? [.. Enum.GetValues<ModelKind>().Where(m => m != only)] : [],
        Chosen = View.Chosen,
    });

    private Task SelectAsync(ChartSelection selection)
    {
        var parts = selection.LineKey.Split('/');
        foreach (var model in Enum.GetValues<ModelKind>())
            if (parts is [var run, var tone] && model.Tone() == tone) return OnSelect.InvokeAsync(new(run, model, (int)selection.X));
        return Task.CompletedTask;
    }
}
