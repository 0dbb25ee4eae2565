namespace Dashboard.Engine.Training.Fused;

/// <summary>Moves parameters between PyTorch's shapes and the kernels' order.</summary>
internal sealed unsafe class ParameterMap(FusedLayout layout, InitialWeights initial)
{
    private readonly float[] inputBiases = initial.Recurrent[0][2], hiddenBiases = initial.Recurrent[0][3];

    /// <summary>Fills the parameters and the tables that go with them.</summary>
    public void Write(Workspace work)
    {
        int hidden = layout.Hidden, rows = hidden * layout.Gates;
        var layer = initial.Recurrent[0];
        for (var row = 0; row < rows; row++)
        {
            Set(Index(row, 0), layer[0][row], 1, 0.25f / rows);
            // Both biases: the sum moves by two steps, and the mean of |gradient| counts for two tensors.
            Set(Index(row, 1), inputBiases[row] + hiddenBiases[row], 2, 0.5f / rows);
            for (var k = 0; k < hidden; k++) Set(Index(row, 2 + k), layer[1][row * hidden + k], 1, 0.25f / (rows * hidden));
        }
        for (var k = 0; k < hidden; k++) Set(layout.OutputStart + k, initial.OutputWeight[k], 1, 0);
        Set(layout.OutputStart + hidden, initial.OutputBias[0], 1, 0);

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

    private InitialWeights Read(float* source, Func<float, int, (float Input, float Hidden)> biases)
    {
        int hidden = layout.Hidden, rows = hidden * layout.Gates;
        float[] wih = new float[rows], whh = new float[rows * hidden], bih = new float[rows], bhh = new float[rows];
        for (var row = 0; row < rows; row++)
        {
            wih[row] = source[Index(row, 0)];
            (bih[row], bhh[row]) = biases(source[Index(row, 1)], row);
            for (var k = 0; k < hidden; k++) whh[row * hidden + k] = source[Index(row, 2 + k)];
        }
        return new([[wih, whh, bih, bhh]], new Span<float>(source + layout.OutputStart, hidden).ToArray(), [source[layout.OutputStart + hidden]]);
    }

    private int Index(int row, int column) => layout.Index(row % layout.Hidden, row / layout.Hidden, column);
}
