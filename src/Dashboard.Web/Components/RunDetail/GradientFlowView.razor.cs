using System.Globalization;
using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Statistics;
using Dashboard.Engine.Training;
using Dashboard.Web.Charts;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.RunDetail;

/// <summary>The gradient flow of a run: ‖∂L/∂h_t‖ against timestep at one length, and every length as heat maps.</summary>
public sealed partial class GradientFlowView
{
    private const string HowText = "The factor per step is 10 to the slope of the least-squares line through log10 of the norm against steps before the end, fitted for every seed; the mean over seeds is geometric and its interval Student's. The gradient horizon is the number of steps back over which the norm stays at or above 1% of its last value, mean over seeds.";

    private static readonly IReadOnlyList<(bool, string)> Epochs = [(true, "First epoch"), (false, "Best epoch")];

    private IReadOnlyList<FlowAt> flows = [];
    private IReadOnlyList<int> lengths = [];
    private (ModelKind Model, IReadOnlyList<HeatRow> Rows)[] maps = [];
    private (int Low, int High) scale;
    private ChartModel chart = null!;
    private (string, int, bool)? built;
    private int length, seeds, drawn;
    private int? sliding;

    [Parameter, EditorRequired] public required Run Run { get; set; }

    /// <summary>All its trials, by index.</summary>
    [Parameter, EditorRequired] public required IReadOnlyList<Trial> Trials { get; set; }

    /// <summary>The first epoch's flow, else the best one's.</summary>
    [Parameter] public bool First { get; set; }
    [Parameter] public EventCallback<bool> FirstChanged { get; set; }

    /// <summary>The length whose norms are drawn by timestep; null for the view's own choice.</summary>
    [Parameter] public int? Length { get; set; }
    [Parameter] public EventCallback<int?> LengthChanged { get; set; }

    /// <summary>A picture without switches, drawn without a script.</summary>
    [CascadingParameter(Name = "Static")] public bool Static { get; set; }

    private int At => lengths.ToList().IndexOf(length);

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        var now = (Run.Id, Trials.Count(t => t.IsFinished), First);
        if (built != now)
        {
            built = now;
            lengths = Run.Spec.RisingLengths;
            flows = FlowSeries.Of(Run.Spec, Trials, best: !First);
            scale = FlowSeries.Scale(flows);
            maps = [.. Run.Spec.Models.Select(m => (m, FlowSeries.Rows([.. flows.Where(f => f.Model == m)], scale)))];
            drawn = 0;
        }
        var wanted = sliding ?? Length ?? Default();
        length = lengths.MinBy(l => Math.Abs(l - wanted));
        if (drawn == length) return;
        drawn = length;
        seeds = flows.Where(f => f.Length == length).Select(f => f.Logs.Count).DefaultIfEmpty(0).Max();
        chart = FlowSeries.Chart(flows, length, $"Gradient norm against timestep at length {length}. {string.Join(" ", Run.Spec.Models.Select(Words))}");
    }

    /// <summary>Long enough to show vanishing, short enough that an LSTM may still bridge it; one with results.</summary>
    private int Default() => flows.Where(f => f.Logs.Count > 0).Select(f => f.Length).DefaultIfEmpty(30).MinBy(l => Math.Abs(l - 30));

    /// <summary>What the fit says of a model at the chosen length.</summary>
    private string Words(ModelKind model)
    {
        if (flows.FirstOrDefault(f => f.Model == model && f.Length == length) is not { Decay: { } decay, Horizon: { } horizon } flow) return "";
        var interval = Interval.OfMean(flow.Decays);
        var range = interval is { Low: { } low, High: { } high } ? $" (95% interval {Numbers.Fixed(Math.Pow(10, low))} to {Numbers.Fixed(Math.Pow(10, high))})" : $" ({interval.Missing()})";
        var trend = interval switch
        {
            { Low: null } => decay < 1 ? "in these seeds it vanishes" : "in these seeds it grows",
            { Low: { } l, High: { } h } when l <= 0 && h >= 0 => "these seeds do not settle whether it vanishes or grows",
            _ => decay < 1 ? "it vanishes" : "it grows",
        };
        var reach = horizon >= length - 1 - 1e-9 ? "it keeps 1% of its last norm all the way to the start"
            : $"it keeps 1% of its last norm over {Numbers.Fixed(horizon, horizon % 1 == 0 ? 0 : 1)} of {Numbers.Of(length - 1, "step")}";
        return $"At length {length} the {model.Name()}'s gradient changes by a factor of {Numbers.Fixed(decay)}{range} with each step back: {trend}, and {reach}{(flow.ZeroFrom is { } zero ? $"; from {Numbers.Of(zero, "step")} back on it is 0 in 32-bit numbers" : "")}.";
    }

    private void Slide(ChangeEventArgs e)
    {
        if (!int.TryParse(e.Value as string, NumberStyles.None, CultureInfo.InvariantCulture, out var at) || at >= lengths.Count) return;
        sliding = lengths[at];
        OnParametersSet();
    }

    /// <summary>The address follows when the slider is let go.</summary>
    private async Task Settle(ChangeEventArgs e)
    {
        Slide(e);
        if (sliding is not { } chosen) return;
        sliding = null;
        await LengthChanged.InvokeAsync(chosen);
    }
}
