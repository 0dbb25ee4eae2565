using System.Diagnostics;
using Dashboard.Engine.Metrics;

namespace Dashboard.Engine.Training;

/// <summary>
/// A trial from first epoch to last, the same for every engine: shuffles, the readings of an epoch, early stopping, and
/// the ways a trial can end. Allocates per epoch, never per batch.
/// </summary>
internal sealed class TrialLoop
{
    private readonly TrainingSpec spec;
    private readonly IEpochObserver? observer;
    private readonly CancellationToken cancellation;
    private readonly long started = Stopwatch.GetTimestamp();
    private readonly List<EpochResult> epochs = [];
    private readonly EarlyStopping stopping;
    private readonly Shuffle shuffle;
    private readonly float[] flow, predictions, readings;
    private readonly IPredictionReader? reader;
    private GradientFlow? firstFlow, bestFlow;
    private double lastFiniteLoss = double.NaN;
    private bool observerFailed;

    private TrialLoop(TrainingData data, TrainingSpec spec, long seed, IEpochObserver? observer, CancellationToken cancellation)
    {
        (this.spec, this.observer, this.cancellation) = (spec, observer, cancellation);
        stopping = new(spec.Patience);
        shuffle = new(data.Training.Count, seed);
        flow = new float[data.Training.Steps];
        reader = data.Reader;
        (predictions, readings) = reader is null ? ([], []) : (new float[data.Validation.PredictionSize], new float[reader.Count]);
    }

    /// <summary>Opens a network and trains it to an end; whatever happens becomes a result.</summary>
    public static TrialResult Run(
        Func<ITrainableNetwork> open, TrainingData data, TrainingSpec spec, long seed,
        IEpochObserver? observer, CancellationToken cancellation)
    {
        var loop = new TrialLoop(data, spec, seed, observer, cancellation);
        try
        {
            using var network = open();
            return loop.Train(network);
        }
        catch (Exception e)
        {
            return loop.End(TrialStatus.Failed, $"The trainer failed: {e.GetBaseException().Message}");
        }
    }

    private TrialResult Train(ITrainableNetwork network)
    {
        Show(network, 1, 0);
        for (var epoch = 1; epoch <= spec.Epochs; epoch++)
        {
            if (TrainEpoch(network, epoch) is { } ended) return ended;
            Show(network, epoch + 1, 0);
            if (stopping.Observe(epochs[^1].ValidationLoss)) return End(TrialStatus.Done, stoppedEarly: epoch < spec.Epochs);
            if (stopping.Improved) bestFlow = new(epoch, [.. flow]);
        }
        return End(TrialStatus.Done);
    }

    /// <summary>Trains and validates once; a result if the trial ended in it.</summary>
    private TrialResult? TrainEpoch(ITrainableNetwork network, int epoch)
    {
        var order = shuffle.NextEpoch();
        double lossSum = 0, gradientSum = 0, lastGradient = double.NaN;
        int batches = 0, seen = 0;
        while (seen < order.Length)
        {
            if (cancellation.IsCancellationRequested) return End(TrialStatus.Cancelled);
            if (spec.TimeLimit is { } limit && Stopwatch.GetElapsedTime(started) > limit)
                return End(TrialStatus.Failed, $"The trial reached its time limit of {limit.TotalSeconds:0.###} s in epoch {epoch}; allow more time, or train on fewer or shorter sequences");
            var batch = order.Slice(seen, Math.Min(spec.BatchSize, order.Length - seen));
            seen += batch.Length;
            var reading = network.Step(batch, seen == order.Length ? flow : []);
            lossSum += reading.Loss * batch.Length;
            if (!double.IsFinite(reading.Loss))
            {
                // The gradient readings are those before the loss was lost: what exploded is still to be seen.
                Add(new(epoch, lossSum / seen, double.NaN, gradientSum / batches, lastGradient));
                return Diverged($"{Word(reading.Loss)} in epoch {epoch}, batch {batches + 1}");
            }
            lastFiniteLoss = reading.Loss;
            gradientSum += reading.GradientMean;
            lastGradient = reading.GradientMean;
            batches++;
            if (seen < order.Length) Show(network, epoch, batches);
        }
        if (firstFlow is null) firstFlow = new(epoch, [.. flow]);
        var validation = network.Validate(predictions);
        reader?.Read(predictions, readings);
        Add(new(epoch, lossSum / seen, validation, gradientSum / batches, lastGradient) { Readings = [.. readings] });
        return double.IsFinite(validation) ? null : Diverged($"{Word(validation)} on the validation set after epoch {epoch}");
    }

    private TrialResult Diverged(string what) => End(TrialStatus.Diverged,
        $"The loss became {what}{(double.IsNaN(lastFiniteLoss) ? "" : FormattableString.Invariant($"; the last finite loss of a batch was {lastFiniteLoss:G4}"))}. Try a smaller learning rate or gradient clipping.");

    private static string Word(double value) => double.IsNaN(value) ? "NaN" : "infinite";

    private void Show(ITrainableNetwork network, int epoch, int batches)
    {
        if (observer is INetworkObserver looks && looks.Wants(epoch, batches)) looks.OnNetwork(epoch, batches, network.Weights());
    }

    private void Add(EpochResult result)
    {
        epochs.Add(result);
        if (observerFailed) return;
        try
        {
            observer?.OnEpoch(result);
        }
        catch (Exception)
        {
            // Observers promise not to throw; one that does is not called again and never fails a trial.
            observerFailed = true;
        }
    }

    private TrialResult End(TrialStatus status, string? error = null, bool stoppedEarly = false) =>
        new(status, epochs, stoppedEarly, Stopwatch.GetElapsedTime(started).TotalSeconds, firstFlow, bestFlow, error);
}
