using Dashboard.Engine.Tasks;
using Dashboard.Engine.Training;
using Dashboard.Web.Charts;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.Shared;

/// <summary>Gradient mean and MAD against length of one or several runs, or of the published result alone.</summary>
public sealed partial class LengthCharts
{
    private ChartModel gradient = null!, mad = null!;
    private SeedsModel? seeds;
    private IReadOnlyList<Said> said = [];
    private ScoreView view;
    private ChartRange? own;
    private (IReadOnlyList<RunData>, LengthView, IReadOnlyList<ReferencePoint>, IReadOnlyList<MemoryLine>)? built;

    /// <summary>The runs, baseline first; a new list when anything changed. None shows the published result alone.</summary>
    [Parameter] public IReadOnlyList<RunData> Runs { get; set; } = [];
    [Parameter] public LengthView View { get; set; } = new();
    [Parameter] public IReadOnlyList<ReferencePoint> Published { get; set; } = [];
    [Parameter] public IReadOnlyList<MemoryLine> Memory { get; set; } = [];

    /// <summary>Beside each chart's title.</summary>
    [Parameter] public RenderFragment<Metric>? Head { get; set; }
    [Parameter] public int Height { get; set; } = 330;

    /// <summary>Behind the line under the scores.</summary>
    [Parameter] public RenderFragment? NoteEnd { get; set; }

    /// <summary>Drawn by the server, for pages without scripts; nothing can be chosen then.</summary>
    [CascadingParameter(Name = "Static")] public bool Static { get; set; }

    /// <summary>Where the server writes it to files, with the page's query: "api/runs/…/export?…"; null where nobody may ask it.</summary>
    [Parameter] public string? Export { get; set; }

    /// <summary>Unlike any other group on the page.</summary>
    [Parameter] public string Group { get; set; } = "lengths";
    [Parameter] public EventCallback<ChosenPoint> OnSelect { get; set; }

    /// <summary>Another look at the scores was chosen; without a listener there is no switch.</summary>
    [Parameter] public EventCallback<ScoreView> OnShow { get; set; }

    /// <summary>The zoom is the view's: a change of it is reported. Without a listener the two charts keep it to themselves.</summary>
    [Parameter] public EventCallback<ChartRange?> OnZoom { get; set; }

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        var now = (Runs, OnZoom.HasDelegate ? View : View with { Zoom = own ?? View.Zoom }, Published, Memory);
        if (built == now) return;
        built = now;
        gradient = ComparisonSeries.Build(Runs, now.Item2.Options(Metric.Gradient, Published, Memory));
        var scores = ScoreFigure.Of(Runs, now.Item2, Published, Memory);
        (view, mad, seeds, said) = (scores.View, scores.Chart, scores.Seeds, scores.Sentence);
    }

    // Of what was brought in without them.
    private bool NoGradients => Runs.Count > 0 && Runs.All(r => !r.Spec.KnowsGradients);

    private TaskScore Score => TaskScore.Of(Runs.Select(r => r.Spec));

    private string? Picture(Metric metric) => Export is null ? null : $"{Export}{(Export.Contains('?') ? '&' : '?')}format=svg&chart={QueryWords.Of(metric)}";

    private string Title => ScoreFigure.Title(Score, view, View);

    private Task ZoomAsync(ChartRange? zoom)
    {
        if (OnZoom.HasDelegate) return OnZoom.InvokeAsync(zoom);
        own = zoom;
        OnParametersSet();
        return Task.CompletedTask;
    }

    private Task SelectAsync(ChartSelection selection)
    {
        var parts = selection.LineKey.Split('/');
        foreach (var model in Enum.GetValues<ModelKind>())
            if (parts is [var run, var tone] && model.Tone() == tone) return OnSelect.InvokeAsync(new(run, model, (int)selection.X));
        return Task.CompletedTask;
    }
}
