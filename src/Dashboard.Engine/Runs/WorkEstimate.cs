using Dashboard.Engine.Experiments;
using Dashboard.Engine.Tasks;
using Dashboard.Engine.Training;

namespace Dashboard.Engine.Runs;

/// <summary>How long a trial takes on this machine: guesses of the deck, which what is trained here replaces bit by bit. Thread-safe.</summary>
internal sealed class WorkEstimate
{
    private readonly Lock gate = new();
    private readonly Dictionary<(string Engine, ModelKind Model), Rate> rates = [];

    /// <summary>
    /// How a trial's time grows with its settings, in units of the engine's own. Fused: sequences × epochs × (timesteps + a
    /// constant for the step's overhead) × gates × hidden × (hidden + inputs), and what is read out. Torch: steps × (a constant + timesteps ×
    /// dispatches a timestep); libtorch runs an LSTM or GRU as one operation, an RNN timestep by timestep.
    /// </summary>
    public static double Work(RunSpec spec, TrialKey trial, string engine)
    {
        var network = spec.Network(trial.Model);
        double sequences = (double)spec.TrainCount * spec.Epochs;
        var steps = spec.Task.Steps(spec, trial.Length);
        if (engine == "torch") return sequences / spec.BatchSize * (10 + steps * network.Cell.TorchOperations) * spec.Layers;
        var (shape, hidden) = (network.Shape, spec.HiddenSize);
        // One output at the last step is part of the step's overhead.
        var outputs = shape.ReadOuts(steps) > 1 ? 3.0 * shape.Outputs * (hidden + 1) : 0;
        return sequences * ((steps + 3) * network.Cell.Gates.Count * hidden * (hidden + 3 + shape.Inputs) + steps * outputs);
    }

    /// <summary>
    /// A trial ended. Its time is shared between its constant cost and its work as they are estimated so far (the step of
    /// expectation maximisation for a sum of two parts), and counts for each by its share of it: tiny trials teach the
    /// constant, large ones the rate, and neither spoils the other. Newer trials count more.
    /// </summary>
    public void Observe(RunSpec spec, Trial trial)
    {
        if (trial is not { Status: TrialStatus.Done, Engine: { } engine, Result: { Seconds: > 0 } result }) return;
        lock (gate) Of(engine, trial.Key.Model).Observe(Work(spec, trial.Key, engine), result.Seconds);
    }

    /// <summary>Seconds a trial is expected to take.</summary>
    public double Seconds(RunSpec spec, TrialKey trial, string engine)
    {
        lock (gate) return Of(engine, trial.Model).Seconds(Work(spec, trial, engine));
    }

    /// <summary>Seconds of training, over all workers, for every trial of a spec. Seeds take the same time.</summary>
    public double Seconds(RunSpec spec, Func<ModelKind, string> engine) => spec.Seeds.Count * spec.Models.Sum(model =>
    {
        var name = engine(model);
        return spec.Lengths.Sum(length => Seconds(spec, new(model, length, spec.Seeds[0]), name));
    });

    private Rate Of(string engine, ModelKind model)
    {
        if (!rates.TryGetValue((engine, model), out var rate)) rates.Add((engine, model), rate = engine == "torch" ? new(1.6e-5, 0.02) : new(3e-11, 0.0005));
        return rate;
    }

    /// <summary>What a trial of one engine and model takes: a constant, and so much for each unit of work.</summary>
    /// <param name="guess">Seconds a unit before anything was measured here, from the deck, whose trials take 0.6 of their
    /// epochs on average, which is part of the rate.</param>
    /// <param name="constantGuess">Seconds a trial takes whatever its size, likewise.</param>
    private sealed class Rate(double guess, double constantGuess)
    {
        // What the guesses weigh: a tenth of a second of work, which is five trials of the deck, and five trials.
        private const double GuessSeconds = 0.1, GuessTrials = 5;

        // What a trial's weight is multiplied by when the next one ends: the last 50 say most.
        private const double Memory = 0.98;

        // The first trial of a process compiles code or loads a library: no single one counts more than this many times what was expected.
        private const double Most = 10;
        private double work, workSeconds, trials, constantSeconds;

        public double Seconds(double units) => Constant + PerUnit * units;

        private double PerUnit => (workSeconds + GuessSeconds) / (work + GuessSeconds / guess);

        private double Constant => (constantSeconds + GuessTrials * constantGuess) / (trials + GuessTrials);

        public void Observe(double units, double seconds)
        {
            var expected = Seconds(units);
            var share = Constant / expected;
            var counted = Math.Min(seconds, Most * expected);
            // What is hardly in a trial's time, the trial says hardly anything of.
            Add(share, ref constantSeconds, counted * share, ref trials, 1);
            Add(1 - share, ref workSeconds, counted * (1 - share), ref work, units);
        }

        private static void Add(double weight, ref double seconds, double more, ref double amount, double units)
        {
            var kept = Math.Pow(Memory, weight);
            (seconds, amount) = (kept * seconds + weight * more, kept * amount + weight * units);
        }
    }
}
