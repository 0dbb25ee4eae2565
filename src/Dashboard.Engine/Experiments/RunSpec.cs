using Dashboard.Engine.Sequences;
using Dashboard.Engine.Training;

namespace Dashboard.Engine.Experiments;

/// <summary>Which trainer a run asks for.</summary>
public enum EngineChoice
{
    /// <summary>Fused where it covers the network, torch elsewhere.</summary>
    Auto,
    Fused,
    Torch,
}

/// <summary>One network of a run: a model at a length with a seed.</summary>
public readonly record struct TrialKey(ModelKind Model, int Length, long Seed);

/// <summary>
/// One configuration over lengths × models × seeds: what a run trains, complete, so that it can be trained again to the
/// bit. Made from a validated RunRequest.
/// </summary>
public sealed record RunSpec
{
    public required Protocol Protocol { get; init; }
    public required SequenceKind Sequence { get; init; }

    /// <summary>Word of the task's variant (LabTask.Variants); empty where it has none.</summary>
    public string Variant { get; init; } = "";

    /// <summary>Standard deviation of the Gaussian noise on the training outputs; validation is always noise-free.</summary>
    public required double Noise { get; init; }
    public required bool Standardize { get; init; }

    /// <summary>Rising in every run made since the validator sorts them; an older saved run keeps the order it was typed in,
    /// which its trials' indices and means by length follow. What needs them rising reads <see cref="RisingLengths"/>.</summary>
    public required IReadOnlyList<int> Lengths { get; init; }
    public required IReadOnlyList<ModelKind> Models { get; init; }

    /// <summary>Lengths at which every trained network is tested besides its own, with the weights of its best epoch; rising.</summary>
    public IReadOnlyList<int> TestLengths { get; init; } = [];
    public required IReadOnlyList<long> Seeds { get; init; }

    /// <summary>Seed of the training data; validation data has the next one.</summary>
    public long DataSeed { get; init; } = 42;

    /// <summary>False: all seeds train on the same data, as in the notebook. True: each seed draws its own.</summary>
    public bool FreshData { get; init; }
    public int TrainCount { get; init; } = 25_000;
    public int ValidationCount { get; init; } = 1_000;
    public int Low { get; init; } = -50;
    public int High { get; init; } = 50;
    public int HiddenSize { get; init; } = 6;
    public int Layers { get; init; } = 1;
    public int Epochs { get; init; } = 20;
    public int Patience { get; init; } = 3;
    public int BatchSize { get; init; } = 32;
    public double LearningRate { get; init; } = 0.01;
    public EngineChoice Engine { get; init; }
    public RecurrentInit RecurrentInit { get; init; }
    public double? ForgetBias { get; init; }
    public double? InputGateBias { get; init; }
    public double? ClipNorm { get; init; }

    /// <summary>Most seconds one trial may take; a longer one ends as failed.</summary>
    public double? TrialTimeLimit { get; init; }

    /// <summary>Where the result is from that was not trained here; null for what is. All that it does not say is the task's
    /// preset in the fields above, and shown nowhere.</summary>
    public BroughtIn? Brought { get; init; }

    /// <summary>Whether the epochs of its trials are known: of all that was trained here.</summary>
    public bool KnowsEpochs => Brought?.Says(BroughtColumns.Epoch) ?? true;

    /// <summary>Whether the gradient means of its trials are known: of all that was trained here.</summary>
    public bool KnowsGradients => Brought?.Says(BroughtColumns.Gradient) ?? true;

    /// <summary>What a model is called where it stands for this run: a brought-in one that is no cell of the lab has its own name.</summary>
    public string NameOf(ModelKind model) => model == ModelKind.Other && Brought?.Models.FirstOrDefault(m => m.Model == model) is { } own ? own.Name : model.Name();

    /// <summary>The lengths from short to long, in whatever order they are saved.</summary>
    public IReadOnlyList<int> RisingLengths => [.. Lengths.Order()];

    /// <summary>Seed of a trial's training data; its validation data has the next one. Fresh data takes two for each trial seed, so
    /// that no seed's validation set is another's training set; seed 1 keeps the run's data.</summary>
    public long FirstDataSeed(long seed) => FreshData ? DataSeed + 2 * (seed - 1) : DataSeed;

