using Dashboard.Engine.Experiments;
using Dashboard.Engine.Findings;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Statistics;
using Dashboard.Engine.Training;

namespace Dashboard.Engine.Tests.Findings;

/// <summary>Expected effects: worked out from published-results.csv in plain Python (ranks with ties, Pearson of ranks).</summary>
public sealed class ClaimsTests
{
    private static readonly IReadOnlyList<TestedClaim> Published = StudyFindings.Test(PublishedCheck.PublishedStudy());

    [Theory]
    [InlineData("vanishing", ModelKind.Rnn, -0.2931547619047619)]
    [InlineData("vanishing", ModelKind.Lstm, -0.4941620879120879)]
    [InlineData("mad-rises", ModelKind.Rnn, 0.6175595238095237)]
    [InlineData("mad-rises", ModelKind.Lstm, 0.6388888888888888)]
    [InlineData("poor-mad", ModelKind.Rnn, -0.4575320512820513)]
    [InlineData("poor-mad", ModelKind.Lstm, -0.7202762515262514)]
    [InlineData("lstm-lower", null, 1.538384514502608)]
    [InlineData("rnn-smaller", null, 0.5433987493448091)]
    [InlineData("fluctuation", null, -0.023589277743531444)]
    public void Test_PublishedResult_GivesTheIndependentEffect(string id, ModelKind? model, double expected)
    {
        var effect = Published.Single(c => c.Id == id).Effects.Single(e => e.Model == model);

        Assert.Equal(expected, effect.Interval.Estimate, 9);
        Assert.Equal(16, effect.Interval.Count);
    }

    [Fact]
    public void Test_PublishedResult_VerdictsFollowTheIntervals()
    {
        Assert.Equal(Verdict.Supported, Published.Single(c => c.Id == "mad-rises").Verdict);
        Assert.Equal(Verdict.Contradicted, Published.Single(c => c.Id == "rnn-smaller").Verdict);
        Assert.Equal(Verdict.NotSettled, Published.Single(c => c.Id == "fluctuation").Verdict);
        Assert.DoesNotContain(Published, c => c.Id == "through-time");
    }

    [Fact]
    public void Test_Seeds_AreTheUnitsNotConditionsOrLengths()
    {
        // LSTM − RNN advantage at long lengths: per seed 1 to 4 in one condition and 3 to 6 in the other, so 2 to 5.
        var data = new StudyData([Advantage(0, 1, 2, 3, 4), Advantage(2, 3, 4, 5, 6)], UnitIsCondition: false);

        var claim = StudyFindings.Test(data).Single(c => c.Id == "lstm-lower");

        var interval = Assert.Single(claim.Effects).Interval;
        var sd = Math.Sqrt(5 / 3.0);
        Assert.Equal((3.5, 4), (interval.Estimate, interval.Count));
        Assert.Equal(sd, interval.StandardDeviation, 9);
        // t(0.975, 3) = 3.182446; per condition Bonferroni for 2: t(0.9875, 3) = 4.176535.
        Assert.Equal(3.5 - 3.182446 * sd / 2, interval.Low!.Value, 5);
        Assert.Equal(2.5 - 4.176535 * sd / 2, claim.Panels[0].Interval.Low!.Value, 5);
        Assert.Equal(Verdict.Supported, claim.Verdict);
        Assert.Equal(Verdict.NotSettled, claim.Panels[0].Verdict);
    }

    [Fact]
    public void From_LengthsInNoOrder_AreRisingWithTheirScores()
    {
        var spec = Presets.Run(Presets.Panels[0], Protocol.Notebook, [1]) with { Lengths = [9, 2, 5], Models = [ModelKind.Rnn] };
        var run = new Run { Id = "r", Name = "r", Spec = spec, CreatedAt = DateTime.UnixEpoch };
        Trial[] trials = [.. spec.Trials().Select((key, i) => new Trial(i, key, TrialStatus.Done, "fused",
            new(TrialStatus.Done, [new(1, 0, key.Length, 1, 1)], false, 1, null, null)))];

        var panel = PanelData.From(run, trials);

        Assert.Equal([2, 5, 9], panel.Lengths);
        Assert.Equal([2, 5, 9], panel.Models[ModelKind.Rnn][0].Mad);
    }

    [Fact]
    public void Test_SeedIncomplete_IsLeftOut()
    {
        var panel = Advantage(0, 1, 2, 3);
        var unfinished = panel.Models[ModelKind.Lstm].Select((s, i) => i == 2 ? s with { Complete = false } : s).ToArray();
        var data = new StudyData([panel with { Models = new Dictionary<ModelKind, IReadOnlyList<SeedScores>>(panel.Models) { [ModelKind.Lstm] = unfinished } }], false);

        Assert.Equal(2, StudyFindings.Test(data).Single(c => c.Id == "lstm-lower").Effects[0].Interval.Count);
    }

