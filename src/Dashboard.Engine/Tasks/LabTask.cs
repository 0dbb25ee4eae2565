using Dashboard.Engine.Experiments;
using Dashboard.Engine.Metrics;
using Dashboard.Engine.Python;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Statistics;
using Dashboard.Engine.Training;

namespace Dashboard.Engine.Tasks;

/// <summary>
/// What networks are asked to learn, and all that is its own: how its data is made, what predictors without a memory
/// score, what was published and is claimed of it. One folder a task, one line in <see cref="LabTasks.All"/>.
/// </summary>
public abstract class LabTask
{
    /// <summary>What runs are saved with, and what the API calls <c>sequence</c>.</summary>
    public abstract SequenceKind Kind { get; }

    /// <summary>Name for people: "Simple".</summary>
    public abstract string Name { get; }

    /// <summary>Its rule, one sentence.</summary>
    public abstract string Rule { get; }

    /// <summary>What its published result is about, in a sentence or two: for a first visitor, beside the result itself, and in a
    /// notebook.</summary>
    public abstract string Story { get; }

    /// <summary>What its networks are judged by.</summary>
    public abstract TaskScore Score { get; }

    /// <summary>What a run's networks are to say, in a few words: scores of runs with the same words and the same
    /// <see cref="Score"/> can be held against each other.</summary>
    public virtual string Target(RunSpec spec) => Name;

    /// <summary>The ways its data and settings are defined, the usual one first.</summary>
    public abstract IReadOnlyList<Protocol> Protocols { get; }

    /// <summary>What there is to choose of its data besides; null where nothing is.</summary>
    public virtual TaskVariants? Variants => null;

    /// <summary>Those that a protocol leaves to choose; null where it does not.</summary>
    public virtual TaskVariants? VariantsOf(Protocol protocol) => Variants;

    /// <summary>Whether its numbers are integers of a range, with a noise on the targets and inputs that may be standardized.</summary>
    public virtual bool DrawsIntegers => false;

    /// <summary>Nominal lengths it can be drawn at.</summary>
    public virtual Limit Lengths(Protocol protocol) => RunLimits.Length;

    /// <summary>Steps of the longest sequence of a nominal length.</summary>
    public virtual int Steps(RunSpec spec, int length) => length;

    /// <summary>What goes into its networks and what comes out.</summary>
    public abstract TaskShape Shape(RunSpec spec);

    /// <summary>The run that is offered: what a request leaves open is taken from it. One seed.</summary>
    public abstract RunSpec Preset(Protocol protocol);

    /// <summary>What a run of it is called where nobody named it.</summary>
    public abstract string Title(RunSpec spec);

    /// <summary>How a run's data is drawn, in parts of a sentence: "noise 2", "raw inputs"; may be empty.</summary>
    public abstract IReadOnlyList<string> Drawn(RunSpec spec);

    /// <summary>What a protocol means for it, one sentence.</summary>
    public abstract string About(Protocol protocol);

    /// <summary>What was published of it, in the order it is shown in.</summary>
    public virtual IReadOnlyList<PublishedResult> Published => [];

    /// <summary>The best known of it in a few words: "LSTM, 74,000 sequences (1997)".</summary>
    public abstract string InBrief { get; }

    /// <summary>A length at which one of its sequences fits a small picture.</summary>
    public virtual int CardLength => 20;

    /// <summary>Where what no memory scores depends much on the length: one that it is told at, and why scores of two lengths cannot
    /// be compared, for people. Null where it hardly does.</summary>
    public virtual (int Told, string Why)? NoMemoryByLength => null;

    /// <summary>The first sequences of a run's validation set as they are drawn for people.</summary>
    /// <param name="spec">The run.</param>
    /// <param name="length">Nominal length.</param>
    /// <param name="count">How many, at least 1.</param>
    public abstract IReadOnlyList<Sketch> Sketches(RunSpec spec, int length, int count);

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

    /// <summary>What a trial's network is tested on at another length: as its validation data, drawn at that length.</summary>
    /// <param name="spec">The run.</param>
    /// <param name="length">Nominal length it was trained at.</param>
    /// <param name="tested">Nominal length of the test.</param>
    /// <param name="seed">The trial's seed.</param>
    /// <param name="sequences">Sets shared by all trials on them.</param>
    public abstract (SampleSet Set, IPredictionReader Reader) Test(RunSpec spec, int length, int tested, long seed, SequenceCache sequences);

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

    /// <summary>Its part of a notebook: Python that draws its sets, reads predictions and says when a network has learnt it
    /// (docs/design.md, "A notebook").</summary>
    public abstract string Python { get; }

    /// <summary>The constants that <see cref="Python"/> goes by in a run, beside those every task has.</summary>
    public abstract IReadOnlyList<PythonSetting> PythonSettings(RunSpec spec);

    /// <summary>A trial's validation set as Inside shows it.</summary>
    /// <param name="spec">The run.</param>
    /// <param name="length">Nominal length.</param>
    /// <param name="seed">The trial's seed.</param>
    /// <param name="sequences">Sets shared by all who look at them.</param>
    public abstract InsideData Inside(RunSpec spec, int length, long seed, SequenceCache sequences);

    /// <summary>What the browser has to know to look inside; may take tens of milliseconds.</summary>
    /// <param name="spec">The run.</param>
    /// <param name="length">Nominal length.</param>
    /// <param name="seed">The trial's seed.</param>
    /// <param name="known">What was worked out before.</param>
    public abstract InsidePage InsidePage(RunSpec spec, int length, long seed, KnownBaselines known);

    /// <summary>What is kept of its networks after every epoch.</summary>
    public abstract LearntItems Learnt(RunSpec spec);

    /// <summary>Places on the way to knowing both of them, the start first.</summary>
    /// <param name="spec">The run.</param>
    /// <param name="baselines">As <see cref="Baselines"/> gives them; empty where they are not known yet.</param>
    public abstract IReadOnlyList<LearntPlace> LearntPlaces(RunSpec spec, IReadOnlyList<Baseline> baselines);

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

/// <summary>Ways to draw a task's data; a run keeps the word of one.</summary>
/// <param name="Label">What is chosen: "Marks".</param>
/// <param name="All">The usual one first.</param>
public sealed record TaskVariants(string Label, IReadOnlyList<TaskVariant> All);

/// <summary>One of them.</summary>
/// <param name="Word">As data files and the API write it.</param>
/// <param name="Title">For people.</param>
public sealed record TaskVariant(string Word, string Title);

/// <summary>A number somebody published of a task.</summary>
/// <param name="Source">Who and when: "Hochreiter &amp; Schmidhuber 1997".</param>
/// <param name="Setup">What was trained, on what.</param>
/// <param name="Result">What came of it.</param>
/// <param name="Differs">What is different here.</param>
/// <param name="Address">Where it can be read.</param>
public sealed record PublishedResult(string Source, string Setup, string Result, string Differs, string Address);
