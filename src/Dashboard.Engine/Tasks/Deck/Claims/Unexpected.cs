using Dashboard.Engine.Experiments;
using Dashboard.Engine.Metrics;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Statistics;
using MathNet.Numerics.Statistics;

namespace Dashboard.Engine.Tasks.Deck.Claims;

/// <summary>How MAD depends on length is another story on series that settle on a constant.</summary>
/// <param name="rises">The claim whose statistic is compared.</param>
public sealed class Unexpected(MadRises rises) : MeanClaim
{
    /// <inheritdoc />
    public override string Id => "unexpected";

    /// <inheritdoc />
    public override string Observation => "Observation 7";

    /// <inheritdoc />
    public override string Statement => "On realistic noise-free data the picture is different";

    /// <inheritdoc />
    public override string How =>
        "Spearman's rank correlation of MAD with length on realistic noise-free data, minus its mean over the other conditions, per model. " +
        "Negative supports the claim: there MAD does not rise with length.";

    /// <inheritdoc />
    protected override Side Side => Side.Negative;

    /// <inheritdoc />
    public override string Prefix => "Δρ ";

    /// <inheritdoc />
    public override string Meaning => "";

    /// <inheritdoc />
    public override (double Min, double Max)? Bounds => null;

    /// <inheritdoc />
    public override Score Charted => DeckClaims.Mad;

    /// <inheritdoc />
    public override string Number(double estimate) => Numbers.Delta(estimate);

    /// <inheritdoc />
    public override string Range(double low, double high) => $"{Numbers.Fixed(low)} to {Numbers.Fixed(high)}";

    /// <inheritdoc />
    protected override (IReadOnlyList<Effect> Effects, IReadOnlyList<PanelEffect> Panels) Measure(StudyData data)
    {
        var effects = new List<Effect>();
        foreach (var subject in CorrelationClaim.EachModel)
        {
            var (special, others) = (BySeed(data, subject, settles: true), BySeed(data, subject, settles: false));
            if (special.Count == 0 || others.Count == 0) continue;
            var (usual, conditions) = SeedNumbers.OverConditions(others);
            double[] units = data.UnitIsCondition
                ? [.. special.Select(s => s.Values.First() - usual.Values.First())]
                : [.. SeedNumbers.OverConditions(special).BySeed.Where(s => usual.ContainsKey(s.Key)).Select(s => s.Value - usual[s.Key])];
            if (units.Length > 0) effects.Add(Mean(subject, units, special.Count + conditions, data.UnitIsCondition));
        }
        return (effects, []);
    }

    /// <inheritdoc />
    protected internal override PanelData? Typical(TestedClaim tested, StudyData data) => data.Panels.FirstOrDefault(p => p.Panel.Settles());

    /// <inheritdoc />
    protected internal override string Sentence(TestedClaim tested, StudyData data)
    {
        string Each(Func<Subject, string> words) => string.Join(" and ", CorrelationClaim.EachModel.Select(words));
        string Correlation(Subject subject, bool settles) =>
            Numbers.Fixed(BySeed(data, subject, settles).Select(s => s.Values.Average()).DefaultIfEmpty(double.NaN).Average());
        return $"There ρ of MAD with length is {Each(s => $"{Correlation(s, true)} ({s.Name})")}, " +
            $"elsewhere {Each(s => Correlation(s, false))}.{Constant(data)}";
    }

    /// <summary>The statistic by seed in the conditions whose series settle, or in the others; those without a seed left out.</summary>
    private IReadOnlyList<Dictionary<long, double>> BySeed(StudyData data, Subject subject, bool settles) =>
        [.. data.Panels.Where(p => p.Panel.Settles() == settles).Select(p => rises.BySeed(p, subject)).Where(s => s.Count > 0)];

    /// <summary>What always answering the constant scores at the shortest length, beside what the trials score.</summary>
    private static string Constant(StudyData data)
    {
        if (data.Panels.FirstOrDefault(p => p.Panel.Settles())?.Spec is not { } spec) return "";
        var length = spec.Lengths.Min();
        double[] scored =
        [
            .. from panel in data.Panels
               where panel.Panel.Settles()
               let at = panel.Lengths.ToList().IndexOf(length)
               where at >= 0
               from seed in panel.Models.Values.SelectMany(m => m)
               where double.IsFinite(seed.Mad[at])
               select seed.Mad[at],
        ];
        if (scored.Length == 0) return "";
        var (training, validation) = spec.Data(length);
        var facts = SeriesFacts.Of(SequenceGenerator.Generate(training), SequenceGenerator.Generate(validation));
        return facts is not { Training: { } settled, ConstantMad: { } mad } ? ""
            : $" The training series settles on {Numbers.Fixed(settled.Constant)}: always answering that scores {Numbers.Fixed(mad)} at length {length}; " +
              $"the trials score {Numbers.Fixed(scored.Median())} there (median).";
    }
}
