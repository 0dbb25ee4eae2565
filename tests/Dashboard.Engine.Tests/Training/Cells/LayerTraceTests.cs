using System.Text.Json;
using Dashboard.Engine.Tests.Support;
using Dashboard.Engine.Training;
using Dashboard.Engine.Training.Cells;

namespace Dashboard.Engine.Tests.Training.Cells;

/// <summary>States and derivatives of one sequence as PyTorch has them (golden-cells.json, "inside").</summary>
public class LayerTraceTests
{
    private sealed record Sequence(
        string Model, int Hidden, int Length, Dictionary<string, JsonElement> Weights, JsonElement X, double Prediction,
        Dictionary<string, double[][]> States, double[][] HiddenGradients);

    private sealed record Cells(Sequence[] Inside);

    private static readonly Sequence[] Golden = Support.Golden.Read<Cells>("golden-cells.json").Inside;

    /// <summary>Cells of which there is a sequence.</summary>
    public static TheoryData<string> Models => [.. Golden.Select(g => g.Model)];

    [Theory, MemberData(nameof(Models))]
    public void Forward_GoldenSequence_HasPyTorchsStatesAndGradients(string model)
    {
        const int Lanes = 3;
        var golden = Golden.Single(g => g.Model == model);
        var cell = Cell.Find(model)!;
        var trace = cell.Trace(TaskShape.Deck, golden.Hidden, golden.Length, Lanes);
        var weights = GoldenTraining.Weights(golden.Weights);
        float[] x = [.. GoldenTraining.Flat(golden.X).SelectMany(v => Enumerable.Repeat((float)v, Lanes))], answers = new float[Lanes];
        float[] norms = new float[golden.Length * Lanes], cells = cell.Rows.KeepsCell ? new float[norms.Length] : [];

        trace.Forward(weights, x);
        trace.Predict(weights, golden.Length - 1, answers);
        // The derivatives of the answer itself, read out after the last step.
        float[] seeds = [.. Enumerable.Range(0, norms.Length).Select(i => i / Lanes == golden.Length - 1 ? 1f : 0)];
        trace.Backward(weights, seeds, [.. Enumerable.Range(0, golden.Length).Select(t => t == golden.Length - 1)], norms, cells);

        Assert.All(answers, a => Assert.Equal(golden.Prediction, a, 1e-5));
        for (var t = 0; t < golden.Length; t++)
        {
            for (var k = 0; k < golden.Hidden; k++)
            {
                Assert.Equal(golden.States["h"][t][k], trace.H(t, k)[Lanes - 1], 1e-5);
                if (golden.States.TryGetValue("c", out var c)) Assert.Equal(c[t][k], trace.C(t, k)[0], 1e-5);
            }
            var norm = Math.Sqrt(golden.HiddenGradients[t].Sum(g => g * g));
            Assert.Equal(norm, norms[t * Lanes + 1], 1e-4 * norm);
        }
    }
}
