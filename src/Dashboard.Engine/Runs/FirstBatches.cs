using System.Diagnostics;
using Dashboard.Engine.Experiments;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Tasks;
using Dashboard.Engine.Training;

namespace Dashboard.Engine.Runs;

/// <summary>What the first batches of a trial gave, one by one: trials keep epochs only.</summary>
/// <param name="Losses">Loss of each batch before its step, [batches].</param>
/// <param name="GradientMeans">Gradient mean of each, [batches].</param>
/// <param name="Flow">‖∂L/∂h_t‖ of the first one, [steps of its longest sequence]; empty where no batch was trained.</param>
public sealed record BatchNumbers(IReadOnlyList<double> Losses, IReadOnlyList<double> GradientMeans, IReadOnlyList<float> Flow);

/// <summary>
/// Trains the first batches of trials once more. Another program that trains the same can be held against them before rounding has
/// grown: an epoch of hundreds of steps may be too long for that.
/// </summary>
public sealed class FirstBatches(Trainers trainers, SequenceCache sequences)
{
    /// <summary>Batches of a trial at most.</summary>
    public const int Most = 100;

    /// <summary>Seconds after which no further batch is trained, over all trials asked for.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);

    /// <summary>The first batches of the first epoch, by trial; a trial whose engine is not at hand is left out.</summary>
    /// <param name="spec">The run.</param>
    /// <param name="trials">Its trials.</param>
    public IReadOnlyDictionary<TrialKey, BatchNumbers> Of(RunSpec spec, IReadOnlyList<Trial> trials)
    {
        var started = Stopwatch.GetTimestamp();
        var numbers = new Dictionary<TrialKey, BatchNumbers>();
        foreach (var trial in trials)
            if (Trainer(spec, trial) is { } trainer && Stopwatch.GetElapsedTime(started) < Limit)
                numbers.Add(trial.Key, Train(trainer, spec, trial.Key, started));
        return numbers;
    }

    // The engine that trained it, where it is here; another one differs in rounding only.
    private ISteppingTrainer? Trainer(RunSpec spec, Trial trial)
    {
        ISteppingTrainer[] covering = [.. trainers.Stepping.Where(t => t.Covers(spec.Network(trial.Key.Model), spec.Training()))];
        return covering.FirstOrDefault(t => t.Name == trial.Engine) ?? covering.FirstOrDefault();
    }

    private BatchNumbers Train(ISteppingTrainer trainer, RunSpec spec, TrialKey key, long started)
    {
        var (network, data) = (spec.Network(key.Model), spec.Task.Data(spec, key.Length, key.Seed, sequences));
        var (losses, means) = (new List<double>(), new List<double>());
        IReadOnlyList<float> flow = [];
        using var session = trainer.Open(network, spec.Training(), InitialWeights.Draw(network, key.Seed), data.Training.Steps);
        var order = new Shuffle(data.Training.Count, key.Seed).NextEpoch().ToArray();
        foreach (var batch in order.Chunk(spec.BatchSize).Take(Most))
        {
            if (Stopwatch.GetElapsedTime(started) > Limit) break;
            var step = session.Step(data.Training.Take(batch));
            if (!double.IsFinite(step.Loss)) break;
            losses.Add(step.Loss);
            means.Add(step.GradientMean);
            if (losses.Count == 1) flow = step.HiddenGradientNorms;
        }
        return new(losses, means, flow);
    }
}
