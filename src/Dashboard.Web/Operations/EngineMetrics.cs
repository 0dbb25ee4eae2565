using System.Diagnostics.Metrics;
using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Training;

namespace Dashboard.Web.Operations;

/// <summary>The instruments of meter "Dashboard". Durations are seconds.</summary>
internal sealed class EngineMetrics
{
    public const string Name = "Dashboard";

    // Finer than the default buckets, which start at 5 s.
    private static readonly InstrumentAdvice<double> Buckets = new()
    {
        HistogramBucketBoundaries = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60],
    };

    private readonly Counter<long> trials;
    private readonly Histogram<double> trialDuration, saveDuration, feedLag;
    private readonly Meter meter;

    public EngineMetrics(IMeterFactory factory)
    {
        meter = factory.Create(Name);
        trials = meter.CreateCounter<long>("dashboard.trials", "{trial}", "Trials that ended; its rate is trials per second.");
        trialDuration = meter.CreateHistogram("dashboard.trial.duration", "s", "Training time of a trial.", advice: Buckets);
        saveDuration = meter.CreateHistogram("dashboard.save.duration", "s", "Time of a durable write of finished trials.", advice: Buckets);
        feedLag = meter.CreateHistogram("dashboard.feed.lag", "s", "Age of the oldest event in an update when a viewer takes it.", advice: Buckets);
    }

    /// <summary>Adds what is read on demand.</summary>
    public void Observe(RunService runs, IStorageStatus storage, IMachines machines)
    {
        meter.CreateObservableGauge("dashboard.queue.length", () => runs.State.Queued, "{run}", "Runs that wait.");
        meter.CreateObservableGauge("dashboard.runs.training", () => runs.State.Running, "{run}", "Runs in training.");
        meter.CreateObservableGauge("dashboard.viewers", () =>
        {
            var (ofRuns, ofLists) = runs.Readers;
            return new[] { new Measurement<int>(ofRuns, new KeyValuePair<string, object?>("of", "run")), new(ofLists, new KeyValuePair<string, object?>("of", "list")) };
        }, "{subscription}", "Open subscriptions to runs and to the list of runs.");
        meter.CreateObservableGauge("dashboard.workers", () => machines.View.Nodes.GroupBy(n => n.State)
            .Select(g => new Measurement<int>(g.Count(), new KeyValuePair<string, object?>("state", Choices<NodeState>.Word(g.Key)))), "{worker}", "Other machines that train, by state.");
        meter.CreateObservableGauge("dashboard.workers.trials", () => machines.View.Nodes.Select(n => new Measurement<int>(n.Holds, new KeyValuePair<string, object?>("worker", n.Name))),
            "{trial}", "Trials other machines hold.");
        meter.CreateObservableGauge("dashboard.store.available", () => storage.Error is null ? 1 : 0, null, "1 while the store can be read and written.");
        meter.CreateObservableGauge("dashboard.store.size", () => storage.SizeBytes, "By", "The data file.");
    }

    public void TrialEnded(Trial trial)
    {
        if (!trial.IsFinished) return;
        trials.Add(1, Tag("status", Choices<TrialStatus>.Word(trial.Status)), Tag("model", Choices<ModelKind>.Word(trial.Key.Model)), Tag("engine", trial.Engine));
        trialDuration.Record(trial.Result?.Seconds ?? 0, Tag("model", Choices<ModelKind>.Word(trial.Key.Model)), Tag("engine", trial.Engine));
    }

    public void Saved(TimeSpan took) => saveDuration.Record(took.TotalSeconds);

    public void NewsRead(TimeSpan lag) => feedLag.Record(lag.TotalSeconds);

    private static KeyValuePair<string, object?> Tag(string key, object? value) => new(key, value);
}