    public int TrialCount => Lengths.Count * Models.Count * Seeds.Count - (Brought?.Missing.Count ?? 0);

    /// <summary>
    /// The trials in the order they are trained, which is also their index: seed by seed, within a seed the lengths spread
    /// (first, last, then halving the gaps), so that the charts fill evenly. The second model is one length behind the
    /// first (a third one two), so that two workers do not wait for the same sequences to be drawn. What a file that was
    /// brought in has no row for is left out.
    /// </summary>
    public IReadOnlyList<TrialKey> Trials()
    {
        var trials = new List<TrialKey>(Lengths.Count * Models.Count * Seeds.Count);
        var spread = Spread(Lengths.Count).Select(i => Lengths[i]).ToArray();
        foreach (var seed in Seeds)
            for (var step = 0; step < spread.Length + Models.Count - 1; step++)
                for (var m = 0; m < Models.Count; m++)
                    if (step - m is >= 0 and var at && at < spread.Length)
                        trials.Add(new(Models[m], spread[at], seed));
        if (Brought is not { Missing: { Count: > 0 } gone }) return trials;
        var missing = gone.ToHashSet();
        return [.. trials.Where((_, i) => !missing.Contains(i))];
    }

    /// <summary>A permutation of 0..count−1 that starts at the ends and keeps halving the largest gap.</summary>
    internal static IEnumerable<int> Spread(int count)
    {
        var seen = new bool[count];
        for (var gap = Math.Max(1, count - 1); ; gap = (gap + 1) / 2)
        {
            for (var i = 0; i < count; i += gap)
            {
                if (seen[i]) continue;
                seen[i] = true;
                yield return i;
            }
            if (gap == 1) yield break;
        }
    }

    /// <summary>The same run with an LSTM whose gates start as those of 1997: that one had no forget gate, so today's starts open (0.993 at
    /// 5), and its input gates started closed (Hochreiter and Schmidhuber 1997, section 4 and table 10). Without both, what the cell holds
    /// is lost, or drowns in what it was never asked to take in (README, "The tasks of thirty years").</summary>
    /// <param name="inputGate">Start of the input gates' biases; the paper has a lower one for each further block.</param>
    public RunSpec WithGatesOf1997(double inputGate = -3) => this with { ForgetBias = 5, InputGateBias = inputGate };

    /// <summary>The condition.</summary>
    public Panel Panel => new(Sequence, Noise, Standardize);

    /// <summary>Whether two runs differ in nothing but condition and seeds (and the engine, which differs in rounding only). Of what
    /// was brought in that is not known.</summary>
    public bool SameStudy(RunSpec other) => Brought is null && other.Brought is null ? Common(this).Equals(Common(other)) : Equals(other);

    // The order of lengths and models says when a trial is trained, not what comes of it; tests come after it.
    private static RunSpec Common(RunSpec spec) => spec with
    {
        Sequence = 0, Noise = 0, Standardize = false, Seeds = [], TestLengths = [], Engine = 0, Lengths = spec.RisingLengths, Models = [.. spec.Models.Order()],
    };

    /// <summary>How every trial is trained.</summary>
    public TrainingSpec Training() => new(Epochs, Patience, BatchSize, LearningRate, ClipNorm,
        TrialTimeLimit is { } seconds ? TimeSpan.FromSeconds(seconds) : null);

    // Lists compare by reference in a record; runs with equal settings must compare equal.
    public bool Equals(RunSpec? other) => other is not null && Key(this).Equals(Key(other)) && Equals(Brought, other.Brought)
        && TestLengths.SequenceEqual(other.TestLengths) && Lengths.SequenceEqual(other.Lengths) && Models.SequenceEqual(other.Models) && Seeds.SequenceEqual(other.Seeds);

    public override int GetHashCode() => Key(this).GetHashCode();

    private static object Key(RunSpec s) => (s.Protocol, s.Sequence, s.Variant, s.Noise, s.Standardize, s.DataSeed, s.FreshData,
        (s.TrainCount, s.ValidationCount, s.Low, s.High, s.HiddenSize, s.Layers, s.Epochs, s.Patience),
        (s.BatchSize, s.LearningRate, s.Engine, s.RecurrentInit, s.ForgetBias, s.InputGateBias, (s.ClipNorm, s.TrialTimeLimit)));
}
