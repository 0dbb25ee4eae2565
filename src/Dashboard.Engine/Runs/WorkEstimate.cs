using System.Collections.Concurrent;
using Dashboard.Engine.Experiments;
using Dashboard.Engine.Training;

namespace Dashboard.Engine.Runs;

/// <summary>How much work a trial is, and how long this machine takes for a unit of it.</summary>
internal sealed class WorkEstimate
{
    // Seconds per unit of work before anything has been measured here, from the deck on a 2.6 GHz core: a guess that the
    // first finished trials replace.
    private const double FusedGuess = 3.5e-10, TorchGuess = 2.5e-8;
    private readonly ConcurrentDictionary<(string Engine, ModelKind Model), double> rates = new();

    /// <summary>
    /// Multiplications of a trial in which no epoch is saved by early stopping, up to a factor: sequences × epochs ×
    /// (timesteps + a constant for the step's overhead) × gates × hidden × (hidden + inputs).
    /// </summary>
    public static double Work(RunSpec spec, TrialKey trial)
    {
        var network = spec.Network(trial.Model);
        var layers = 1 + 2 * (spec.Layers - 1);
        return (double)spec.TrainCount * spec.Epochs * (trial.Length + 3) * network.Gates * layers
            * spec.HiddenSize * (spec.HiddenSize + 4);
    }

    /// <summary>A trial ended: newer trials count more.</summary>
    public void Observe(RunSpec spec, Trial trial)
    {
        if (trial is not { Status: TrialStatus.Done, Engine: { } engine, Result: { Seconds: > 0 } result }) return;
        var rate = result.Seconds / Work(spec, trial.Key);
        rates.AddOrUpdate((engine, trial.Key.Model), rate, (_, old) => 0.9 * old + 0.1 * rate);
    }

    /// <summary>Seconds of training, over all workers, for every trial of a spec.</summary>
    public double Seconds(RunSpec spec, Func<ModelKind, string> engine) => spec.Trials().Sum(t =>
    {
        var name = engine(t.Model);
        return Work(spec, t) * (rates.TryGetValue((name, t.Model), out var rate) ? rate : name == "torch" ? TorchGuess : FusedGuess);
    });
}
