using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Tasks;
using Dashboard.Engine.Training;
using Dashboard.Engine.Training.Cells;

namespace Dashboard.Engine.Inside;

/// <summary>
/// Trains a trial again with its weights kept: the same seed gives the same network. It goes on past the early stop to the
/// epoch budget.
/// </summary>
public sealed class NetworkRecorder(Trainers trainers, SequenceCache sequences)
{
    /// <summary>Most units of a network that is shown.</summary>
    public const int MostUnits = 50;

    /// <summary>Most timesteps.</summary>
    public const int MostSteps = 200;

    // Of a long training, or of large networks, every few epochs are kept: the weights of all frames take about 2 MB, 3 at most.
    private const int MostEpochFrames = 100, FewestEpochFrames = 10;
    private const long MostWeightBytes = 2_200_000;

    /// <summary>Why a network of a run cannot be looked into, for people; null where it can.</summary>
    public static string? Refusal(RunSpec spec, int length) =>
        spec.Brought is not null ? "This result was brought in from a file: there are no networks to look into."
        : spec.Layers > 1 ? $"This run's networks have {spec.Layers} layers. Inside shows networks of one layer."
        : spec.HiddenSize > MostUnits || spec.Task.Steps(spec, length) > MostSteps
            ? $"{spec.HiddenSize:N0} units over {spec.Task.Steps(spec, length):N0} steps make {spec.HiddenSize * spec.Task.Steps(spec, length):N0} cells a map, too small to read. Inside shows up to {MostUnits} units and {MostSteps} steps in one layer."
        : null;

    /// <summary>The moments kept of trials that are shown side by side: the same of each, those where one stopped or was best too.</summary>
    /// <param name="spec">The run's configuration.</param>
    /// <param name="saved">The trials as they were saved.</param>
    public static IReadOnlyList<Frame> FramesOf(RunSpec spec, IEnumerable<Trial> saved)
    {
        HashSet<int> also = [.. saved.SelectMany(t => new[] { StopOf(t), t.Result?.Best?.Epoch }).OfType<int>()];
        var (epochs, batches) = (spec.Epochs, (spec.TrainCount + spec.BatchSize - 1) / spec.BatchSize);
        List<Frame> frames = [new(0, 0)];
        for (var b = 1; b < batches; b *= 2) frames.Add(new(1, b));
        var room = (int)Math.Clamp(MostWeightBytes / WeightBytes(spec) - frames.Count, FewestEpochFrames, MostEpochFrames);
        var step = (epochs + room - 1) / room;
        for (var e = 1; e <= epochs; e++)
            if (e % step == 0 || e == 1 || e == epochs || also.Contains(e)) frames.Add(new(e, 0));
        return frames;
    }

    // Of one frame, all models of a run together.
    private static long WeightBytes(RunSpec spec)
    {
        var (shape, hidden) = (spec.Task.Shape(spec), (long)spec.HiddenSize);
        return sizeof(float) * spec.Models.Sum(m => Cell.Of(m).Gates.Count * hidden * (shape.Inputs + hidden + 2) + shape.Outputs * (hidden + 1));
    }

    /// <summary>Trains a trial of a run again.</summary>
    /// <param name="spec">The run's configuration.</param>
    /// <param name="saved">The trial as it was saved.</param>
    /// <param name="frames">The moments to keep (<see cref="FramesOf"/>).</param>
    /// <param name="epochDone">Told of each epoch that ended.</param>
    /// <param name="cancellation">Nobody waits for it any more.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="InvalidOperationException">It could not be trained; the message says why.</exception>
    public NetworkRecording Record(RunSpec spec, Trial saved, IReadOnlyList<Frame> frames, Action<int>? epochDone, CancellationToken cancellation)
    {
        var key = saved.Key;
        var tape = new Tape(frames, epochDone);
        var result = Train(spec, saved, tape, cancellation);

        var finder = new FactFinder(key.Model, spec.HiddenSize, spec.Task.Inside(spec, key.Length, key.Seed, sequences));
        var facts = new List<NetworkFacts>();
        foreach (var weights in tape.Weights)
        {
            cancellation.ThrowIfCancellationRequested();
            facts.Add(finder.Find(weights));
        }
        Frame[] seen = [.. frames.Take(facts.Count)];
        return new(key, spec.HiddenSize, seen, tape.Weights, facts,
            [.. seen.Select((f, i) => f is { Batches: 0, Epoch: > 0 } ? result.Epochs[f.Epoch - 1].ValidationLoss : facts[i].Loss)],
            result.Epochs, StopOf(saved), saved.Result?.Best?.Epoch, result.Status == TrialStatus.Diverged ? result.Epochs.Count : null,
            Difference(saved.Result?.Epochs ?? [], result.Epochs));
    }

    /// <summary>Trains a trial again past its stop, to the epoch budget: its epochs alone.</summary>
    /// <param name="spec">The run's configuration.</param>
    /// <param name="saved">The trial as it was saved.</param>
    /// <param name="cancellation">Nobody waits for it any more.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="InvalidOperationException">It could not be trained; the message says why.</exception>
    public IReadOnlyList<EpochResult> TrainOn(RunSpec spec, Trial saved, CancellationToken cancellation) => Train(spec, saved, null, cancellation).Epochs;

    private static int? StopOf(Trial saved) => saved.Result is { StoppedEarly: true } r ? r.Epochs.Count : null;

    private TrialResult Train(RunSpec spec, Trial saved, IEpochObserver? observer, CancellationToken cancellation)
    {
        var key = saved.Key;
        var trainer = trainers.All.FirstOrDefault(t => t.Name == saved.Engine && t.Covers(spec.Network(key.Model), spec.Training()))
            ?? trainers.For(spec, key.Model) ?? throw new InvalidOperationException("No engine on this server trains this network.");
        var data = spec.Task.Data(spec, key.Length, key.Seed, sequences);
        var result = trainer.Train(data, spec.Network(key.Model), spec.Training() with { Patience = spec.Epochs, TimeLimit = null }, key.Seed, observer, cancellation);
        cancellation.ThrowIfCancellationRequested();
        return result.Status == TrialStatus.Failed ? throw new InvalidOperationException(result.Error) : result;
    }

    // A trial that was saved before a reading was kept differs by nothing else.
    private static RecordingDifference? Difference(IReadOnlyList<EpochResult> saved, IReadOnlyList<EpochResult> now) =>
        saved.Zip(now).Where(p => !p.First.Equals(p.Second with { Readings = [.. p.Second.Readings.Take(p.First.Readings.Count)] })).Select(p => new RecordingDifference(p.First.Epoch, p.First.ValidationLoss, p.Second.ValidationLoss)).FirstOrDefault();

    private sealed class Tape(IReadOnlyList<Frame> frames, Action<int>? epochDone) : INetworkObserver
    {
        private readonly HashSet<Frame> wanted = [.. frames];

        public List<InitialWeights> Weights { get; } = [];

        // The start of an epoch is the end of the one before.
        private static Frame At(int epoch, int batches) => batches == 0 ? new(epoch - 1, 0) : new(epoch, batches);

        public bool Wants(int epoch, int batches) => wanted.Contains(At(epoch, batches));

        public void OnNetwork(int epoch, int batches, InitialWeights weights) => Weights.Add(weights);

        public void OnEpoch(EpochResult epoch) => epochDone?.Invoke(epoch.Epoch);
    }
}
