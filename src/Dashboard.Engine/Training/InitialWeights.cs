using Dashboard.Engine.Sequences;

namespace Dashboard.Engine.Training;

/// <summary>
/// Parameters of a network in PyTorch's names, shapes and order. Recurrent layer k: weight_ih_l{k} [gates·hidden, in] (the inputs, from the second layer on the hidden size),
/// weight_hh_l{k} [gates·hidden, hidden], bias_ih_l{k} and bias_hh_l{k} [gates·hidden]; then the linear layer's weight
/// [outputs, hidden] and bias [outputs].
/// </summary>
/// <param name="Recurrent">Per layer: W_ih, W_hh, b_ih, b_hh, each row by row.</param>
/// <param name="OutputWeight">[outputs, hidden].</param>
/// <param name="OutputBias">[outputs].</param>
public sealed record InitialWeights(IReadOnlyList<float[][]> Recurrent, float[] OutputWeight, float[] OutputBias)
{
    /// <summary>Every parameter by PyTorch's name, in PyTorch's order, row by row: "recurrent.weight_ih_l0" … "output.bias".
    /// The arrays are not copied.</summary>
    public IEnumerable<KeyValuePair<string, float[]>> Named()
    {
        for (var layer = 0; layer < Recurrent.Count; layer++)
            foreach (var (name, values) in RecurrentNames.Zip(Recurrent[layer]))
                yield return new($"recurrent.{name}_l{layer}", values);
        yield return new("output.weight", OutputWeight);
        yield return new("output.bias", OutputBias);
    }

    private static readonly string[] RecurrentNames = ["weight_ih", "weight_hh", "bias_ih", "bias_hh"];

    /// <summary>
    /// Draws a network's initial weights: every parameter uniform in ±1/√hidden (docs/protocol.md), in PyTorch's parameter
    /// order, from a generator of its own for <paramref name="seed"/>; then the spec's remedies are applied.
    /// </summary>
    public static InitialWeights Draw(NetworkSpec network, long seed)
    {
        var random = new MersenneTwister(seed);
        int hidden = network.HiddenSize, rows = network.Cell.Gates.Count * hidden;
        var bound = 1 / Math.Sqrt(hidden);
        float[] Uniform(int n)
        {
            var values = new float[n];
            for (var i = 0; i < n; i++) values[i] = (float)((2 * random.NextDouble() - 1) * bound);
            return values;
        }
        var layers = new List<float[][]>();
        for (var layer = 0; layer < network.Layers; layer++)
            layers.Add([Uniform(rows * (layer == 0 ? network.Shape.Inputs : hidden)), Uniform(rows * hidden), Uniform(rows), Uniform(rows)]);
        var weights = new InitialWeights(layers, Uniform(network.Shape.Outputs * hidden), Uniform(network.Shape.Outputs));
        Remedies.Apply(network, weights, random);
        return weights;
    }
}
