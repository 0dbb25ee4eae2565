using Dashboard.Engine.Tasks;
using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Training;

namespace Dashboard.Web.Charts;

/// <summary>One trial's curves over its epochs.</summary>
public static class EpochSeries
{
    /// <summary>Validation MAD in the model's colour, training MAD dashed in ink.</summary>
    public static ChartModel Mad(RunSpec spec, Trial trial)
    {
        var validation = Points(trial, e => e.ValidationLoss);
        var training = Points(trial, e => e.TrainLoss);
        var y = ChartScale.Around("", Finite([.. validation, .. training]), least: spec.Task.Score.Low / 50);
        return Chart(spec, trial, y, $"{spec.Task.Score.Heading} by epoch",
            new ChartLine("training", "Training", LineKind.Mean, "ink", training) { Dash = "4", Listed = true },
            new ChartLine("validation", "Validation", LineKind.Mean, trial.Key.Model.Tone(), validation) { Markers = true, Listed = true });
    }

    /// <summary>Gradient mean, logarithmic, read as <paramref name="reading"/> says.</summary>
    public static ChartModel Gradient(RunSpec spec, Trial trial, GradientReading reading)
    {
        var values = Points(trial, e => Read(e, reading) is > 0 and var g ? Math.Log10(g) : double.NaN);
        var exponents = Finite(values).DefaultIfEmpty(0).ToArray();
        var y = ChartScale.Log("", exponents, Math.Floor(exponents.Min()), Math.Max(Math.Ceiling(exponents.Max()), Math.Floor(exponents.Min()) + 1));
        return Chart(spec, trial, y, "Gradient mean by epoch",
            new ChartLine("gradient", spec.NameOf(trial.Key.Model), LineKind.Mean, trial.Key.Model.Tone(), values)
            {
                Markers = true, Listed = true,
                Zeros = [.. (trial.Result?.Epochs ?? []).Where(e => Read(e, reading) == 0).Select(e => (double)e.Epoch)],
            });
    }

    private static double Read(EpochResult epoch, GradientReading reading) => reading == GradientReading.LastBatch ? epoch.GradientLastBatch : epoch.GradientMean;

    private static ChartModel Chart(RunSpec spec, Trial trial, ChartAxis y, string title, params ChartLine[] lines)
    {
        // Fixed by the budget, so that a live curve does not squeeze itself.
        var x = ChartScale.FromZero("Epoch", spec.Epochs, 10);
        return new ChartModel
        {
            Label = $"{title}, {spec.NameOf(trial.Key.Model)}, length {trial.Key.Length}, seed {trial.Key.Seed}: {Numbers.Of(trial.Result?.Epochs.Count ?? 0, "epoch")}",
            XName = "Epoch",
            X = x,
            Y = y,
            Lines = lines,
            Named = lines.Length > 1,
        }.Show(null);
    }

    private static List<double?[]> Points(Trial trial, Func<EpochResult, double> value) =>
        [.. (trial.Result?.Epochs ?? []).Select(e => new double?[] { e.Epoch, double.IsFinite(value(e)) ? Math.Round(value(e), 6) : null })];

    private static IEnumerable<double> Finite(IEnumerable<double?[]> points) => points.Select(p => p[1]).OfType<double>();
}
