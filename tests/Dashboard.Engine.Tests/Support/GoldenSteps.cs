using System.Text.Json;
using Dashboard.Engine.Training;

namespace Dashboard.Engine.Tests.Support;

/// <summary>golden-training-steps.json: training steps computed by PyTorch in float64.</summary>
internal sealed record GoldenSteps(
    string Model, int Hidden, int Length, double LearningRate,
    JsonElement Initial, GoldenSteps.StepCase[] Steps, JsonElement Final)
{
    public sealed record StepCase(float[][] X, float[] Y, double Loss, JsonElement Gradients, double GradientMean, float[] HiddenGradientNorms);

    public static GoldenSteps[] All { get; } = Golden.Read<GoldenSteps[]>("golden-training-steps.json");

    public NetworkSpec Network => new(Model == "rnn" ? ModelKind.Rnn : ModelKind.Lstm, Hidden);

    public InitialWeights InitialWeights
    {
        get
        {
            var values = Flat(Initial);
            return new(
                [[values["recurrent.weight_ih_l0"], values["recurrent.weight_hh_l0"], values["recurrent.bias_ih_l0"], values["recurrent.bias_hh_l0"]]],
                values["output.weight"], values["output.bias"]);
        }
    }

    /// <summary>Tensors by name, each row by row.</summary>
    public static Dictionary<string, float[]> Flat(JsonElement tensors) =>
        tensors.EnumerateObject().ToDictionary(p => p.Name, p => Numbers(p.Value).ToArray());

    private static IEnumerable<float> Numbers(JsonElement e) =>
        e.ValueKind == JsonValueKind.Array ? e.EnumerateArray().SelectMany(Numbers) : [e.GetSingle()];
}
