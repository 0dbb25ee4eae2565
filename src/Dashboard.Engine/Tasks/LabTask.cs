using Dashboard.Engine.Experiments;
using Dashboard.Engine.Metrics;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Statistics;
using Dashboard.Engine.Training;

namespace Dashboard.Engine.Tasks;

/// <summary>
/// What networks are asked to learn, and all that is its own: how its data is made, what predictors without a memory
/// score, what is claimed of it. One folder a task, one line in <see cref="LabTasks.All"/>.
/// </summary>
public abstract class LabTask
{
    /// <summary>What runs are saved with, and what the API calls <c>sequence</c>.</summary>
    public abstract SequenceKind Kind { get; }

    /// <summary>Name for people: "Simple".</summary>
    public abstract string Name { get; }

    /// <summary>Its rule, one sentence.</summary>
    public abstract string Rule { get; }

    /// <summary>What a first visitor is told of its published result.</summary>
    public abstract string Story { get; }

    /// <summary>What its networks are judged by.</summary>
    public abstract TaskScore Score { get; }

    /// <summary>Where the axis of a run's scores ends at least.</summary>
    public abstract double UsualScore(RunSpec spec);

    /// <summary>Where small charts of its scores end; null for whole ticks above nine tenths of what is drawn.</summary>
    public virtual double? SmallChartTop => null;

    /// <summary>A rule across those charts: what a predictor that knows the last input only scores with the deck's numbers.</summary>
    public virtual double? SmallChartRule => null;

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

    /// <summary>What is claimed of it, in the order it is shown in. A claim that several tasks share is tested on all of them.</summary>
    public abstract IReadOnlyList<Claim> Claims { get; }
}

/// <summary>A predictor that remembers only part of a sequence.</summary>
/// <param name="Name">"last input only".</param>
/// <param name="Title">What it is, in a sentence.</param>
/// <param name="Score">On the validation set; null where the training set does not decide it.</param>
/// <param name="Line">Drawn as a line beside networks.</param>
/// <param name="Complete">Knows all there is to know: beside it a network is not stuck but done.</param>
public sealed record Baseline(string Name, string Title, double? Score, bool Line = true, bool Complete = false);
