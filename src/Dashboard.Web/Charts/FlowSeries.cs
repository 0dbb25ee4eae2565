using Dashboard.Engine.Experiments;
using Dashboard.Engine.Metrics;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Training;

namespace Dashboard.Web.Charts;

/// <summary>The gradient flow of one model at one length, over the seeds that are done.</summary>
/// <param name="Model">The model.</param>
/// <param name="Length">Sequence length.</param>
/// <param name="Logs">[seeds][length]: log10 ‖∂L/∂h_t‖ by timestep, first timestep first; −∞ where the
/// norm is 0 (it vanished below what 32-bit numbers hold), null where it is not finite.</param>
/// <param name="Decays">[seeds]: log10 of the factor per step back, where a line could be fitted.</param>
/// <param name="Horizons">[seeds]: gradient horizons in steps, where there is a last norm.</param>
public sealed record FlowAt(ModelKind Model, int Length, IReadOnlyList<double?[]> Logs, IReadOnlyList<double> Decays, IReadOnlyList<double> Horizons)
{
    /// <summary>log10 of the geometric mean over seeds at timestep <paramref name="t"/> (from 0): −∞ where one of them is 0, null
    /// without a norm. To average only the seeds that did not vanish would hide vanishing.</summary>
    public double? Mean(int t) => At(t) is { Count: > 0 } values ? values.Average() : null;

    /// <summary>Steps before the end from which on the mean is 0; null where it never is.</summary>
    public int? ZeroFrom => Enumerable.Range(0, Length).Select(back => (int?)back).FirstOrDefault(back => Mean(Length - 1 - back!.Value) is double.NegativeInfinity);

    /// <summary>The values of all seeds at a timestep.</summary>
    public IReadOnlyList<double> At(int t) => [.. Logs.Select(l => l[t]).OfType<double>()];

    /// <summary>Mean gradient horizon over seeds; null without one.</summary>
    public double? Horizon => Horizons.Count > 0 ? Horizons.Average() : null;

    /// <summary>The factor per step back, geometric mean over seeds; null without one.</summary>
    public double? Decay => Decays.Count > 0 ? Math.Pow(10, Decays.Average()) : null;
}

/// <summary>How ‖∂L/∂h_t‖ of a run's trials is drawn.</summary>
public static class FlowSeries
{
    // Below a millionth of a millionth of the largest norm nothing is left to tell apart.
    private const int MostDecades = 12, MostNames = 10;

    /// <summary>Every model and length of a run, models in the spec's order, lengths rising.</summary>
    /// <param name="spec">The run's configuration.</param>
    /// <param name="trials">Its trials; those that are not done do not count.</param>
    /// <param name="best">The best epoch's flow, else the first epoch's.</param>
    public static IReadOnlyList<FlowAt> Of(RunSpec spec, IEnumerable<Trial> trials, bool best)
    {
        var flows = trials.Where(t => t.Status == TrialStatus.Done).OrderBy(t => t.Key.Seed)
            .ToLookup(t => (t.Key.Model, t.Key.Length), t => best ? t.Result?.BestFlow : t.Result?.FirstFlow);
        return
        [
            .. from model in spec.Models
               from length in spec.RisingLengths
               let norms = flows[(model, length)].OfType<GradientFlow>().Select(f => f.Norms).Where(n => n.Length == length).ToArray()
               select new FlowAt(model, length,
                   [.. norms.Select(n => n.Select(v => float.IsFinite(v) ? Math.Log10(v) : (double?)null).ToArray())],
                   [.. norms.Select(n => Math.Log10(GradientHorizon.DecayPerStep(n))).Where(double.IsFinite)],
                   [.. norms.Select(n => GradientHorizon.Of(n)).Where(double.IsFinite)]),
        ];
    }

