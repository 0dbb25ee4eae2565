using Dashboard.Engine.Experiments;
using Dashboard.Engine.Training;

namespace Dashboard.Engine.Runs;

/// <summary>
/// Time left of a run: what its open trials were expected to take, corrected by how long its finished ones took against what
/// they were expected to. Sums are kept up as trials come and go, so that asking costs the same whatever the run's size.
/// Thread-safe.
/// </summary>
/// <param name="expected">Seconds a trial is expected to take; asked once for each model and length.</param>
/// <param name="workers">Trials trained at a time.</param>
/// <param name="time">Clock.</param>
internal sealed class Eta(Func<TrialKey, double> expected, Func<int> workers, TimeProvider time)
{
    private readonly Lock gate = new();
    private readonly Dictionary<(ModelKind, int), double> costs = [];
    private readonly Dictionary<ModelKind, Part> parts = [];
    private long? started;

    /// <summary>A trial is to be trained.</summary>
    public void Open(TrialKey key)
    {
        lock (gate)
        {
            var part = Of(key.Model);
            part.Open += Cost(key);
            part.Count++;
        }
    }

    /// <summary>The run begins to train, or goes on.</summary>
    public void Start()
    {
        lock (gate) started = time.GetTimestamp();
    }

    /// <summary>A trial begins.</summary>
    public void Taken(TrialKey key)
    {
        lock (gate) Of(key.Model).Training += Cost(key);
    }

    /// <summary>A trial that was taken ended, or is open again.</summary>
    public void Returned(Trial trial)
    {
        lock (gate)
        {
            var (part, cost) = (Of(trial.Key.Model), Cost(trial.Key));
            part.Training -= cost;
            if (!trial.IsFinished) return;
            part.Open -= cost;
            part.Count--;
            if (trial.Result is not { } result) return;
            part.Expected += cost;
            part.Took += result.Seconds;
            part.Finished++;
        }
    }

    /// <summary>Seconds expected for the trials that nobody trains yet.</summary>
    public double Waiting
    {
        get
        {
            lock (gate) return parts.Values.Sum(p => Math.Max(0, p.Open - p.Training));
        }
    }

    /// <summary>Seconds left; null until every model of the run has two trials behind it and a second has passed.</summary>
    public double? Seconds()
    {
        lock (gate)
        {
            if (started is not { } since || time.GetElapsedTime(since).TotalSeconds < 1) return null;
            double left = 0;
            var open = 0;
            foreach (var part in parts.Values)
            {
                if (part.Count == 0) continue;
                if (part.Finished < 2 || part.Expected <= 0) return null;
                // A trial in training is taken as half done.
                left += Math.Max(0, part.Open - part.Training / 2) * part.Took / part.Expected;
                open += part.Count;
            }
            return open == 0 ? 0 : left / Math.Min(workers(), open);
        }
    }

    /// <summary>Seconds a trial is expected to take.</summary>
    public double Expected(TrialKey key)
    {
        lock (gate) return Cost(key);
    }

    private Part Of(ModelKind model)
    {
        if (!parts.TryGetValue(model, out var part)) parts.Add(model, part = new());
        return part;
    }

    private double Cost(TrialKey key)
    {
        if (!costs.TryGetValue((key.Model, key.Length), out var cost)) costs.Add((key.Model, key.Length), cost = expected(key));
        return cost;
    }

    /// <summary>The trials of one model, in expected seconds but for <see cref="Took"/>.</summary>
    private sealed class Part
    {
        public double Open, Training, Expected, Took;
        public int Count, Finished;
    }
}
