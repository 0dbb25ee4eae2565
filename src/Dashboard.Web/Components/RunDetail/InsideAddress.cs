using Dashboard.Engine.Experiments;
using Dashboard.Engine.Inside;
using Dashboard.Engine.Runs;

namespace Dashboard.Web.Components.RunDetail;

/// <summary>The way into the networks of a run.</summary>
public static class InsideAddress
{
    /// <summary>The Inside page of a run, at a trial's length and seed where one is given.</summary>
    public static string Of(string run, Trial? trial = null) => trial is { } t
        ? FormattableString.Invariant($"runs/{run}/inside?length={t.Key.Length}&seed={t.Key.Seed}") : $"runs/{run}/inside";

    /// <summary>What all seeds of a length learnt, at a trial's length and seed where one is given.</summary>
    public static string Learnt(string run, Trial? trial = null) => trial is { } t
        ? FormattableString.Invariant($"runs/{run}/learnt?length={t.Key.Length}&seed={t.Key.Seed}") : $"runs/{run}/learnt";

    /// <summary>Whether a trial has a network to look into.</summary>
    public static bool Has(RunSpec spec, Trial trial) => trial.IsFinished && trial.Result is { Epochs.Count: > 0 }
        && NetworkRecorder.Refusal(spec, trial.Key.Length) is null;
}
