using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Web.Charts;
using Dashboard.Web.Components.Shared;

namespace Dashboard.Web.Components.RunDetail;

/// <summary>What a run's page says of the run in words.</summary>
public static class RunWords
{
    /// <summary>How long it took, or has taken and will take; empty where neither is known.</summary>
    public static string Time(Run run, double? etaSeconds)
    {
        var so = run.Seconds > 0 ? Numbers.Duration(run.Seconds) : "";
        if (run.IsEnded) return so.Length > 0 ? "Took " + so : "";
        if (so.Length > 0) so += " so far";
        return etaSeconds is { } eta ? $"{so}{(so.Length > 0 ? ", " : "")}{Numbers.About(eta)} left" : so;
    }

    /// <summary>What went wrong with it, and the tone of the banner that says so; null where all is well.</summary>
    public static (string Css, string Title, string Text)? Notice(Run run) => run.Status switch
    {
        RunStatus.Failed => ("bad", "The run failed", run.Error ?? "The cause was not recorded."),
        RunStatus.Paused when run.Error is { } why => ("warn", "Paused by itself", why),
        RunStatus.Interrupted => ("warn", "The server stopped while it trained",
            $"{Numbers.Of(run.TrialsDone, "trial")} of {run.TrialsTotal} kept; the other {run.TrialsTotal - run.TrialsDone} train from the same seeds when you resume."),
        RunStatus.Done when run.TrialsFailed > 0 => ("bad", $"{Numbers.Of(run.TrialsFailed, "trial")} failed", run.Error ?? "The log says why."),
        _ => null,
    };

    /// <summary>How it ended; null while it has not.</summary>
    public static string? End(Run run) => run.IsEnded ? $"{StatusLook.Of(run.Status).Word}: {run.TrialsDone} of {Numbers.Of(run.TrialsTotal, "trial")}" : null;

    /// <summary>What a chart's numbers are.</summary>
    /// <param name="spec">The run's.</param>
    /// <param name="metric">The chart's.</param>
    /// <param name="reading">The reading of gradients that was asked for; null for the protocol's own.</param>
    /// <param name="shown">What the chart of scores shows.</param>
    public static string Subtitle(RunSpec spec, Metric metric, GradientReading? reading, ScoreView shown)
    {
        if (metric == Metric.Mad) return shown == ScoreView.Solved ? $"of {Numbers.Of(spec.Seeds.Count, "seed")}" : "0 is perfect";
        if (spec.Brought is not null) return spec.KnowsGradients ? "As the file says" : "Not in the file";
        var own = ChartSeries.Reading(spec.Protocol);
        return (reading ?? own) switch
        {
            GradientReading.AllBatches => "Every batch, over the epochs that ran",
            var r when r == own => $"Last batch of the epoch, over {Numbers.Of(spec.Epochs, "epoch")}",
            _ => "Last batch of the epoch, over the epochs that ran",
        };
    }
}
