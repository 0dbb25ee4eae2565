namespace Dashboard.Engine.Training.Fused;

/// <summary>
/// Where everything of one network lies. A batch is worked on in panels of two vectors, one sequence a lane; a "row" below
/// is one panel of one unit or gate at one timestep.
/// </summary>
/// <remarks>
/// Gate rows are ordered [unit][gate]. The columns of the weight matrix [gate rows, columns] are x, 1 (the bias), then the
/// hidden units, so that one product of the gate gradients with [x, 1, h] gives every weight's gradient. The matrix is
/// kept in tiles of the shape the gradient kernel accumulates in registers. Both biases always have the same gradient and
/// so take the same Adam steps: only their sum is kept, and it moves by two steps.
/// </remarks>
internal sealed class FusedLayout
{
    public FusedLayout(NetworkSpec network, int length, SimdWidth width)
    {
        Hidden = network.HiddenSize;
        Gates = network.Cell.Gates.Count;
        Length = length;
        Lanes = (int)width;
        ProductTile = RoundUp(Hidden, 8) <= RoundUp(Hidden, 6) ? 8 : 6;
        // The LSTM's forward kernel works on pairs of units, the RNN's on tiles of units.
        Units = Gates == 4 ? RoundUp(Hidden, 2) : RoundUp(Hidden, ProductTile);
        (TileRows, TileColumns) = Waste(3, 8) <= Waste(4, 6) ? (3, 8) : (4, 6);
        GateRows = RoundUp(Units * Gates, TileRows);
        Columns = RoundUp(2 + Units, TileColumns);
        GradientColumns = RoundUp(2 + Hidden, TileColumns);
        OutputStart = GateRows * GradientColumns;
        // One more than needed, so that the last is always padding.
        ParameterCount = RoundUp(OutputStart + Hidden + 2, 16);
        Block = Math.Max(4, Math.Min(
            16 * 1024 / (TileColumns * Panel * sizeof(float)), 384 * 1024 / (GateRows * Panel * sizeof(float))));

        int Waste(int rows, int columns) => RoundUp(Units * Gates, rows) * RoundUp(2 + Hidden, columns);
    }

    public int Hidden { get; }
    public int Gates { get; }
    public int Length { get; }
    public int Lanes { get; }

    /// <summary>Floats of a panel's row: two vectors.</summary>
    public int Panel => 2 * Lanes;

    /// <summary>Units, rounded up to what the kernels work on at once.</summary>
    public int Units { get; }

    /// <summary>Outputs of a tile of the backward product Wᵀ·dgates.</summary>
    public int ProductTile { get; }

    /// <summary>Hidden gradients, rounded up to the backward product's tiles and the units.</summary>
    public int ProductRows => Math.Max(Units, RoundUp(Hidden, ProductTile));

    /// <summary>Rows of a weight gradient tile.</summary>
    public int TileRows { get; }

    /// <summary>Columns of a weight gradient tile.</summary>
    public int TileColumns { get; }

    /// <summary>Rows of one timestep's gates.</summary>
    public int GateRows { get; }

    /// <summary>Rows of one timestep's state: x, 1, then the hidden units before the timestep, then padding.</summary>
    public int Columns { get; }

    /// <summary>Columns of the weight matrix, padding included.</summary>
    public int GradientColumns { get; }

    /// <summary>Index of the output layer's first weight; its bias follows the weights.</summary>
    public int OutputStart { get; }

    /// <summary>Floats of all parameters, padding included.</summary>
    public int ParameterCount { get; }

    /// <summary>Timesteps whose weight gradients are summed together: few enough that states stay in the first-level cache
    /// and gates in the second.</summary>
    public int Block { get; }

    /// <summary>Index of a weight among the parameters: column 0 is x's, 1 the bias, 2 + k hidden unit k's.</summary>
    public int Index(int unit, int gate, int column)
    {
        var row = unit * Gates + gate;
        var tile = column / TileColumns * (GateRows / TileRows) + row / TileRows;
        return tile * TileRows * TileColumns + row % TileRows * TileColumns + column % TileColumns;
    }

    /// <summary>Index of a parameter that is always 0.</summary>
    public int ZeroIndex => ParameterCount - 1;

    public static int RoundUp(int n, int multiple) => (n + multiple - 1) / multiple * multiple;
}
