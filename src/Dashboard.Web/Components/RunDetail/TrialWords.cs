using System.Globalization;
using System.Text;
using Dashboard.Engine.Tasks;
using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Training;
using Dashboard.Web.Charts;

namespace Dashboard.Web.Components.RunDetail;

/// <summary>What happened in one trial, in words and as a file.</summary>
public static class TrialWords
{
    /// <summary>"Stuck at 30.7, the score of the last input only. Stopped early: four epochs without improvement."</summary>
    public static string Sentence(RunSpec spec, Trial trial, IReadOnlyList<MemoryLine> memory) => trial.Status switch
    {
        TrialStatus.Diverged when spec.Brought is not null => "The file says that it diverged. It counts in no mean.",
        _ when spec.Brought is not null => Score(spec.Task.Score, trial, memory) + " Brought in from a file.",
        TrialStatus.Queued => "Waits for its turn.",
        TrialStatus.Running => $"In training: {Numbers.Of(trial.Result?.Epochs.Count ?? 0, "epoch")} of {spec.Epochs} so far.",
        TrialStatus.Cancelled => "Cancelled before it ended.",
        TrialStatus.Diverged => $"Diverged in epoch {trial.Result?.Epochs.Count ?? 0}. {trial.Result?.Error ?? "The loss is not finite."} It counts in no mean.",
        TrialStatus.Failed => $"Failed. {trial.Result?.Error}",
        _ => $"{Score(spec.Task.Score, trial, memory)} {Ending(spec, trial.Result!)}",
    };

    private static string Score(TaskScore score, Trial trial, IReadOnlyList<MemoryLine> memory)
    {
        if (trial.Result?.Mad is not { } m) return $"No finite {score.Word}.";
        // Beside the predictor that knows all there is to know, a trial is not stuck but done.
        var all = memory.FirstOrDefault(l => l.Complete)?.At(trial.Key.Length) ?? 0;
        var near = memory.Where(l => l.At(trial.Key.Length) - all >= score.Low).Select(l => (l.Name, Score: l.At(trial.Key.Length)!.Value, Far: Math.Abs(l.At(trial.Key.Length)!.Value - m)))
            .Where(l => l.Far <= score.Near(l.Score)).OrderBy(l => l.Far).Select(l => l.Name).FirstOrDefault();
        return near is null ? $"Reached {Article(score.Word)} {score.Word} of {score.Text(m)}." : $"Stuck at {score.Text(m, 1)}, the score of: {near}.";
    }

    // "a MAD", "an MSE".
    private static string Article(string word) => word.StartsWith("MS", StringComparison.Ordinal) ? "an" : "a";

    private static string Ending(RunSpec spec, TrialResult result) => result.StoppedEarly
        ? $"Stopped early: {Numbers.Of(spec.Patience + 1, "epoch")} without improvement."
        : $"Ran all {Numbers.Of(spec.Epochs, "epoch")}.";

    /// <summary>One line an epoch; numbers that are not finite are left empty.</summary>
    public static string Csv(Trial trial)
    {
        static string F(double v) => double.IsFinite(v) ? v.ToString("R", CultureInfo.InvariantCulture) : "";
        var text = new StringBuilder("model,length,seed,epoch,trainMad,validationMad,gradientMean,gradientLastBatch\n");
        foreach (var e in trial.Result?.Epochs ?? [])
            text.Append(CultureInfo.InvariantCulture, $"{trial.Key.Model.Tone()},{trial.Key.Length},{trial.Key.Seed},{e.Epoch},{F(e.TrainLoss)},{F(e.ValidationLoss)},{F(e.GradientMean)},{F(e.GradientLastBatch)}\n");
        return text.ToString();
    }
}
