namespace Dashboard.Engine.Training.Fused;

/// <summary>Moves parameters between PyTorch's shapes and the kernels' order.</summary>
/// <remarks>Where both biases of a gate belong to one row they always have the same gradient and so the same Adam moments: only
/// their sum is kept and moves by two steps. Readings count it twice.</remarks>
internal sealed unsafe class ParameterMap(FusedLayout layout, InitialWeights initial)
{
    private readonly float[] inputBiases = initial.Recurrent[0][2], hiddenBiases = initial.Recurrent[0][3];

    /// <summary>Fills the parameters and the tables that go with them.</summary>
    public void Write(Workspace work)
    {
        int hidden = layout.Hidden, inputs = layout.Shape.Inputs, gates = layout.Rows.Gates.Count, rows = hidden * gates;
        var layer = initial.Recurrent[0];
        for (var gate = 0; gate < gates; gate++)
            for (var unit = 0; unit < hidden; unit++)
            {
                var (input, recurrent) = layout.Rows.Gates[gate];
                var row = gate * hidden + unit;
                for (var i = 0; i < inputs; i++)
                    Set(layout.Index(unit, input, FusedLayout.InputColumn(i)), layer[0][row * inputs + i], 1, 0.25f / (rows * inputs));
                if (input == recurrent)
                    Set(layout.Index(unit, input, FusedLayout.BiasColumn), inputBiases[row] + hiddenBiases[row], 2, 0.5f / rows);
                else
                {
                    Set(layout.Index(unit, input, FusedLayout.BiasColumn), inputBiases[row], 1, 0.25f / rows);
                    Set(layout.Index(unit, recurrent, FusedLayout.BiasColumn), hiddenBiases[row], 1, 0.25f / rows);
                }
                for (var k = 0; k < hidden; k++)
                    Set(layout.Index(unit, recurrent, layout.HiddenColumn + k), layer[1][row * hidden + k], 1, 0.25f / (rows * hidden));
            }
        for (var output = 0; output < layout.Shape.Outputs; output++)
        {
            for (var k = 0; k < hidden; k++) Set(layout.OutputIndex(output, k), initial.OutputWeight[output * hidden + k], 1, 0);
            Set(layout.OutputIndex(output, hidden), initial.OutputBias[output], 1, 0);
        }

        void Set(int index, float value, float multiplicity, float meanWeight)
        {
            work.Parameters[index] = value;
            work.Multiplicities[index] = multiplicity;
            work.MeanWeights[index] = meanWeight;
        }
    }

    /// <summary>The weights as they are now.</summary>
    public InitialWeights Weights(Workspace work) => Read(work.Parameters, (sum, row) =>
    {
        var moved = (sum - (inputBiases[row] + hiddenBiases[row])) / 2;
        return (inputBiases[row] + moved, hiddenBiases[row] + moved);
    });

    /// <summary>The last step's gradients, before clipping, in the weights' shapes.</summary>
    public InitialWeights Gradients(Workspace work) => Read(work.Gradients, (g, _) => (g, g));

    /// <param name="source">Parameters or gradients.</param>
    /// <param name="apart">Both biases from what is kept of them together, and their place in the tensors.</param>
    private InitialWeights Read(float* source, Func<float, int, (float Input, float Hidden)> apart)
    {
        int hidden = layout.Hidden, inputs = layout.Shape.Inputs, gates = layout.Rows.Gates.Count, rows = hidden * gates;
        float[] wih = new float[rows * inputs], whh = new float[rows * hidden], bih = new float[rows], bhh = new float[rows];
        for (var row = 0; row < rows; row++)
        {
            var unit = row % hidden;
            var (input, recurrent) = layout.Rows.Gates[row / hidden];
            for (var i = 0; i < inputs; i++) wih[row * inputs + i] = source[layout.Index(unit, input, FusedLayout.InputColumn(i))];
            float b = source[layout.Index(unit, input, FusedLayout.BiasColumn)];
            (bih[row], bhh[row]) = input == recurrent ? apart(b, row) : (b, source[layout.Index(unit, recurrent, FusedLayout.BiasColumn)]);
            for (var k = 0; k < hidden; k++) whh[row * hidden + k] = source[layout.Index(unit, recurrent, layout.HiddenColumn + k)];
        }
        var outputs = layout.Shape.Outputs;
        float[] weight = new float[outputs * hidden], bias = new float[outputs];
        for (var output = 0; output < outputs; output++)
        {
            for (var k = 0; k < hidden; k++) weight[output * hidden + k] = source[layout.OutputIndex(output, k)];
            bias[output] = source[layout.OutputIndex(output, hidden)];
        }
        return new([[wih, whh, bih, bhh]], weight, bias);
    }
}
