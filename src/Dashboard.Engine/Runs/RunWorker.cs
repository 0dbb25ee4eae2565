using Dashboard.Engine.Experiments;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Training;

namespace Dashboard.Engine.Runs;

/// <summary>Trains one trial at a time on the calling thread and shows its epochs as they end.</summary>
internal sealed class RunWorker(Trainers trainers, SequenceCache sequences, WorkEstimate estimate)
{
    /// <summary>The name of the engine that trains a model of a run.</summary>
    public string EngineOf(RunSpec spec, ModelKind model) => trainers.For(spec, model)?.Name ?? Trainers.Name(spec.Engine);

    /// <summary>
    /// Trains three batches of every model of a run, at its middle length, in both engines and compares gradients and
    /// validation losses. Where only one engine covers a network, its own training and validation are compared.
    /// </summary>
    /// <returns>What was found, or a note why the engines could not be compared; never an exception.</returns>
    public SelfCheck SelfCheck(RunSpec spec)
    {
        if (trainers.Stepping is not { Count: > 1 } engines) return new(null, "There is only one engine here.");
        var (training, validation) = spec.Data(spec.RisingLengths[spec.Lengths.Count / 2], spec.Seeds[0]);
        var largest = default(EngineDifference);
        try
        {
            if (engines.FirstOrDefault(t => t.Name == "torch") is { } torch && !torch.Covers(spec.Network(spec.Models[0]), spec.Training()))
                return new(null, "libtorch is not available here, so there is nothing to compare with; Status says why.");
            var compared = 0;
            foreach (var model in spec.Models)
            {
                var data = new TrainingData(sequences.Get(training), sequences.Get(validation), spec.Standardize);
                var covering = engines.Where(t => t.Covers(spec.Network(model), spec.Training())).ToArray();
                if (covering.Length == 0) continue;
                if (covering.Length > 1) compared++;
                largest = largest.Max(EngineComparison.Compare(
                    covering[0], covering[^1], data, spec.Network(model), spec.Training(), spec.Seeds[0]));
            }
            double? validationLoss = double.IsFinite(largest.Validation) ? largest.Validation : null;
            if (compared == 0) return new(null, "The fused engine does not cover this network, so there is no second engine to compare with.", validationLoss);
            return double.IsFinite(largest.Gradients) ? new(largest.Gradients, null, validationLoss)
                : new(null, "A gradient was not finite within the first three batches.", validationLoss);
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
        trial = trial with { Status = TrialStatus.Running, Engine = trainer.Name, Result = null, Origin = new(EngineVersion.Current, trainer.VectorBits) };
        live.Set([trial]);
        try
        {
            var (training, validation) = spec.Data(trial.Key.Length, trial.Key.Seed);
            var data = new TrainingData(sequences.Get(training), sequences.Get(validation), spec.Standardize);
            var result = trainer.Train(data, spec.Network(trial.Key.Model), spec.Training(), trial.Key.Seed, new Progress(live, trial), stop);
            if (result.Status == TrialStatus.Cancelled) return trial with { Status = TrialStatus.Queued, Engine = null, Origin = null };
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
