using CsCheck;
using Dashboard.Engine.Tests.Support;
using Dashboard.Engine.Training;
using Dashboard.Engine.Training.Cells;
using Dashboard.Engine.Training.Fused;

namespace Dashboard.Engine.Tests.Training.Fused;

/// <summary>Single steps, on every vector width this machine has.</summary>
public class FusedStepTests
{
    private sealed record Case(NetworkSpec Network, TrainingSpec Training, int Length, int Batch, int Seed, bool LengthsDiffer = false);

    private static readonly Gen<Case> Cases =
        from model in Gen.Int[0, Cell.Kinds.Count - 1].Select(i => Cell.Kinds[i])
        from hidden in Gen.Int[1, 32]
        from orthogonal in Gen.Bool
        from forget in Gen.Bool
        from clip in Gen.Bool
        from length in Gen.Int[1, 60]
        from batch in Gen.Int[1, 40]
        from seed in Gen.Int[1, 1000]
        select new Case(
            new(model, hidden, 1,
                orthogonal ? RecurrentInit.Orthogonal : RecurrentInit.Uniform, forget ? 1 : null),
            new(ClipNorm: clip ? 0.1 : null), length, batch, seed);

    /// <summary>The same networks on other tasks than the deck's.</summary>
    private static readonly Gen<Case> ShapedCases =
        from c in Cases
        from inputs in Gen.Int[1, TaskShape.MaxInputs]
        from outputs in Gen.Int[1, TaskShape.MaxOutputs]
        from loss in Gen.Enum<LossKind>()
        from readOut in Gen.Enum<ReadOut>()
        from differ in Gen.Bool
        select c with { Network = c.Network with { Shape = new(inputs, outputs, loss, readOut) }, LengthsDiffer = differ };

    public static TheoryData<int, int> GoldenAndLanes =>
        [.. from golden in GoldenTraining.Indices.Select(row => row.Data) from width in SimdWidths.Available select (golden, (int)width)];

    [Theory, MemberData(nameof(GoldenAndLanes))]
    public void Step_GoldenCases_AgreesWithPyTorch(int index, int lanes) =>
        GoldenTraining.Check(new FusedTrainer((SimdWidth)lanes), index);

    public static TheoryData<string, int> CellsAndLanes =>
        [.. from golden in GoldenCells.Cases where golden.Layers == 1 from width in SimdWidths.Available select (golden.Name, (int)width)];

    [Theory, MemberData(nameof(CellsAndLanes))]
    public void Step_GoldenCells_AgreesWithPyTorch(string name, int lanes) => GoldenCells.Check(new FusedTrainer((SimdWidth)lanes), name);

    [Fact]
    public void Step_RandomNetworks_AgreesWithTorch() =>
        Cases.Sample(c => AgreesWithTorch(c, SimdWidths.Available), iter: 80, threads: 1);

    [Fact]
    public void Step_RandomShapes_AgreesWithTorch() =>
        ShapedCases.Sample(c => AgreesWithTorch(c, SimdWidths.Available), iter: 60, threads: 1);

    public static TheoryData<ModelKind, int, int, int> Large =>
    [
        .. from model in Cell.Kinds
           from size in new (int Hidden, int Length, int Batch)[] { (64, 30, 32), (127, 3, 33), (128, 3, 70), (6, 1000, 5) }
           select (model, size.Hidden, size.Length, size.Batch),
    ];

    [Theory, MemberData(nameof(Large))]
    public void Step_LargeNetworks_AgreesWithTorch(ModelKind model, int hidden, int length, int batch) =>
        AgreesWithTorch(new(new(model, hidden), new(), length, batch, 1), [SimdWidths.Best]);

    private static void AgreesWithTorch(Case c, IEnumerable<SimdWidth> widths)
    {
        var weights = InitialWeights.Draw(c.Network, c.Seed);
        var random = new Random(c.Seed);
        var shape = c.Network.Shape;
        int[] steps = [.. Enumerable.Range(0, c.Batch).Select(_ => c.LengthsDiffer ? random.Next(1, c.Length + 1) : c.Length)];
        var targets = Draw(steps.Sum(shape.ReadOuts) * shape.TargetSize, 20);
        if (shape.Loss == LossKind.CrossEntropy) targets = [.. targets.Select(_ => (float)random.Next(shape.Outputs))];
        var batch = new SampleSet(shape, steps, Draw(steps.Sum() * shape.Inputs, 2), targets);
        using var torch = new TorchTrainer().Open(c.Network, c.Training, weights, c.Length);
        var expected = torch.Step(batch);
        foreach (var width in widths)
        {
            using var session = new FusedTrainer(width).Open(c.Network, c.Training, weights, c.Length);
            var validated = session.Evaluate(batch);
            var actual = session.Step(batch);
            Assert.Equal(expected.Loss, actual.Loss, expected.Loss * 1e-5);
            Assert.Equal(expected.GradientMean, actual.GradientMean, expected.GradientMean * 1e-4);
            Assert.Equal(validated.Predictions, actual.Predictions);
            Assert.Equal(validated.Loss, actual.Loss, expected.Loss * 1e-5);
            Assert.InRange(Norm.RelativeDifference(actual.Predictions, expected.Predictions.Select(p => (double)p)), 0, 1e-4);
            // All tensors together: the output bias's gradient alone can be nothing but the rounding of a sum that cancels.
            Assert.InRange(Distance(actual.Gradients, expected.Gradients), 0, 1e-4);
            Assert.InRange(Norm.RelativeDifference(actual.HiddenGradientNorms, expected.HiddenGradientNorms.Select(n => (double)n)), 0, 1e-4);
            // The first Adam step is the gradient's sign: weights whose gradient is rounding noise may move either way.
            Assert.InRange(Distance(session.Weights(), torch.Weights()), 0, 1e-2);
        }

        float[] Draw(int count, double spread) => [.. Enumerable.Range(0, count).Select(_ => (float)((2 * random.NextDouble() - 1) * spread))];
    }

    private static double Distance(IReadOnlyDictionary<string, float[]> actual, IReadOnlyDictionary<string, float[]> expected)
    {
        Assert.Equal(expected.Select(p => (p.Key, p.Value.Length)).Order(), actual.Select(p => (p.Key, p.Value.Length)).Order());
        return Norm.RelativeDifference(
            expected.Keys.SelectMany(name => actual[name]), expected.Values.SelectMany(values => values).Select(v => (double)v));
    }
}
