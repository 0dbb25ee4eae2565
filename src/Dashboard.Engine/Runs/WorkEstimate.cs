using System.Collections.Concurrent;
using Dashboard.Engine.Experiments;
using Dashboard.Engine.Training;

namespace Dashboard.Engine.Runs;

/// <summary>How much work a trial is, and how long this machine takes for a unit of it.</summary>
internal sealed class WorkEstimate
{
    // Seconds per unit of work before anything has been measured here, from the deck: a guess that the first finished trials
    // replace. The deck's trials take 0.6 of their epochs on average, which is part of the rate.
    private const double FusedGuess = 3e-11, TorchGuess = 1.6e-5;

    // What a trial's weight is multiplied by when the next one ends: the last 50 say most.
    private const double Memory = 0.98;
    private readonly ConcurrentDictionary<(string Engine, ModelKind Model), (double Work, double Seconds)> seen = new();

    /// <summary>
    /// How a trial's time grows with its settings, in units of the engine's own. Fused: sequences × epochs × (timesteps + a
    /// constant for the step's overhead) × gates × hidden × (hidden + inputs). Torch: steps × (a constant + timesteps ×
    /// dispatches a timestep); libtorch runs an LSTM or GRU as one operation, an RNN timestep by timestep.
    /// </summary>
    public static double Work(RunSpec spec, TrialKey trial, string engine)
    {
        var network = spec.Network(trial.Model);
        double sequences = (double)spec.TrainCount * spec.Epochs;
        if (engine != "torch") return sequences * (trial.Length + 3) * network.Cell.Gates.Count * spec.HiddenSize * (spec.HiddenSize + 4);
        var perTimestep = trial.Model == ModelKind.Rnn ? 1 : 0.1;
        return sequences / spec.BatchSize * (10 + trial.Length * perTimestep) * spec.Layers;
    }

    /// <summary>A trial ended. Newer trials count more, and large ones more than small ones, whose time says little about others.</summary>
    public void Observe(RunSpec spec, Trial trial)
    {
        if (trial is not { Status: TrialStatus.Done, Engine: { } engine, Result: { Seconds: > 0 } result }) return;
        var work = Work(spec, trial.Key, engine);
        seen.AddOrUpdate((engine, trial.Key.Model), (work, result.Seconds), (_, old) => (Memory * old.Work + work, Memory * old.Seconds + result.Seconds));
    }

    /// <summary>Seconds of training, over all workers, for every trial of a spec.</summary>
    public double Seconds(RunSpec spec, Func<ModelKind, string> engine) => spec.Trials().Sum(t =>
    {
        var name = engine(t.Model);
        return Work(spec, t, name) * (seen.TryGetValue((name, t.Model), out var sum) ? sum.Seconds / sum.Work : name == "torch" ? TorchGuess : FusedGuess);
    });
}
