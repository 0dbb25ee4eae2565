using Dashboard.Engine.Experiments;
using Dashboard.Engine.Training;

namespace Dashboard.Engine.Runs;

/// <summary>Means by length over the seeds that finished, and the counts of a run.</summary>
internal static class RunSummaries
{
    /// <summary>The run with counts and means worked out from its trials.</summary>
    public static Run WithTrials(this Run run, IReadOnlyList<Trial> trials) => run with
    {
        TrialsDone = trials.Count(t => t.IsFinished),
        TrialsDiverged = trials.Count(t => t.Status == TrialStatus.Diverged),
        TrialsFailed = trials.Count(t => t.Status == TrialStatus.Failed),
        Summary = [.. run.Spec.Models.Select(model => Summarise(run.Spec, model, trials))],
    };

    private static ModelSummary Summarise(RunSpec spec, ModelKind model, IReadOnlyList<Trial> trials)
    {
        var byLength = trials.Where(t => t.Key.Model == model && t is { Status: TrialStatus.Done, Result: not null }).ToLookup(t => t.Key.Length);
        double? Mean(int length, Func<Trial, double?> value)
        {
            var values = byLength[length].Select(value).OfType<double>().ToArray();
            return values.Length == 0 ? null : values.Average();
        }
        return new(model,
            [.. spec.Lengths.Select(l => Mean(l, t => t.Result!.Mad))],
            [.. spec.Lengths.Select(l => Mean(l, t => spec.Protocol.GradientMean(t.Result!, spec.Epochs)))]);
    }
}
