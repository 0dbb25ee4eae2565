using Dashboard.Engine.Experiments;
using Dashboard.Engine.Statistics;
using Dashboard.Engine.Training;
using MathNet.Numerics.Statistics;

namespace Dashboard.Engine.Tasks.Deck.Claims;

/// <summary>A claim of the deck about a rank correlation over lengths, for each model.</summary>
public abstract class CorrelationClaim : SeedMeanClaim
{
    /// <summary>The deck's two models, each by itself.</summary>
    internal static IReadOnlyList<Subject> EachModel { get; } = [new(ModelKind.Rnn), new(ModelKind.Lstm)];

    /// <inheritdoc />
    public sealed override string Prefix => "ρ ";

    /// <inheritdoc />
    public sealed override string Meaning => "";

    /// <inheritdoc />
    public sealed override (double Min, double Max)? Bounds => (-1, 1);

    /// <inheritdoc />
    protected sealed override IReadOnlyList<Subject> Subjects => EachModel;

    /// <inheritdoc />
    public sealed override string Number(double estimate) => Numbers.Fixed(estimate);

    /// <inheritdoc />
    public sealed override string Range(double low, double high) => $"{Numbers.Fixed(low)} to {Numbers.Fixed(high)}";

    /// <summary>Spearman's rank correlation of the pairs that are numbers; NaN with fewer than three.</summary>
    protected static double Spearman(IEnumerable<double> x, IEnumerable<double> y)
    {
        var pairs = x.Zip(y).Where(p => double.IsFinite(p.First) && double.IsFinite(p.Second)).ToArray();
        return pairs.Length < 3 ? double.NaN : Correlation.Spearman(pairs.Select(p => p.First), pairs.Select(p => p.Second));
    }

    /// <summary>Spearman's rank correlation of scores with length.</summary>
    protected static double WithLength(IReadOnlyList<int> lengths, double[] scores) => Spearman(lengths.Select(l => (double)l), scores);

    /// <summary>How far one more length solved moves the correlation of solving with length, at most: where k of n lengths are
    /// solved, the shortest ones, ρ is √(3k(n − k)/(n² − 1)).</summary>
    protected static double StepOfSolved(IReadOnlyList<int> lengths)
    {
        double n = lengths.Count;
        return n < 3 ? 0 : Math.Sqrt(6 * (n - 2) / (n * n - 1)) - Math.Sqrt(3 / (n + 1));
    }

    /// <summary>[lengths], 1 where a network did not solve the task.</summary>
    protected static double[] Unsolved(SeedScores scores) => [.. scores.Solved.Select(s => 1 - s)];

    /// <summary>"falls for the RNN and rises for the LSTM".</summary>
    protected static string Each(TestedClaim tested, string negative, string positive) =>
        string.Join(" and ", tested.Effects.Select(e => $"{(e.Interval.Estimate < 0 ? negative : positive)} for the {e.Subject.Name}"));

    /// <summary>"in 14 of 16 conditions for the RNN and in 12 of 16 conditions for the LSTM": where it is negative.</summary>
    protected static string Conditions(TestedClaim tested) => string.Join(" and ", tested.Panels.GroupBy(p => p.Subject)
        .Select(g => $"in {g.Count(p => p.Interval.Estimate < 0)} of {Numbers.Of(g.Count(), "condition")} for the {g.Key.Name}"));
}
