using Dashboard.Engine.Experiments;
using Dashboard.Engine.Metrics;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Training;

namespace Dashboard.Engine.Tasks;

/// <summary>
/// What networks are asked to learn, and all that is its own: how its data is made, what predictors without a memory score,
/// and how pages speak of it and draw it. One folder a task, one line in <see cref="LabTasks.All"/>.
/// </summary>
public abstract class LabTask
{
    /// <summary>What runs are saved with, and what the API calls <c>sequence</c>.</summary>
    public abstract SequenceKind Kind { get; }

    /// <summary>Its name for people: "Simple".</summary>
    public abstract string Name { get; }

    /// <summary>The rule in a sentence.</summary>
    public abstract string Sentence { get; }

    /// <summary>How its score is called.</summary>
    public abstract ScoreWords Score { get; }

    /// <summary>The axis scores are drawn on.</summary>
    public abstract ScoreAxis Axis { get; }

    /// <summary>The axis of small charts that share one scale; <see cref="Axis"/> unless it says otherwise.</summary>
    public virtual ScoreAxis SmallAxis => Axis;

    /// <summary>A score below this counts as learnt.</summary>
    public abstract double Solved { get; }

    /// <summary>What a trial is trained and validated on.</summary>
    /// <param name="spec">The run; <see cref="Kind"/> is its kind of sequences.</param>
    /// <param name="length">Nominal length of its sequences.</param>
    /// <param name="seed">The trial's seed, which counts where each seed draws its own data.</param>
    /// <param name="sequences">Sets shared by all trials on them.</param>
    /// <exception cref="ArgumentOutOfRangeException">The run's numbers are out of range.</exception>
    public abstract TrainingData Data(RunSpec spec, int length, long seed, SequenceCache sequences);

    /// <summary>What predictors that remember only part of a sequence score on a trial's validation set, in the order they are
    /// shown in; may take tens of milliseconds.</summary>
    /// <param name="spec">The run.</param>
    /// <param name="length">Nominal length.</param>
    /// <param name="seed">The trial's seed.</param>
    /// <param name="known">What was worked out before.</param>
    public abstract IReadOnlyList<Baseline> Baselines(RunSpec spec, int length, long seed, KnownBaselines known);

    /// <summary><see cref="Baselines"/> where they are known without any work, or null.</summary>
    public abstract IReadOnlyList<Baseline>? KnownBaselines(RunSpec spec, int length, long seed, KnownBaselines known);

    /// <summary>What a predictor that knows the last input only scores, against which forgetting is measured; null where the
    /// task has no such predictor.</summary>
    public virtual Func<int, double>? LastInputOnly(RunSpec spec, KnownBaselines known) => null;
}

/// <summary>How a task's score is called.</summary>
/// <param name="Word">"MAD".</param>
/// <param name="Long">With what it is: "MAD (validation L1)".</param>
public sealed record ScoreWords(string Word, string Long);

/// <summary>The axis scores are drawn on; it grows by whole ticks where a score lies beyond.</summary>
/// <param name="Max">Its end.</param>
/// <param name="Step">From tick to tick.</param>
/// <param name="LogLow">Least power of ten where it is logarithmic.</param>
/// <param name="LogHigh">Greatest power of ten where it is logarithmic.</param>
public sealed record ScoreAxis(double Max, double Step, double LogLow, double LogHigh);

/// <summary>A predictor that remembers only part of a sequence.</summary>
/// <param name="Name">"last input only".</param>
/// <param name="Title">What it is, in a sentence.</param>
/// <param name="Score">On the validation set; null where the training set does not decide it.</param>
/// <param name="Line">Drawn as a line beside networks.</param>
/// <param name="Complete">Knows all there is to know: beside it a network is not stuck but done.</param>
public sealed record Baseline(string Name, string Title, double? Score, bool Line = true, bool Complete = false);