    [Fact]
    public void Test_ConditionsWithUnequalSeeds_KeepsTheMostResults()
    {
        // 3 seeds × 3 conditions are more than 1 seed × 4: the condition that has hardly begun waits.
        var data = new StudyData([Advantage(0, 1, 2, 3), Advantage(2, 1, 2, 3), Advantage(4, 1, 2, 3), Advantage(6, 100)], UnitIsCondition: false);

        var effect = StudyFindings.Test(data).Single(c => c.Id == "lstm-lower").Effects[0];

        Assert.Equal((2.0, 3, 3), (effect.Interval.Estimate, effect.Interval.Count, effect.Conditions));
    }

    [Fact]
    public void Test_RealisticNoiseFree_IsComparedWithTheOtherConditionsSeedBySeed()
    {
        // MAD rises with length in the usual condition (ρ = 1) and falls in the special one (ρ = −1) for seeds 0 and 1; for
        // seed 2 it goes 2, 1, 3 there: ρ = 1 − 6·(1 + 1)/(3·8) = 0.5. Differences −2, −2, −0.5: mean −1.5.
        var data = new StudyData([Curves(new(SequenceKind.Simple, 0, false), [1, 2, 3], [1, 2, 3], [1, 2, 3]),
            Curves(new(SequenceKind.Realistic, 0, false), [3, 2, 1], [3, 2, 1], [2, 1, 3])], UnitIsCondition: false);

        var effect = StudyFindings.Test(data).Single(c => c.Id == "unexpected").Effects[0];

        Assert.Equal((3, 2), (effect.Interval.Count, effect.Conditions));
        Assert.Equal(-1.5, effect.Interval.Estimate, 9);
    }

    [Fact]
    public void Test_ScoresInTwoGroups_VerdictRestsOnTheShareSolved()
    {
        // At lengths 17 and 45 of six seeds each the LSTM solves 4 to 6 of 12, the RNN none; what it does not solve is at 30.
        var data = new StudyData([Stepped([1, 1, 1], [1, 30, 30], [1, 1, 30], [1, 1, 30], [1, 1, 1], [1, 30, 30])], UnitIsCondition: false);

        var claim = StudyFindings.Test(data).Single(c => c.Id == "lstm-lower");

        // Both long lengths of the LSTM have both, neither of the RNN.
        Assert.Equal((2, 4), (claim.TwoGroups.TwoGroups, claim.TwoGroups.Points));
        Assert.True(claim.RestsOnSolved);
        // Per seed: of two long lengths 2, 0, 1, 1, 2 and 0 are solved: shares 1, 0, ½, ½, 1, 0.
        var effect = Assert.Single(claim.OnSolved!.Effects);
        Assert.Equal((0.5, 6), (effect.Interval.Estimate, effect.Interval.Count));
        Assert.Equal(claim.OnSolved.Verdict, claim.Verdict);
        Assert.Same(claim.OnSolved, claim.Basis);
    }

    [Fact]
    public void Test_ScoresInOneGroup_VerdictRestsOnTheMeans()
    {
        var claim = StudyFindings.Test(new([Advantage(0, 1, 2, 3, 4)], UnitIsCondition: false)).Single(c => c.Id == "lstm-lower");

        Assert.False(claim.RestsOnSolved);
        Assert.Same(claim, claim.Basis);
        Assert.Equal(Verdict.Supported, claim.Verdict);
    }

    [Fact]
    public void Test_ShareSolved_FallsWithLengthForEachModel()
    {
        var data = new StudyData([Stepped([1, 30, 30], [1, 30, 30], [1, 1, 30], [1, 1, 30])], UnitIsCondition: false);

        var solved = StudyFindings.Test(data).Single(c => c.Id == "mad-rises").OnSolved!;

        // Of three lengths the first k are solved: ρ = √(3k(3 − k)/8) = 0.866 for one and for two.
        var effect = solved.Effects.Single(e => e.Model == ModelKind.Lstm);
        Assert.Equal(Math.Sqrt(0.75), effect.Interval.Estimate, 9);
        // An RNN that solves one length in every seed.
        Assert.Equal(Math.Sqrt(0.75), solved.Effects.Single(e => e.Model == ModelKind.Rnn).Interval.Estimate, 9);
    }

    [Fact]
    public void Test_PublishedResult_HasASecondEffectAndRestsOnTheMeansOfItsOneSeed()
    {
        var claim = Published.Single(c => c.Id == "lstm-lower");

        Assert.NotNull(claim.OnSolved);
        Assert.Equal((false, 0), (claim.RestsOnSolved, claim.TwoGroups.Points));
    }

