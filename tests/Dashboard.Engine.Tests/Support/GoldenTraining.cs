using System.Text.Json;
using Dashboard.Engine.Training;

namespace Dashboard.Engine.Tests.Support;

/// <summary>Training steps computed by PyTorch in float64, and the check every engine has to pass.</summary>
internal static class GoldenTraining
{
    private sealed record Step(double[][] X, double[] Y, double Loss, Dictionary<string, JsonElement> Gradients, double GradientMean, double[] HiddenGradientNorms);
    private sealed record Case(
        string Model, int Hidden, int Layers, int Length, double LearningRate,
        Dictionary<string, JsonElement> Initial, Step[] Steps, Dictionary<string, JsonElement> Final);

    private static readonly Case[] Cases = Golden.Read<Case[]>("golden-training-steps.json");

    public static TheoryData<int> Indices => [.. Enumerable.Range(0, Cases.Length)];

    /// <summary>Trains the case's batches from its weights; everything must agree norm-wise within <paramref name="tolerance"/>.</summary>
    public static void Check(ISteppingTrainer trainer, int index, double tolerance = 1e-4)
    {
        var golden = Cases[index];
        var network = new NetworkSpec(Enum.Parse<ModelKind>(golden.Model, ignoreCase: true), golden.Hidden, golden.Layers);
        using var session = trainer.Open(network, new(LearningRate: golden.LearningRate), Weights(golden.Initial), golden.Length);
        foreach (var step in golden.Steps)
        {
            var result = session.Step(new(
                TaskShape.Deck, golden.Length, [.. step.X.SelectMany(x => x).Select(x => (float)x)], [.. step.Y.Select(y => (float)y)]));
            Assert.Equal(step.Loss, result.Loss, tolerance * step.Loss);
            Assert.Equal(step.GradientMean, result.GradientMean, tolerance * step.GradientMean);
            Same(step.Gradients, result.Gradients);
            // Entry by entry: the norms span many orders of magnitude, and the vanishing ones matter.
            Assert.Equal(step.HiddenGradientNorms.Length, result.HiddenGradientNorms.Length);
            foreach (var (expected, actual) in step.HiddenGradientNorms.Zip(result.HiddenGradientNorms))
                Assert.Equal(expected, actual, tolerance * expected);
        }
        Same(golden.Final, session.Weights());

        void Same(Dictionary<string, JsonElement> expected, IReadOnlyDictionary<string, float[]> actual)
        {
            Assert.Equal(expected.Keys.Order(), actual.Keys.Order());
            foreach (var (name, values) in expected)
                Assert.InRange(Norm.RelativeDifference(actual[name], Flat(values)), 0, tolerance);
        }
    }

    public static InitialWeights Weights(Dictionary<string, JsonElement> named)
    {
        float[] Values(string name) => [.. Flat(named[name]).Select(v => (float)v)];
        string[] names = ["weight_ih", "weight_hh", "bias_ih", "bias_hh"];
        return new([[.. names.Select(n => Values($"recurrent.{n}_l0"))]], Values("output.weight"), Values("output.bias"));
    }

    public static double[] Flat(JsonElement values) => values.ValueKind == JsonValueKind.Array
        ? [.. values.EnumerateArray().SelectMany(Flat)]
        : [values.GetDouble()];
}
