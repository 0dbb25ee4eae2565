using Dashboard.Engine.Experiments;
using Dashboard.Engine.Metrics;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Tasks.Deck;
using Dashboard.Engine.Training;
using Dashboard.Engine.Training.Fused;

namespace Dashboard.Engine.Tests.Metrics;

/// <summary>Looks into trained networks whose MAD stays near 15: two predictors score that, and networks are one of them.</summary>
public class PlateauTests
{
    private const int Hidden = 6;

    // Lengths at which the model often stays there.
    [Theory]
    [InlineData(ModelKind.Lstm, 8, 16)]
    [InlineData(ModelKind.Rnn, 5, 4)]
    public void Plateau_At15_IsTheLastInputAndTheSignOfTheFirst(ModelKind model, int length, int seeds)
    {
        var spec = new SequenceSpec(SequenceKind.Simple, Protocol.Notebook.Rule(SequenceKind.Simple), length, 0, 25_000, -50, 50, 42);
        SequenceSet training = SequenceGenerator.Generate(spec), validation = SequenceGenerator.Generate(spec with { Count = 1_000, Seed = 43 });
        var data = new TrainingData(training, validation, standardize: false);
        var baselines = MemoryBaselines.Of(training, validation);
        // Both are 15.0 but for the draw of 1,000 sequences (a standard error of 0.3 each).
        Assert.Equal(baselines.FirstOnly, baselines.LastAndSign, 1.0);

        var plateaus = new List<(double First, double Last)>();
        foreach (var seed in Enumerable.Range(1, seeds))
        {
            var network = new NetworkSpec(model, Hidden);
            using var fused = FusedNetwork.Create(network, new(), length, InitialWeights.Draw(network, seed), SimdWidths.Best);
            var shuffle = new Shuffle(data.Training.Count, seed);
            for (var epoch = 0; epoch < 8; epoch++)
            {
                var order = shuffle.NextEpoch();
                for (var at = 0; at < order.Length; at += 32) fused.Step(data.Training, order.Slice(at, Math.Min(32, order.Length - at)), [], []);
                if (fused.Evaluate(data.Validation, []) is > 14.3 and < 16) plateaus.Add(Weights(model, fused.Weights(), validation));
            }
        }

        Assert.InRange(plateaus.Count, 4, 100);
        // Knowing all of the first input is a weight of 1.2, its sign alone 1.2 · E|x|·x / E x² = 0.88; the last input's is 0.6.
        Assert.All(plateaus, p => Assert.False(p is { First: > 1.1, Last: < 0.3 }));
        Assert.InRange(Median(plateaus.Select(p => p.First)), 0.8, 0.96);
        Assert.InRange(Median(plateaus.Select(p => p.Last)), 0.42, 0.62);
    }

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(values.Count() / 2);

    /// <summary>Least-squares weights of a network's predictions on the first and the last input.</summary>
    private static (double First, double Last) Weights(ModelKind model, InitialWeights weights, SequenceSet set)
    {
        double n = set.Count, mf = 0, ml = 0, mp = 0, ff = 0, ll = 0, fl = 0, fp = 0, lp = 0;
        var rows = Enumerable.Range(0, set.Count).Select(k => (F: set.Inputs(k)[0], L: set.Inputs(k)[^1], P: Predict(model, weights, set.Inputs(k)))).ToArray();
        foreach (var (f, l, p) in rows) (mf, ml, mp) = (mf + f / n, ml + l / n, mp + p / n);
        foreach (var (f, l, p) in rows)
        {
            double df = f - mf, dl = l - ml, dp = p - mp;
            (ff, ll, fl, fp, lp) = (ff + df * df, ll + dl * dl, fl + df * dl, fp + df * dp, lp + dl * dp);
        }
        var determinant = ff * ll - fl * fl;
        return ((ll * fp - fl * lp) / determinant, (ff * lp - fl * fp) / determinant);
    }

    /// <summary>A network's answer in float64, by PyTorch's equations.</summary>
    private static double Predict(ModelKind model, InitialWeights weights, ReadOnlySpan<double> inputs)
    {
        var (wih, whh, bih, bhh) = (weights.Recurrent[0][0], weights.Recurrent[0][1], weights.Recurrent[0][2], weights.Recurrent[0][3]);
        double[] h = new double[Hidden], c = new double[Hidden], a = new double[bih.Length];
        foreach (var x in inputs)
        {
            for (var r = 0; r < a.Length; r++)
            {
                a[r] = wih[r] * x + bih[r] + bhh[r];
                for (var k = 0; k < Hidden; k++) a[r] += whh[r * Hidden + k] * h[k];
            }
            for (var k = 0; k < Hidden; k++)
            {
                if (model == ModelKind.Rnn)
                {
                    h[k] = Math.Tanh(a[k]);
                    continue;
                }
                c[k] = Sigmoid(a[Hidden + k]) * c[k] + Sigmoid(a[k]) * Math.Tanh(a[2 * Hidden + k]);
                h[k] = Sigmoid(a[3 * Hidden + k]) * Math.Tanh(c[k]);
            }
        }
        return weights.OutputBias[0] + h.Select((v, k) => v * weights.OutputWeight[k]).Sum();
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