    [Fact]
    public void From_DivergedTrial_WasTriedAndIsNotSolved()
    {
        var spec = Presets.Run(Presets.Panels[0], Protocol.Notebook, [1]) with { Lengths = [2, 5], Models = [ModelKind.Rnn] };
        var run = new Run { Id = "r", Name = "r", Spec = spec, CreatedAt = DateTime.UnixEpoch };
        Trial[] trials = [.. spec.Trials().Select((key, i) => new Trial(i, key, i == 0 ? TrialStatus.Done : TrialStatus.Diverged, "fused",
            new(i == 0 ? TrialStatus.Done : TrialStatus.Diverged, [new(1, 0, 1, 1, 1)], false, 1, null, null)))];

        Assert.Equal([1, 0], PanelData.From(run, trials).Models[ModelKind.Rnn][0].Solved.OrderDescending());
    }

    /// <summary>LSTM scores at lengths 2, 17 and 45, a row a seed; RNNs solve length 2 only. Under 5 is solved.</summary>
    private static PanelData Stepped(params double[][] lstm)
    {
        SeedScores Seed(int seed, double[] mad) => new(seed, true, mad, [1, 1, 1], [1, 1, 1]) { Solved = [.. mad.Select(m => m < 5 ? 1.0 : 0)] };
        return new(new(SequenceKind.Simple, 0, false), [2, 17, 45], new Dictionary<ModelKind, IReadOnlyList<SeedScores>>
        {
            [ModelKind.Rnn] = [.. lstm.Select((_, i) => Seed(i, [1, 30, 30]))],
            [ModelKind.Lstm] = [.. lstm.Select((mad, i) => Seed(i, mad))],
        });
    }

    [Fact]
    public void Test_GradientHorizons_AreComparedAtLongLengths()
    {
        int[] lengths = [2, 16, 17, 45];
        SeedScores Seed(int seed, params double[] horizons) => new(seed, true, [1, 1, 1, 1], [1, 1, 1, 1], horizons);
        var data = new StudyData([new(default, lengths, new Dictionary<ModelKind, IReadOnlyList<SeedScores>>
        {
            [ModelKind.Rnn] = [Seed(1, 1, 9, 4, 5), Seed(2, 1, 9, 4, double.NaN)],
            [ModelKind.Lstm] = [Seed(1, 1, 2, 8, 21), Seed(2, 1, 2, 10, 30)],
        })], UnitIsCondition: false);

        // Seed 1: (4 + 16) / 2 = 10; seed 2, whose RNN has no horizon at 45: 6.
        Assert.Equal(8, StudyFindings.Test(data).Single(c => c.Id == "through-time").Effects[0].Interval.Estimate, 9);
    }

    [Fact]
    public void Test_LengthWithoutAGradientMean_NoStepIsTakenAcrossIt()
    {
        SeedScores Seed(params double[] gradients) => new(1, true, [1, 1, 1, 1, 1], gradients, [1, 1, 1, 1, 1]);
        var data = new StudyData([new(default, [2, 3, 4, 5, 6], new Dictionary<ModelKind, IReadOnlyList<SeedScores>>
        {
            [ModelKind.Rnn] = [Seed(1, 10, double.NaN, 1e6, 1e7)],
            [ModelKind.Lstm] = [Seed(1, 1, 1, 1, 1)],
        })], UnitIsCondition: false);

        // 1 to 10 and 10⁶ to 10⁷ are one power of ten each; 10 and 10⁶ are not neighbours.
        Assert.Equal(1, StudyFindings.Test(data).Single(c => c.Id == "fluctuation").Effects[0].Interval.Estimate, 9);
    }

    private static PanelData Curves(Panel panel, params double[][] mads) => new(panel, [2, 3, 4], new[] { ModelKind.Rnn, ModelKind.Lstm }
        .ToDictionary(m => m, IReadOnlyList<SeedScores> (_) => [.. mads.Select((mad, seed) => new SeedScores(seed, true, mad, [1, 1, 1], [1, 1, 1]))]));

    private static PanelData Advantage(double noise, params double[] advantages)
    {
        int[] lengths = [2, 3, 20, 30, 40];
        double[] Flat(double value) => [.. lengths.Select(_ => value)];
        SeedScores Seed(int i, double mad) => new(i, true, Flat(mad), Flat(1), Flat(3));
        return new(new(default, noise, false), lengths, new Dictionary<ModelKind, IReadOnlyList<SeedScores>>
        {
            [ModelKind.Rnn] = [.. advantages.Select((a, i) => Seed(i, 10 + a))],
            [ModelKind.Lstm] = [.. advantages.Select((_, i) => Seed(i, 10))],
        });
    }
}
