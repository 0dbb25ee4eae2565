using System.Text.Json;
using Dashboard.Engine.Training;
using Dashboard.Engine.Training.Cells;

namespace Dashboard.Engine.Tests.Support;

/// <summary>
/// Training steps of every cell, loss, read-out and number of inputs, computed by PyTorch in float64, and the check every
/// engine has to pass (Golden/golden-cells.json; tasks.md says how its losses are meant).
/// </summary>
internal static class GoldenCells
{
    internal sealed record Step(
        double[][][] X, JsonElement Y, int[] Lengths, JsonElement Prediction, double Loss,
        Dictionary<string, JsonElement> Gradients, double GradientMean, double[]? HiddenGradientNorms);

    internal sealed record Case(
        string Name, string Model, int Hidden, int Layers, int Inputs, int Outputs, string Loss, string ReadOut, int Length,
        double LearningRate, Dictionary<string, JsonElement> Initial, Step[] Steps, Dictionary<string, JsonElement> Final)
    {
        private static readonly Dictionary<string, LossKind> Losses =
            new() { ["l1"] = LossKind.L1, ["mse"] = LossKind.SquaredError, ["ce"] = LossKind.CrossEntropy };

        public TaskShape Shape { get; } = new(Inputs, Outputs, Losses[Loss], Enum.Parse<ReadOut>(ReadOut, ignoreCase: true));

        public NetworkSpec Network => new(Enum.Parse<ModelKind>(Model, ignoreCase: true), Hidden, Layers) { Shape = Shape };

        public override string ToString() => Name;
    }

    private sealed record File(Case[] Cases);

    public static IReadOnlyList<Case> Cases { get; } = Golden.Read<File>("golden-cells.json").Cases;

    /// <summary>Every cell there is.</summary>
    public static TheoryData<ModelKind> Models => [.. Cell.Kinds];

    /// <summary>Names of the cases an engine covers.</summary>
    public static TheoryData<string> Names(Func<NetworkSpec, bool> covers) => [.. Cases.Where(c => covers(c.Network)).Select(c => c.Name)];

    /// <summary>Trains the case's batches from its weights; everything must agree norm-wise within <paramref name="tolerance"/>,
    /// loss, gradient mean and ‖∂L/∂h_t‖ one by one.</summary>
    public static void Check(ISteppingTrainer trainer, string name, double tolerance = 1e-4)
    {
        var golden = Cases.Single(c => c.Name == name);
        using var session = trainer.Open(golden.Network, new(LearningRate: golden.LearningRate), Weights(golden), golden.Length);
        foreach (var step in golden.Steps)
        {
            var batch = Batch(golden.Shape, step);
            var validated = session.Evaluate(batch);
            Assert.Equal(step.Loss, validated.Loss, tolerance * step.Loss);
            var result = session.Step(batch);
            Assert.Equal(step.Loss, result.Loss, tolerance * step.Loss);
            var predictions = Existing(step.Prediction, step.Lengths, golden.Shape.ReadOut);
            foreach (var actual in new[] { validated.Predictions, result.Predictions })
            {
                Assert.Equal(predictions.Length, actual.Length);
                Assert.InRange(Norm.RelativeDifference(actual, predictions), 0, tolerance);
            }
            Assert.Equal(step.GradientMean, result.GradientMean, tolerance * step.GradientMean);
            Same(step.Gradients, result.Gradients);
            // Entry by entry: the norms span many orders of magnitude, and the vanishing ones matter.
            if (step.HiddenGradientNorms is not { } norms) continue;
            Assert.Equal(norms.Length, result.HiddenGradientNorms.Length);
            foreach (var (expected, actual) in norms.Zip(result.HiddenGradientNorms)) Assert.Equal(expected, actual, tolerance * expected);
        }
        Same(golden.Final, session.Weights());

        void Same(Dictionary<string, JsonElement> expected, IReadOnlyDictionary<string, float[]> actual)
        {
            Assert.Equal(expected.Keys.Order(), actual.Keys.Order());
            foreach (var (parameter, values) in expected)
            {
                var flat = Flat(values);
                Assert.Equal(flat.Length, actual[parameter].Length);
                Assert.InRange(Norm.RelativeDifference(actual[parameter], flat), 0, tolerance);
            }
        }
    }

    /// <summary>A step's sequences without their padding.</summary>
    private static SampleSet Batch(TaskShape shape, Step step) => new(shape, step.Lengths,
        [.. step.X.Zip(step.Lengths).SelectMany(s => s.First.Take(s.Second)).SelectMany(x => x).Select(x => (float)x)],
        [.. Existing(step.Y, step.Lengths, shape.ReadOut).Select(y => (float)y)]);

    /// <summary>What stands at read-outs that exist: with <see cref="ReadOut.Every"/> a sequence's padded steps are left out.</summary>
    private static double[] Existing(JsonElement bySequence, int[] lengths, ReadOut readOut) =>
    [
        .. bySequence.EnumerateArray().Zip(lengths).SelectMany(s =>
            readOut == ReadOut.Every ? s.First.EnumerateArray().Take(s.Second).SelectMany(Flat) : Flat(s.First)),
    ];

    private static InitialWeights Weights(Case golden)
    {
        float[] Values(string name) => [.. Flat(golden.Initial[name]).Select(v => (float)v)];
        string[] names = ["weight_ih", "weight_hh", "bias_ih", "bias_hh"];
        float[][] Layer(int layer) => [.. names.Select(n => Values($"recurrent.{n}_l{layer}"))];
        return new([.. Enumerable.Range(0, golden.Layers).Select(Layer)], Values("output.weight"), Values("output.bias"));
    }

    private static double[] Flat(JsonElement values) => values.ValueKind == JsonValueKind.Array
        ? [.. values.EnumerateArray().SelectMany(Flat)]
        : [values.GetDouble()];
}