    /// <summary>The norm against timestep at one length: geometric mean over seeds with its 95% interval, or their range.</summary>
    public static ChartModel Chart(IReadOnlyList<FlowAt> flows, int length, string label)
    {
        List<ChartLine> bands = [], means = [];
        foreach (var flow in flows.Where(f => f.Length == length && f.Logs.Count > 0))
        {
            var tone = flow.Model.Tone();
            var steps = Enumerable.Range(0, length).Where(t => flow.Mean(t) is { } mean && double.IsFinite(mean)).ToArray();
            double?[][] band = [.. steps.Select(t => (t, Band: Statistics.Band(flow.At(t), Spread.Interval, Centre.Mean))).Where(b => b.Band is not null)
                .Select(b => new double?[] { b.t + 1, Round(b.Band!.Value.Low), Round(b.Band.Value.High) })];
            if (band.Length > 1) bands.Add(new($"{tone}/band", flow.Model.Name(), LineKind.Band, tone, band));
            means.Add(new(tone, flow.Model.Name(), LineKind.Mean, tone, [.. steps.Select(t => new double?[] { t + 1, Round(flow.Mean(t)!.Value) })])
            {
                Markers = true, Listed = true,
                Zeros = [.. Enumerable.Range(0, length).Where(t => flow.Mean(t) is double.NegativeInfinity).Select(t => t + 1.0)],
            });
        }
        ChartLine[] lines = [.. bands, .. means];
        var x = ChartScale.Lengths(length) with { Title = $"Timestep t ({length} is the last input)" };
        var y = ChartScale.Log("Gradient norm, log scale", lines.SelectMany(l => l.Points.SelectMany(p => p.Skip(1))).OfType<double>(), -2, 0);
        return new ChartModel { Label = label, XName = "Timestep", X = x, Y = y, Lines = lines }.Show(null);
    }

    /// <summary>The powers of ten that all cells of both models lie between.</summary>
    public static (int Low, int High) Scale(IReadOnlyList<FlowAt> flows)
    {
        double low = double.MaxValue, high = double.MinValue;
        foreach (var flow in flows)
            for (var t = 0; t < flow.Length; t++)
                if (flow.Mean(t) is { } mean && double.IsFinite(mean)) (low, high) = (Math.Min(low, mean), Math.Max(high, mean));
        if (low > high) return (-2, 0);
        var top = (int)Math.Ceiling(high);
        return (Math.Min(top - 1, Math.Max(top - MostDecades, (int)Math.Floor(low))), top);
    }

    /// <summary>One row a length, cells by steps before the end, the gradient horizon as edge.</summary>
    public static IReadOnlyList<HeatRow> Rows(IReadOnlyList<FlowAt> flows, (int Low, int High) scale) =>
    [
        .. flows.Select((flow, row) => new HeatRow(IsNamed(flow.Length, row, flows) ? Numbers.Plain(flow.Length) : null,
            [.. Enumerable.Range(0, flow.Length).Select(back => flow.Mean(flow.Length - 1 - back) is { } log ? Math.Max(0, (log - scale.Low) / (scale.High - scale.Low)) : (double?)null)],
            flow.Horizon is { } horizon ? horizon + 1 : null)
        {
            Title = Numbers.Plain(flow.Length),
            Texts = [.. Enumerable.Range(0, flow.Length).Select(back => Norm(flow, back))],
            Titles = [.. Enumerable.Range(0, flow.Length).Select(back => $"Length {flow.Length}, {Numbers.Of(back, "step")} before the end: {Norm(flow, back)}")],
        }),
    ];

    // All rows where there is room for all names; of the deck's lengths its round ones, of others one in so many.
    private static bool IsNamed(int length, int row, IReadOnlyList<FlowAt> flows) => flows.Count <= MostNames
        || (flows.Count(f => IsRound(f.Length)) > MostNames / 2 ? IsRound(length) : row % (int)Math.Ceiling((double)flows.Count / MostNames) == 0);

    private static bool IsRound(int length) => length is 2 or 5 or 10 or 15 or 21 or 30 or 45;

    private static string Norm(FlowAt flow, int back) => flow.Mean(flow.Length - 1 - back) is { } log ? Numbers.Significant(Math.Pow(10, log)) : "no norm";

    private static double Round(double value) => Math.Round(value, 4);
}
