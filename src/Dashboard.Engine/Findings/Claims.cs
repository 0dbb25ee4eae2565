using Dashboard.Engine.Tasks.Deck;
using Dashboard.Engine.Training;
using MathNet.Numerics.Statistics;

namespace Dashboard.Engine.Findings;

/// <summary>
/// The deck's claims (docs/protocol.md, "What the deck claims") as statistics. Each claim has one number per seed and condition;
/// a seed's numbers are averaged over the conditions, and the interval is taken over seeds, because seeds are what was
/// repeated: lengths and conditions of one seed share its initial weights and are no independent repeats.
/// </summary>
public static class Claims
{
    /// <summary>From this length on a sequence counts as long: the deck's lengths above 15.</summary>
    public const int Long = 17;

    private sealed record Definition(
        string Id, string Observation, string Statement, string Unit, string How, int Side, bool PerModel,
        Func<IReadOnlyList<int>, SeedScores, SeedScores, double> Statistic);

    private static readonly Definition[] Definitions =
    [
        new("vanishing", "Observation 2", "Gradients vanish as sequences grow", "ρ",
            "Spearman's rank correlation of the gradient mean with length, per model. Negative supports the claim.",
            -1, true, (lengths, own, _) => Spearman(Doubles(lengths), own.GradientMean)),
        new("fluctuation", "Observation 2", "LSTM gradients fluctuate less than RNN gradients", "powers of ten",
            "Mean step of log10 gradient mean between neighbouring lengths, up or down: the RNN's minus the LSTM's. Positive supports the claim.",
            1, false, (_, rnn, lstm) => MeanStep(rnn.GradientMean) - MeanStep(lstm.GradientMean)),
        new("mad-rises", "Observation 4", "MAD rises with length", "ρ",
            "Spearman's rank correlation of MAD with length, per model. Positive supports the claim.",
            1, true, (lengths, own, _) => Spearman(Doubles(lengths), own.Mad)),
        new("lstm-lower", "Observation 4", "LSTMs keep lower MADs at longer lengths", "MAD",
            "The RNN's MAD minus the LSTM's, mean over lengths 17 and up. Positive supports the claim.",
            1, false, (lengths, rnn, lstm) => MeanWhere(lengths, i => rnn.Mad[i] - lstm.Mad[i])),
        new("poor-mad", "Observations 5 and 6", "Vanishing gradients go with poor MAD", "ρ",
            "Spearman's rank correlation of gradient mean with MAD over the lengths, per model. Negative supports the claim. It does not say which causes which.",
            -1, true, (_, own, _) => Spearman(own.GradientMean, own.Mad)),
        new("rnn-smaller", "Observation 2", "RNN gradient means are smaller than LSTM ones", "powers of ten",
            "log10 of the RNN's gradient mean over the LSTM's, mean over lengths 17 and up. Negative supports the claim. The metric averages over parameters and time, so it does not show vanishing through time.",
            -1, false, (lengths, rnn, lstm) => MeanWhere(lengths, i => Math.Log10(rnn.GradientMean[i] / lstm.GradientMean[i]))),
        new("through-time", "Observation 2", "Through time, RNN gradients vanish sooner than LSTM ones", "steps",
            "Gradient horizon (steps back over which ‖∂L/∂h‖ keeps 1% of its last value, best epoch): the LSTM's minus the RNN's, mean over lengths 17 and up. Positive supports the claim.",
            1, false, (lengths, rnn, lstm) => MeanWhere(lengths, i => lstm.GradientHorizon[i] - rnn.GradientHorizon[i])),
    ];

    /// <summary>Every claim on this data. A claim without numbers (no gradient flow in the published result) is left out.</summary>
    public static IReadOnlyList<Claim> Test(StudyData data)
    {
        var claims = Definitions.Select(d => Test(d, data)).OfType<Claim>().ToList();
        if (Unexpected(data) is { } unexpected) claims.Add(unexpected);
        return claims;
    }

    private static Claim? Test(Definition definition, StudyData data)
    {
        var effects = new List<Effect>();
        var panels = new List<PanelEffect>();
        foreach (var model in definition.PerModel ? new ModelKind?[] { ModelKind.Rnn, ModelKind.Lstm } : [null])
        {
            var scores = data.Panels.Select(p => (p.Panel, BySeed: BySeed(definition, p, model))).Where(p => p.BySeed.Count > 0).ToArray();
            if (scores.Length == 0) continue;
            var (units, conditions) = Units([.. scores.Select(s => s.BySeed)], data.UnitIsCondition);
            effects.Add(Judge(model, units, conditions, definition.Side, data.UnitIsCondition));
            foreach (var (panel, bySeed) in scores)
            {
                var interval = Interval.OfMean([.. bySeed.Values], comparisons: scores.Length);
                panels.Add(new(panel, model, interval, VerdictOf(interval, definition.Side)));
            }
        }
        return effects.Count == 0 ? null
            : new(definition.Id, definition.Observation, definition.Statement, definition.Unit, definition.How, effects, panels);
    }

