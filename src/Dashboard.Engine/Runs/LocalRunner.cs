using System.Diagnostics;
using Dashboard.Engine.Experiments;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Tasks;
using Dashboard.Engine.Training;

namespace Dashboard.Engine.Runs;

/// <summary>Trains on the calling thread, with the first engine at hand that covers a network; trials share their sequences.</summary>
public sealed class LocalRunner(Trainers trainers, SequenceCache sequences) : ITrialRunner
{
    /// <inheritdoc />
    public string EngineOf(RunSpec spec, ModelKind model) => trainers.For(spec, model)?.Name ?? Trainers.Name(spec.Engine);

    /// <summary>
    /// Trains three batches of every model of a run, at its middle length, in both engines and compares gradients and
    /// validation losses. Where only one engine covers a network, its own training and validation are compared.
    /// </summary>
    /// <returns>What was found, or a note why the engines could not be compared; never an exception.</returns>
    public SelfCheck SelfCheck(RunSpec spec)
    {
        if (trainers.Stepping is not { Count: > 1 } engines) return new(null, "There is only one engine here.");
        var length = spec.RisingLengths[spec.Lengths.Count / 2];
        var largest = default(EngineDifference);
        try
        {
            if (engines.FirstOrDefault(t => t.Name == "torch") is { } torch && !torch.Covers(spec.Network(spec.Models[0]), spec.Training()))
                return new(null, "libtorch is not available here, so there is nothing to compare with; Status says why.");
            var compared = 0;
            foreach (var model in spec.Models)
            {
                var data = spec.Task.Data(spec, length, spec.Seeds[0], sequences);
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
        catch (Exception e)
        {
            return new(null, $"The engines could not be compared: {e.Message}");
        }
    }

    // The network of the best epoch at other lengths than its own, computed as a validation computes it; null where it was stopped.
    private TestResult[]? Tests(ISteppingTrainer trainer, RunSpec spec, TrialKey key, InitialWeights weights, CancellationToken cancellation)
    {
        var sets = spec.TestLengths.Select(l => (Length: l, Test: spec.Task.Test(spec, key.Length, l, key.Seed, sequences))).ToArray();
        using var network = trainer.Open(spec.Network(key.Model), spec.Training(), weights, sets.Max(s => s.Test.Set.Steps));
        var tests = new List<TestResult>();
        foreach (var (length, (set, reader)) in sets)
        {
            if (cancellation.IsCancellationRequested) return null;
            var (loss, predictions) = network.Evaluate(set);
            var readings = new float[reader.Count];
            reader.Read(predictions, readings);
            tests.Add(new(length, loss, readings));
        }
        return [.. tests];
    }

    /// <inheritdoc />
    public TrialResult Train(RunSpec spec, TrialKey key, ITrialObserver? observer, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            if (trainers.For(spec, key.Model) is not { } trainer)
                return TrialResults.Failed($"No engine here trains this network ({key.Model}, engine {spec.Engine}). Relaunch with engine auto, or see Status for the native library.");
            observer?.OnStarted(trainer.Name, new(EngineVersion.Current, trainer.VectorBits));
            var data = spec.Task.Data(spec, key.Length, key.Seed, sequences);
            if (spec.TestLengths.Count == 0 || trainer is not ISteppingTrainer stepping)
                return trainer.Train(data, spec.Network(key.Model), spec.Training(), key.Seed, observer, cancellation);
            var best = new BestNetwork(observer);
            var result = trainer.Train(data, spec.Network(key.Model), spec.Training(), key.Seed, best, cancellation);
            if (result.Status != TrialStatus.Done || best.Weights is not { } weights) return result;
            return Tests(stepping, spec, key, weights, cancellation) is { } tests ? result with { Tests = tests } : result with { Status = TrialStatus.Cancelled };
        }
        catch (Exception e)
        {
            // Memory that ran out while sequences were drawn included: it is free again, and other trials need less.
            return TrialResults.Failed(e, Stopwatch.GetElapsedTime(started));
        }
    }
}
