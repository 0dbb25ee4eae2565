using System.Collections.Concurrent;
using System.Diagnostics;
using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Training;

namespace Dashboard.Web.Operations;

/// <summary>
/// Activities of source "Dashboard": "run" while a run trains, and in it one "trial" each. They cost nothing while nobody
/// listens.
/// </summary>
internal sealed class EngineTraces : IDisposable
{
    public const string Name = "Dashboard";

    private readonly ActivitySource source = new(Name);
    private readonly ConcurrentDictionary<string, Activity> runs = [];
    private readonly ConcurrentDictionary<(string, int), Activity> trials = [];

    /// <summary>Also its first trial starts it, which may be before the store knows that the run trains.</summary>
    public void RunStarted(Run run)
    {
        // Two workers may begin a run at the same moment.
        lock (runs)
        {
            if (runs.ContainsKey(run.Id) || Start("run", null) is not { } activity) return;
            activity.SetTag("dashboard.run.id", run.Id).SetTag("dashboard.run.trials", run.TrialsTotal);
            runs[run.Id] = activity;
        }
    }

    public void RunStopped(Run run)
    {
        if (!runs.TryRemove(run.Id, out var activity)) return;
        activity.SetTag("dashboard.run.status", Choices<RunStatus>.Word(run.Status)).SetTag("dashboard.run.trials_done", run.TrialsDone);
        End(activity, run.Status == RunStatus.Failed ? run.Error ?? "" : null);
    }

    public void TrialStarted(Run run, Trial trial)
    {
        if (run.Status.GoesOn()) RunStarted(run);
        if (Start("trial", runs.GetValueOrDefault(run.Id)) is not { } activity) return;
        activity.SetTag("dashboard.run.id", run.Id).SetTag("dashboard.trial.index", trial.Index).SetTag("dashboard.trial.model", Choices<ModelKind>.Word(trial.Key.Model))
            .SetTag("dashboard.trial.length", trial.Key.Length).SetTag("dashboard.trial.seed", trial.Key.Seed);
        trials[(run.Id, trial.Index)] = activity;
    }

    public void TrialEnded(Run run, Trial trial)
    {
        if (!trials.TryRemove((run.Id, trial.Index), out var activity)) return;
        activity.SetTag("dashboard.trial.status", trial.IsFinished ? Choices<TrialStatus>.Word(trial.Status) : "stopped").SetTag("dashboard.trial.engine", trial.Engine);
        End(activity, trial.Status == TrialStatus.Failed ? trial.Result?.Error ?? "" : null);
    }

    public void Dispose() => source.Dispose();

    private Activity? Start(string name, Activity? parent)
    {
        // Runs span threads and requests: what is current on this one must neither become a parent nor be replaced.
        var current = Activity.Current;
        Activity.Current = null;
        var activity = source.StartActivity(name, ActivityKind.Internal, parent?.Context ?? default);
        Activity.Current = current;
        return activity;
    }

    private static void End(Activity activity, string? error)
    {
        if (error is not null) activity.SetStatus(ActivityStatusCode.Error, error);
        var current = Activity.Current;
        activity.Dispose();
        Activity.Current = current;
    }
}
