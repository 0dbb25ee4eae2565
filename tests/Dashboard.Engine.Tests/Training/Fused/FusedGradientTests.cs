using CsCheck;
using Dashboard.Engine.Tests.Support;
using Dashboard.Engine.Training;
using Dashboard.Engine.Training.Fused;

namespace Dashboard.Engine.Tests.Training.Fused;

public sealed class FusedGradientTests
{
    private sealed record Case(NetworkSpec Network, int Length, int Batch, long Seed);

    private static readonly Gen<Case> Cases = Gen.Select(
        Gen.Bool.Select(lstm => lstm ? ModelKind.Lstm : ModelKind.Rnn), Gen.Int[1, 32], Gen.Int[1, 60], Gen.Int[1, 40], Gen.Long[1, 1000],
        (model, hidden, length, batch, seed) => new Case(new(model, hidden), length, batch, seed));

    public static TheoryData<int> Widths() => [.. SimdWidths.Available.Select(w => (int)w)];

    [Theory]
    [MemberData(nameof(Widths))]
    public void Step_RandomNetworks_GradientsAgreeWithFloat64(int lanes) =>
        Cases.Sample(c => Check(c, (SimdWidth)lanes), iter: 60, threads: 1);

    [Theory]
    [InlineData(ModelKind.Rnn, 64, 30, 32)]
    [InlineData(ModelKind.Lstm, 64, 30, 32)]
    [InlineData(ModelKind.Rnn, 128, 3, 70)]
    [InlineData(ModelKind.Lstm, 127, 3, 33)]
    [InlineData(ModelKind.Rnn, 6, 1000, 5)]
    [InlineData(ModelKind.Lstm, 6, 1000, 5)]
    public void Step_LargeNetworks_GradientsAgreeWithFloat64(ModelKind model, int hidden, int length, int batch) =>
        Check(new(new(model, hidden), length, batch, 1), SimdWidths.Best);

    private static void Check(Case c, SimdWidth width)
    {
        var weights = InitialWeights.Draw(c.Network, c.Seed);
        var random = new Random((int)c.Seed);
        float[] inputs = Draw(c.Batch * c.Length, 2), targets = Draw(c.Batch, 20);
        var expected = new ReferenceNetwork(c.Network, weights).Gradients(inputs, targets, c.Length);
        using var session = new FusedTrainer(width).Open(c.Network, new TrainingSpec(), weights, c.Length);

        var step = session.Step(inputs, targets);

        Assert.Equal(expected.Loss, step.Loss, expected.Loss * 1e-5);
        Assert.InRange(Closeness.Distance(step.Gradients, expected.Gradients), 0, 1e-4);
        Assert.InRange(Closeness.Distance(step.HiddenGradientNorms, expected.Norms), 0, 1e-4);

        float[] Draw(int count, double spread) => [.. Enumerable.Range(0, count).Select(_ => (float)((2 * random.NextDouble() - 1) * spread))];
    }
}
