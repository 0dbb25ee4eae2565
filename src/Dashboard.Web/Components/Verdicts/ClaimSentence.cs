using Dashboard.Engine.Experiments;
using Dashboard.Engine.Findings;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Training;
using Dashboard.Web.Charts;

namespace Dashboard.Web.Components.Verdicts;

/// <summary>What the numbers behind a claim say, in one or two sentences made of them.</summary>
public static class ClaimSentence
{
    /// <summary>The sentence; empty where there is nothing to say yet.</summary>
    public static string Of(Claim claim, StudyFindings findings)
    {
        var data = findings.Data;
        return claim.Id switch
        {
            "vanishing" when data.Panels.Count == 1 => $"With length the gradient mean {Each(claim, "falls", "rises")}.",
            "poor-mad" when data.Panels.Count == 1 => $"A small gradient mean goes {Each(claim, "with a high MAD", "with a low MAD")}. It does not say which causes which.",
            "vanishing" => $"The gradient mean falls with length {Conditions(claim)}.{Against(claim, "It rises with length for every model on")}",
            "mad-rises" => Rise(data),
            "poor-mad" => $"Small gradients go with high MAD {Conditions(claim)}. It does not say which causes which.",
            "fluctuation" => Steps(data),
            "lstm-lower" => $"From length {Claims.Long} on the LSTM's MAD is {Than(data, true)}; at shorter lengths it is {Than(data, false)}.",
            "rnn-smaller" => Larger(data),
            "through-time" => $"From length {Claims.Long} on the gradient keeps 1% of its last norm over {Horizons(data, true)}; at shorter lengths over {Horizons(data, false)}.",
            "unexpected" => Unexpected(findings),
            _ => "",
        };
    }

    /// <summary>"falls for the RNN and rises for the LSTM".</summary>
    private static string Each(Claim claim, string negative, string positive) =>
        string.Join(" and ", claim.Effects.Select(e => $"{(e.Interval.Estimate < 0 ? negative : positive)} for the {e.Model?.Name()}"));

    private static string Conditions(Claim claim) => string.Join(" and ", claim.Panels.GroupBy(p => p.Model)
        .Select(g => $"in {g.Count(p => p.Interval.Estimate < 0)} of {Numbers.Of(g.Count(), "condition")}{(g.Key is { } m ? $" for the {m.Name()}" : "")}"));

    /// <summary>Names the conditions where every model goes against the claim, when they are few.</summary>
    private static string Against(Claim claim, string words)
    {
        var all = claim.Panels.GroupBy(p => p.Panel).Where(g => g.All(p => p.Interval.Estimate > 0)).Select(g => g.Key).ToArray();
        return all.Length is 0 or > 3 ? "" : $" {words} {string.Join(" and ", all.Select(Short))}.";
    }

    /// <summary>"simple, noise 2, raw".</summary>
    public static string Short(Panel panel) => $"{panel.Sequence.ToString().ToLowerInvariant()}, {(panel.Noise == 0 ? "no noise" : $"noise {Numbers.Plain(panel.Noise)}")}, {(panel.Standardize ? "standardized" : "raw")}";

    private static string Rise(StudyData data)
    {
        var panels = data.Panels.Any(p => p.Panel.Sequence == SequenceKind.Simple) ? data.Panels.Where(p => p.Panel.Sequence == SequenceKind.Simple).ToArray() : [.. data.Panels];
        var curves = panels.SelectMany(p => p.Models.Keys).Distinct().Where(m => m != ModelKind.Gru).Order().Select(m => (Model: m, Mean: Curve(panels, m))).Where(c => c.Mean.Length > 1).ToArray();
        if (curves.Length == 0) return "";
        var where = panels[0].Panel.Sequence == SequenceKind.Simple ? "On simple data the" : "The";
        return $"{where} mean MAD goes from {string.Join(" and ", curves.Select(c => $"{Numbers.Fixed(c.Mean[0].Value, 1)} ({c.Model.Name()})"))} at length {curves[0].Mean[0].Length} " +
            $"to {string.Join(" and ", curves.Select(c => Numbers.Fixed(c.Mean[^1].Value, 1)))} at length {curves[0].Mean[^1].Length}" +
            (curves.All(c => c.Mean[^1].Value > c.Mean[0].Value) ? $"; half of that is passed at length {string.Join(" and ", curves.Select(c => $"{c.Mean.First(p => p.Value >= (c.Mean[0].Value + c.Mean[^1].Value) / 2).Length} ({c.Model.Name()})"))}." : ".");
    }

    private static (int Length, double Value)[] Curve(IReadOnlyList<PanelData> panels, ModelKind model) =>
    [
        .. panels.Where(p => p.Models.ContainsKey(model)).SelectMany(p => p.Lengths.Zip(p.Mean(model, s => s.Mad)))
            .Where(p => p.Second is not null).GroupBy(p => p.First).OrderBy(g => g.Key).Select(g => (g.Key, g.Average(p => p.Second!.Value))),
    ];

