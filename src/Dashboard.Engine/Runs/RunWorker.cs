using Dashboard.Engine.Experiments;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Training;

namespace Dashboard.Engine.Runs;

/// <summary>Trains one trial at a time on the calling thread and shows its epochs as they end.</summary>
internal sealed class RunWorker(Trainers trainers, SequenceCache sequences, WorkEstimate estimate)
{
    /// <summary>The name of the engine that trains a model of a run.</summary>
    public string EngineOf(RunSpec spec, ModelKind model) => trainers.For(spec, model)?.Name ?? Trainers.Name(spec.Engine);

    /// <summary>Trains three batches of every model of a run, at its middle length, in both engines and compares the gradients.</summary>
    /// <returns>What was found, or a note why the engines could not be compared; never an exception.</returns>
    public SelfCheck SelfCheck(RunSpec spec)
    {
        if (trainers.Stepping is not { Count: > 1 } engines) return new(null, "There is only one engine here.");
        var (training, validation) = spec.Data(spec.Lengths.Order().ElementAt(spec.Lengths.Count / 2), spec.Seeds[0]);
        double largest = 0;
        try
        {
            if (engines.FirstOrDefault(t => t.Name == "torch") is { } torch && !torch.Covers(spec.Network(spec.Models[0]), spec.Training()))
                return new(null, "libtorch is not available here, so there is nothing to compare with; Status says why.");
            var covered = spec.Models.Where(m => engines.All(t => t.Covers(spec.Network(m), spec.Training()))).ToArray();
            if (covered.Length == 0) return new(null, "The fused engine does not cover this network, so there is nothing to compare.");
            foreach (var model in covered)
            {
                var data = new TrainingData(sequences.Get(training), sequences.Get(validation), spec.Standardize);
                largest = Math.Max(largest, EngineComparison.LargestGradientDifference(
                    engines[0], engines[1], data, spec.Network(model), spec.Training(), spec.Seeds[0]));
            }
            return double.IsFinite(largest) ? new(largest, null) : new(null, "A gradient was not finite within the first three batches.");
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return new(null, $"The engines could not be compared: {e.Message}");
        }
    }

    /// <summary>Trains a trial of a run. A failing trial is a result: the run goes on.</summary>
    public Trial Train(LiveRun live, int index, SafeObserver observer, CancellationToken stop)
    {
        var trial = live.Trials[index];
        observer.OnTrialStarted(live.Run, trial);
        trial = Train(live, trial, stop);
        observer.OnTrialEnded(live.Run, trial);
        return trial;
    }

    private Trial Train(LiveRun live, Trial trial, CancellationToken stop)
    {
        var spec = live.Run.Spec;
        var trainer = trainers.For(spec, trial.Key.Model);
        if (trainer is null) return Failed(trial, $"No engine here trains this network ({trial.Key.Model}, engine {spec.Engine}). Relaunch with engine auto, or see Status for the native library.");
        trial = trial with { Status = TrialStatus.Running, Engine = trainer.Name, Result = null };
        live.Set([trial]);
        try
        {
            var (training, validation) = spec.Data(trial.Key.Length, trial.Key.Seed);
            var data = new TrainingData(sequences.Get(training), sequences.Get(validation), spec.Standardize);
            var result = trainer.Train(data, spec.Network(trial.Key.Model), spec.Training(), trial.Key.Seed, new Progress(live, trial), stop);
            if (result.Status == TrialStatus.Cancelled) return trial with { Status = TrialStatus.Queued, Engine = null };
            trial = trial with { Status = result.Status, Result = result };
            estimate.Observe(spec, trial);
            return trial;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return Failed(trial, $"{e.GetType().Name}: {e.Message}");
        }
    }

    private static Trial Failed(Trial trial, string why) =>
        trial with { Status = TrialStatus.Failed, Result = new(TrialStatus.Failed, [], StoppedEarly: false, 0, null, null, why) };

    private sealed class Progress(LiveRun live, Trial trial) : IEpochObserver
    {
        private readonly List<EpochResult> epochs = [];

        public void OnEpoch(EpochResult epoch)
        {
            epochs.Add(epoch);
            live.Set([trial with { Result = new(TrialStatus.Running, [.. epochs], StoppedEarly: false, 0, null, null) }]);
        }
    }
}