    /// <summary>Observation 7: how MAD depends on length is another story on realistic noise-free data.</summary>
    private static Claim? Unexpected(StudyData data)
    {
        var rises = Definitions.First(d => d.Id == "mad-rises");
        var effects = new List<Effect>();
        foreach (var model in new[] { ModelKind.Rnn, ModelKind.Lstm })
        {
            var special = data.Panels.Where(p => p.Panel.Settles()).Select(p => BySeed(rises, p, model)).Where(s => s.Count > 0).ToArray();
            var others = data.Panels.Where(p => !p.Panel.Settles()).Select(p => BySeed(rises, p, model)).Where(s => s.Count > 0).ToArray();
            if (special.Length == 0 || others.Length == 0) continue;
            var (usual, conditions) = ByCommonSeed(others);
            double[] units = data.UnitIsCondition
                ? [.. special.Select(s => s.Values.First() - usual.Values.First())]
                : [.. ByCommonSeed(special).BySeed.Where(s => usual.ContainsKey(s.Key)).Select(s => s.Value - usual[s.Key])];
            if (units.Length > 0) effects.Add(Judge(model, units, special.Length + conditions, -1, data.UnitIsCondition));
        }
        return effects.Count == 0 ? null : new("unexpected", "Observation 7", "On realistic noise-free data the picture is different", "ρ",
            "Spearman's rank correlation of MAD with length on realistic noise-free data, minus its mean over the other conditions, per model. Negative supports the claim: there MAD does not rise with length.",
            effects, []);
    }

    private static Effect Judge(ModelKind? model, double[] units, int conditions, int side, bool unitIsCondition)
    {
        var interval = Interval.OfMean(units, repeats: !unitIsCondition);
        var verdict = VerdictOf(interval, side);
        return new(model, interval, conditions, verdict, verdict == Verdict.NotSettled && !unitIsCondition ? interval.MoreNeeded() : null);
    }

    private static Verdict VerdictOf(Interval interval, int side) => interval switch
    {
        { Low: { } low } when low > 0 => side > 0 ? Verdict.Supported : Verdict.Contradicted,
        { High: { } high } when high < 0 => side < 0 ? Verdict.Supported : Verdict.Contradicted,
        _ => Verdict.NotSettled,
    };

    /// <summary>The statistic of every seed whose trials have all ended.</summary>
    private static Dictionary<long, double> BySeed(Definition definition, PanelData panel, ModelKind? model)
    {
        var scores = new Dictionary<long, double>();
        if (!panel.Models.TryGetValue(model ?? ModelKind.Rnn, out var own) || !panel.Models.TryGetValue(model ?? ModelKind.Lstm, out var other)) return scores;
        var others = other.ToDictionary(s => s.Seed);
        foreach (var seed in own)
        {
            if (!seed.Complete || !others.TryGetValue(seed.Seed, out var second) || !second.Complete) continue;
            var value = definition.Statistic(panel.Lengths, seed, second);
            if (double.IsFinite(value)) scores.Add(seed.Seed, value);
        }
        return scores;
    }

    private static (double[] Units, int Conditions) Units(Dictionary<long, double>[] panels, bool unitIsCondition)
    {
        if (unitIsCondition) return ([.. panels.Select(p => p.Values.First())], panels.Length);
        var (bySeed, conditions) = ByCommonSeed(panels);
        return ([.. bySeed.Values], conditions);
    }

    /// <summary>
    /// Each seed's mean over the same conditions. While a study runs not every condition has every seed: of all ways to
    /// leave out those with too few, the one that keeps most results (seeds × conditions) counts.
    /// </summary>
    private static (Dictionary<long, double> BySeed, int Conditions) ByCommonSeed(IReadOnlyList<Dictionary<long, double>> panels)
    {
        (long[] Seeds, Dictionary<long, double>[] Panels) best = ([], []);
        foreach (var least in panels.Select(p => p.Count).Distinct().Order())
        {
            Dictionary<long, double>[] kept = [.. panels.Where(p => p.Count >= least)];
            long[] seeds = [.. kept[0].Keys.Where(seed => kept.All(p => p.ContainsKey(seed)))];
            if (seeds.Length * kept.Length > best.Seeds.Length * best.Panels.Length) best = (seeds, kept);
        }
        return (best.Seeds.ToDictionary(seed => seed, seed => best.Panels.Average(p => p[seed])), best.Panels.Length);
    }

    private static double Spearman(double[] x, double[] y)
    {
        var pairs = x.Zip(y).Where(p => double.IsFinite(p.First) && double.IsFinite(p.Second)).ToArray();
        return pairs.Length < 3 ? double.NaN : Correlation.Spearman(pairs.Select(p => p.First), pairs.Select(p => p.Second));
    }

    private static double MeanStep(double[] values)
    {
        // A length without a number ends one step and begins another: the two beside it are no neighbours.
        var steps = values.Zip(values.Skip(1), (a, b) => Math.Abs(Math.Log10(b / a))).Where(double.IsFinite).ToArray();
        return steps.Length < 2 ? double.NaN : steps.Average();
    }

    private static double MeanWhere(IReadOnlyList<int> lengths, Func<int, double> value) => Enumerable.Range(0, lengths.Count)
        .Where(i => lengths[i] >= Long).Select(value).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average();

    private static double[] Doubles(IReadOnlyList<int> lengths) => [.. lengths.Select(l => (double)l)];
}