    private static string Steps(StudyData data)
    {
        double Mean(ModelKind model, Func<double, double, double> step) => data.Panels.Where(p => p.Models.ContainsKey(model))
            .SelectMany(p => p.Models[model].Where(s => s.Complete)).SelectMany(s => s.GradientMean.Zip(s.GradientMean.Skip(1), step)).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average();
        double Log(ModelKind model) => Mean(model, (a, b) => Math.Abs(Math.Log10(b / a)));
        var ratio = Mean(ModelKind.Rnn, (a, b) => Math.Abs(b - a)) / Mean(ModelKind.Lstm, (a, b) => Math.Abs(b - a));
        return $"From one length to the next the RNN moves by {Numbers.Fixed(Log(ModelKind.Rnn))} powers of ten, the LSTM by {Numbers.Fixed(Log(ModelKind.Lstm))}. " +
            $"In absolute numbers the RNN moves {Numbers.Fixed(ratio, 1)} times as much.";
    }

    private static string Than(StudyData data, bool atLong)
    {
        var mean = Pairs(data, atLong, s => s.Mad, (rnn, lstm) => rnn - lstm).DefaultIfEmpty(double.NaN).Average();
        return $"{Numbers.Fixed(Math.Abs(mean), 1)} {(mean >= 0 ? "lower" : "higher")}";
    }

    private static string Larger(StudyData data)
    {
        var ratios = Pairs(data, true, s => s.GradientMean, (rnn, lstm) => rnn / lstm).ToArray();
        return $"The RNN's gradient mean is the larger in {Numbers.Count(ratios.Count(r => r > 1))} of {Numbers.Of(ratios.Length, "result")}. " +
            "It averages over parameters and timesteps, so it does not show vanishing through time; gradient flow does.";
    }

    private static string Horizons(StudyData data, bool atLong)
    {
        double Mean(ModelKind model) => Values(data, model, atLong, s => s.GradientHorizon).DefaultIfEmpty(double.NaN).Average();
        return $"{Numbers.Fixed(Mean(ModelKind.Rnn), 1)} steps (RNN) and {Numbers.Fixed(Mean(ModelKind.Lstm), 1)} (LSTM)";
    }

    private static string Unexpected(StudyFindings findings)
    {
        var rises = findings.Claims.FirstOrDefault(c => c.Id == "mad-rises");
        if (rises is null) return "";
        string Mean(bool special, ModelKind model) => Numbers.Fixed(rises.Panels.Where(p => p.Model == model && p.Panel is { Sequence: SequenceKind.Realistic, Noise: 0 } == special).Select(p => p.Interval.Estimate).DefaultIfEmpty(double.NaN).Average());
        var text = $"There ρ of MAD with length is {Mean(true, ModelKind.Rnn)} (RNN) and {Mean(true, ModelKind.Lstm)} (LSTM), elsewhere {Mean(false, ModelKind.Rnn)} and {Mean(false, ModelKind.Lstm)}.";
        if (findings.Constant is not { } constant) return text;
        var scored = findings.Data.Panels.Where(p => p.Panel is { Sequence: SequenceKind.Realistic, Noise: 0 } && p.Lengths.Contains(constant.Length))
            .SelectMany(p => p.Models.Values.SelectMany(m => m.Select(s => s.Mad[p.Lengths.ToList().IndexOf(constant.Length)]))).Where(double.IsFinite).ToArray();
        return scored.Length == 0 ? text
            : $"{text} The training series settles on {Numbers.Fixed(constant.Value)}: always answering that scores {Numbers.Fixed(constant.Mad)} at length {constant.Length}; the trials score {Numbers.Fixed(Statistics.Middle(scored, Centre.Median))} there (median).";
    }

    private static IEnumerable<double> Pairs(StudyData data, bool atLong, Func<SeedScores, double[]> scores, Func<double, double, double> compare) =>
        from panel in data.Panels
        where panel.Models.ContainsKey(ModelKind.Rnn) && panel.Models.ContainsKey(ModelKind.Lstm)
        from rnn in panel.Models[ModelKind.Rnn]
        from lstm in panel.Models[ModelKind.Lstm]
        where rnn.Seed == lstm.Seed && rnn.Complete && lstm.Complete
        from i in Enumerable.Range(0, panel.Lengths.Count)
        where panel.Lengths[i] >= Claims.Long == atLong
        let value = compare(scores(rnn)[i], scores(lstm)[i])
        where double.IsFinite(value)
        select value;

    private static IEnumerable<double> Values(StudyData data, ModelKind model, bool atLong, Func<SeedScores, double[]> scores) =>
        from panel in data.Panels
        where panel.Models.ContainsKey(model)
        from seed in panel.Models[model]
        where seed.Complete
        from i in Enumerable.Range(0, panel.Lengths.Count)
        where panel.Lengths[i] >= Claims.Long == atLong && double.IsFinite(scores(seed)[i])
        select scores(seed)[i];
}
