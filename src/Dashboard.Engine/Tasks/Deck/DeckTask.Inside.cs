using Dashboard.Engine.Experiments;
using Dashboard.Engine.Metrics;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Training;

namespace Dashboard.Engine.Tasks.Deck;

/// <summary>What Inside and What it learnt ask of the deck's tasks.</summary>
public abstract partial class DeckTask
{
    private const string Page = "deck";

    /// <inheritdoc />
    public sealed override InsideData Inside(RunSpec spec, int length, long seed, SequenceCache sequences)
    {
        var (training, validation) = Sets(spec, length, seed);
        var set = sequences.Get(validation);
        var shown = set.Count <= InsideData.MostSequences ? set : set.First(InsideData.MostSequences);
        var scale = TrainingData.InputScale(sequences.Get(training), spec.Standardize);
        double[] first = [.. Enumerable.Range(0, shown.Count).Select(k => shown.Inputs(k)[0])];
        return new(TrainingData.Of(shown, scale), [.. Enumerable.Range(0, shown.Count).SelectMany(k => shown.Inputs(k).ToArray())], 1,
            [new(First(spec), new int[shown.Count], first)]) { InputScale = scale };
    }

    /// <inheritdoc />
    public sealed override InsidePage InsidePage(RunSpec spec, int length, long seed, KnownBaselines known)
    {
        var baselines = known.Of(Sets(spec, length, seed));
        var weights = Weights(spec.Protocol);
        return new(Page, Math.Max(1, Math.Ceiling(baselines.Constant * 1.1)),
            HasSeries ? [new(baselines.Constant, "constant")]
                : [new(baselines.LastOnly, "last input only"), new(baselines.LastAndSign, "last input and the sign of x₁")],
            new
            {
                Weights = new[] { new { Index = 0, Weight = weights.EffectiveFirst }, new { Index = length - 1, Weight = weights.EffectiveLast } },
                spec.Low,
                spec.High,
                SignScore = HasSeries ? (double?)null : baselines.LastAndSign,
            });
    }

    private Item First(RunSpec spec) => new("x₁", "the first input", Weights(spec.Protocol).EffectiveFirst);

    /// <inheritdoc />
    public sealed override LearntItems Learnt(RunSpec spec) => new(0, First(spec), new("the last input", "the last input", Weights(spec.Protocol).EffectiveLast))
    {
        Part = HasSeries ? null : new(Weights(spec.Protocol).EffectiveFirst * SignShare(spec), "the sign of x₁"),
    };

    /// <summary>
    /// The share of the true weight that the sign of the first input carries: a predictor s·m·sign(x − c), with m the mean
    /// distance from the middle c, has the least-squares weight m² / variance on x: ¾ for numbers drawn evenly.
    /// </summary>
    private static double SignShare(RunSpec spec)
    {
        var n = (double)spec.High - spec.Low + 1;
        double half = (spec.High - spec.Low) / 2.0, mean = half * (half + 1) / n, variance = (n * n - 1) / 12;
        return mean * mean / variance;
    }

    /// <inheritdoc />
    public sealed override IReadOnlyList<LearntPlace> LearntPlaces(RunSpec spec, IReadOnlyList<Baseline> baselines)
    {
        var (first, last) = (Weights(spec.Protocol).EffectiveFirst, Weights(spec.Protocol).EffectiveLast);
        string Mad(int predictor, string word = "MAD") =>
            predictor < baselines.Count && baselines[predictor].Score is { } mad ? FormattableString.Invariant($"{word} {mad:0.0}") : "";
        // The two that stand near each other lean apart.
        var places = new List<LearntPlace> { new(0, 0, "start", Mad(0, "constant, MAD")), new(0, last, "last only", Mad(1)) };
        if (Learnt(spec).Part is { } sign) places.Add(new(sign.Weight, last, "sign of x₁, last", Mad(2), -1));
        places.Add(new(first, last, "both", Mad(4), HasSeries ? 0 : 1));
        places.Add(new(first, 0, "first only", HasSeries ? Mad(3) : Mad(3) is { Length: > 0 } mad ? $"{mad}; nobody" : "nobody"));
        return places;
    }
}
