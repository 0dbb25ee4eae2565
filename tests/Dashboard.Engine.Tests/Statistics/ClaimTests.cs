using Dashboard.Engine.Statistics;
using Dashboard.Engine.Training;

namespace Dashboard.Engine.Tests.Statistics;

/// <summary>A claim need not be about means, nor about RNN and LSTM.</summary>
public sealed class ClaimTests
{
    [Fact]
    public void Test_ShareOfSeedsThatSolvedIt_IsJudgedByTheIntervalOfTheClaim()
    {
        var claim = new SolvesMoreOften(ModelKind.Gru, ModelKind.Rnn).Test(Data((ModelKind.Gru, 9), (ModelKind.Rnn, 2)))!;

        var effect = Assert.Single(claim.Effects);
        Assert.Equal((0.7, 10, Verdict.Supported), (Math.Round(effect.Interval.Estimate, 9), effect.Interval.Count, claim.Verdict));
        // Newcombe's hybrid score interval (method 10): Wilson's are 0.5958 to 0.9821 and 0.0567 to 0.5098.
        Assert.Equal(0.2658, effect.Interval.Low!.Value, 0.0005);
        Assert.Equal(0.8652, effect.Interval.High!.Value, 0.0005);
        Assert.Equal("GRU against RNN: 9 and 2 of 10", claim.Sentence);
    }

    [Fact]
    public void Test_SubjectsThatDisagree_NothingIsSettled()
    {
        var data = Data((ModelKind.Gru, 9), (ModelKind.Lstm, 9), (ModelKind.Rnn, 2));

        var claim = new SolvesMoreOften(ModelKind.Gru, ModelKind.Rnn, ModelKind.Lstm).Test(data)!;

        Assert.Equal([Verdict.Supported, Verdict.NotSettled], claim.Effects.Select(e => e.Verdict));
        Assert.Equal((Verdict.NotSettled, false), (claim.Verdict, claim.IsOneComparison));
    }

    [Fact]
    public void Test_ModelNotTrained_ClaimIsLeftOut() => Assert.Null(new SolvesMoreOften(ModelKind.Gru, ModelKind.Rnn).Test(Data((ModelKind.Rnn, 2))));

    /// <summary>Ten seeds of one length; as many of each model as said score 0, the others 10.</summary>
    private static StudyData Data(params (ModelKind Model, int Solved)[] models)
    {
        SeedScores Seed(int i, int solved) => new(i, true, [i < solved ? 0 : 10], [1], [1]);
        var scores = models.ToDictionary(m => m.Model, IReadOnlyList<SeedScores> (m) => [.. Enumerable.Range(0, 10).Select(i => Seed(i, m.Solved))]);
        return new([new(default, [50], scores)], UnitIsCondition: false);
    }

    private sealed class SolvesMoreOften(ModelKind model, params ModelKind[] others) : Claim
    {
        private static readonly Score Solved = new("Solved", false, s => [.. s.Mad.Select(m => m < 1 ? 1.0 : 0)]);

        public override string Id => "solves-more-often";

        public override string Observation => "Test";

        public override string Statement => "One model solves it more often";

        public override string How => "Share of seeds that solve it";

        protected override Side Side => Side.Positive;

        public override string Prefix => "";

        public override string Meaning => "share of seeds";

        public override (double Min, double Max)? Bounds => (-1, 1);

        public override Score Charted => Solved;

        public override string Number(double estimate) => $"{estimate:P0}";

        public override string Range(double low, double high) => $"{low:P0} to {high:P0}";

        public override string HowInterval(bool unitIsCondition) => "Newcombe's";

        protected override (IReadOnlyList<Effect> Effects, IReadOnlyList<PanelEffect> Panels) Measure(StudyData data)
        {
            var panel = data.Panels.Single();
            var effects = new List<Effect>();
            foreach (var other in others)
            {
                var subject = new Subject(model, other);
                var own = panel.BySeed(subject, (_, first, _) => Solved.Of(first)[0]);
                var its = panel.BySeed(subject, (_, _, second) => Solved.Of(second)[0]);
                if (own.Count == 0) continue;
                var (p, q) = (own.Values.Average(), its.Values.Average());
                var ((pLow, pHigh), (qLow, qHigh)) = (Wilson(p, own.Count), Wilson(q, its.Count));
                var interval = new Interval(p - q, p - q - Hypotenuse(p - pLow, qHigh - q), p - q + Hypotenuse(pHigh - p, q - qLow), own.Count, 0);
                effects.Add(new(subject, interval, 1, Side.VerdictOf(interval), null));
            }
            return (effects, []);
        }

        protected internal override string Sentence(TestedClaim tested, StudyData data) =>
            $"{tested.Effects[0].Subject.Name}: {Count(data, model)} and {Count(data, others[0])} of {tested.Effects[0].Interval.Count}";

        protected internal override PanelData? Typical(TestedClaim tested, StudyData data) => data.Panels[0];

        private static int Count(StudyData data, ModelKind of) => data.Panels[0].Models[of].Count(s => Solved.Of(s)[0] > 0);

        private static double Hypotenuse(double a, double b) => Math.Sqrt(a * a + b * b);

        private static (double Low, double High) Wilson(double share, int count)
        {
            const double z = 1.959964;
            var middle = (share + z * z / (2 * count)) / (1 + z * z / count);
            var half = z / (1 + z * z / count) * Math.Sqrt(share * (1 - share) / count + z * z / (4.0 * count * count));
            return (middle - half, middle + half);
        }
    }
}
