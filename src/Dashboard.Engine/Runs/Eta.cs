using Dashboard.Engine.Experiments;
using Dashboard.Engine.Training;

namespace Dashboard.Engine.Runs;

/// <summary>Time left of a run, weighted by work: a long LSTM takes many times a short RNN.</summary>
internal sealed class Eta(RunSpec spec, Func<ModelKind, string> engine, int workers, TimeProvider time)
{
    private readonly long started = time.GetTimestamp();
    private readonly Dictionary<ModelKind, (double Work, double Seconds, int Trials)> rates = [];

    /// <summary>A trial ended after so many seconds of training.</summary>
    public void Finished(Trial trial)
    {
        if (trial.Result is not { } result) return;
        var rate = rates.GetValueOrDefault(trial.Key.Model);
        rates[trial.Key.Model] = (rate.Work + WorkEstimate.Work(spec, trial.Key, engine(trial.Key.Model)), rate.Seconds + result.Seconds, rate.Trials + 1);
    }

    /// <summary>Seconds left; null until every model of the run has two trials behind it and a second has passed.</summary>
    public double? Seconds(IReadOnlyList<Trial> trials)
    {
        if (time.GetElapsedTime(started).TotalSeconds < 1) return null;
        double left = 0;
        var open = 0;
        foreach (var trial in trials)
        {
            if (trial.IsFinished) continue;
            open++;
            if (!rates.TryGetValue(trial.Key.Model, out var rate) || rate.Trials < 2) return null;
            // A trial in training is taken as half done.
            left += WorkEstimate.Work(spec, trial.Key, engine(trial.Key.Model)) * rate.Seconds / rate.Work * (trial.Status == TrialStatus.Running ? 0.5 : 1);
        }
        return open == 0 ? 0 : left / Math.Min(workers, open);
    }
}
