using Dashboard.Engine.Experiments;
using Dashboard.Engine.Tasks;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Training;

namespace Dashboard.Web.Components.RunDetail;

/// <summary>One line of a run's log.</summary>
/// <param name="At">UTC; null for a trial, whose end is not recorded by the clock.</param>
/// <param name="Text">What happened.</param>
/// <param name="Bad">Something went wrong.</param>
public sealed record LogLine(DateTime? At, string Text, bool Bad = false);

/// <summary>What is known of a run's course, oldest first.</summary>
public static class RunLog
{
    /// <summary>The run's own events around its finished trials in training order.</summary>
    public static IReadOnlyList<LogLine> Of(Run run, IReadOnlyList<Trial> trials)
    {
        List<LogLine> lines = [new(run.CreatedAt, run.Spec.Brought is { } brought
            ? $"Brought in from the file {brought.File}: {Numbers.Of(run.TrialsTotal, "trial")}" : $"Run accepted: {Numbers.Of(run.TrialsTotal, "trial")}")];
        if (run.StartedAt is { } started) lines.Add(new(started, "Training started"));
        if (run.SelfCheck is { } check)
            lines.Add(new(run.StartedAt, check.LargestRelativeDifference is { } difference
                ? $"Self-check: gradients of both engines differ by at most {Numbers.Significant(difference)} of their norm{Validation(check)}"
                : $"Self-check not made: {check.Note}", check.Failed));
        lines.AddRange(trials.Where(t => t.IsFinished).Select(t => new LogLine(null, Line(run.Spec, t), t.Status != TrialStatus.Done)));
        if (run.Error is { } error) lines.Add(new(run.EndedAt, error, Bad: true));
        if (run is { EndedAt: { } ended, Spec.Brought: null }) lines.Add(new(ended, $"{StatusWord(run.Status)} after {Numbers.Duration(run.Seconds)} of training"));
        return lines;
    }

    private static string Validation(SelfCheck check) => check.ValidationDifference is { } difference
        ? $", losses in training and validation by {Numbers.Significant(difference)}" : "";

    private static string Line(RunSpec spec, Trial t)
    {
        var score = spec.Task.Score;
        var name = $"{spec.NameOf(t.Key.Model)} length {t.Key.Length} seed {t.Key.Seed}";
        return (t.Status, t.Result) switch
        {
            (TrialStatus.Diverged, _) when spec.Brought is not null => $"{name}: diverged",
            (_, { Best: { } best }) when spec.Brought is not null => $"{name}: {score.Word} {score.Text(best.ValidationLoss)}{(spec.KnowsEpochs ? $" at epoch {best.Epoch}" : "")}",
            (TrialStatus.Diverged, { } r) => $"{name}: diverged at epoch {r.Epochs.Count}. {r.Error}",
            (TrialStatus.Failed, var r) => $"{name}: failed. {r?.Error}",
            (_, { Best: { } best } r) => $"{name}: {score.Word} {score.Text(best.ValidationLoss)} at epoch {best.Epoch}, {(r.StoppedEarly ? "stopped early after " : "")}{Numbers.Of(r.Epochs.Count, "epoch")}, {Numbers.Duration(r.Seconds)}",
            _ => $"{name}: {t.Status.ToString().ToLowerInvariant()}",
        };
    }

    private static string StatusWord(RunStatus status) => Shared.StatusLook.Of(status).Word;
}
