namespace Dashboard.Engine.Training.Fused;

/// <summary>
/// Where everything of one network lies. A batch is worked on in panels of two vectors, one sequence a lane; a "row" below
/// is one panel of one unit or gate at one timestep.
/// </summary>
/// <remarks>
/// The columns of the weight matrix [gate rows, columns] are the first input, 1 (the bias), the other inputs, then the
/// hidden units, so that one product of the gate gradients with a state row gives every weight's gradient, and all that
/// follows the bias is one loop. The matrix is kept in tiles of the shape the gradient kernel accumulates in registers.
/// </remarks>
internal sealed class FusedLayout
{
    private readonly int mainSums;

    public FusedLayout(NetworkSpec network, int length, SimdWidth width)
    {
        Shape = network.Shape;
        Hidden = network.HiddenSize;
        Rows = network.Cell.Rows;
        Length = length;
        Lanes = (int)width;
        ProductTile = BackwardTile(Hidden);
        Units = RoundUp(Hidden, network.Cell.UnitsAtOnce(ProductTile));
        var columns = HiddenColumn + Hidden;
        (TileRows, TileColumns) = Waste(3, 8) <= Waste(4, 6) ? (3, 8) : (4, 6);
        FullRows = RoundUp(Units * Rows.Full, TileRows);
        (InputTileRows, InputTileColumns) = Shape.Inputs == 1 ? (6, 2) : (4, 6);
        InputOnlyRows = RoundUp(Units * Rows.InputOnly, InputTileRows);
        InputColumns = RoundUp(HiddenColumn, InputTileColumns);
        Columns = Math.Max(RoundUp(HiddenColumn + Units, TileColumns), InputColumns);
        GradientColumns = RoundUp(columns, TileColumns);
        mainSums = FullRows * GradientColumns;
        OutputStart = mainSums + InputOnlyRows * InputColumns;
        // One more than needed, so that the last is always padding.
        ParameterCount = RoundUp(OutputStart + Shape.Outputs * (Hidden + 1) + 1, 16);
        OutputTile = BackwardTile(Shape.Outputs);
        OutputRows = RoundUp(RoundUp(Shape.Outputs, OutputTile), TileRows);
        Block = Math.Max(4, Math.Min(
            16 * 1024 / (TileColumns * Panel * sizeof(float)), 384 * 1024 / (GateRows * Panel * sizeof(float))));

        InputPlaces = [.. Enumerable.Range(0, length * Shape.Inputs)
            .Select(i => (i / Shape.Inputs * Columns + InputColumn(i % Shape.Inputs)) * Panel)];

        int Waste(int rows, int tileColumns) => RoundUp(Units * Rows.Full, rows) * RoundUp(columns, tileColumns);
    }

    /// <summary>What goes in and out.</summary>
    public TaskShape Shape { get; }

    /// <summary>Hidden units.</summary>
    public int Hidden { get; }

    /// <summary>The cell's rows.</summary>
    public CellRows Rows { get; }

    /// <summary>Most timesteps.</summary>
    public int Length { get; }

    /// <summary>Lanes of a vector.</summary>
    public int Lanes { get; }

    /// <summary>Floats of a panel's row: two vectors.</summary>
    public int Panel => 2 * Lanes;

    /// <summary>Column of the first hidden unit, after the inputs and the 1.</summary>
    public int HiddenColumn => Shape.Inputs + 1;

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

    /// <summary>Rows and columns of a tile of rows that meet x and 1 only.</summary>
    public int InputTileRows { get; }
    public int InputTileColumns { get; }

    /// <summary>Rows of one timestep that meet x, 1 and h.</summary>
    public int FullRows { get; }

    /// <summary>Rows of one timestep that meet x and 1 only; they follow the others.</summary>
    public int InputOnlyRows { get; }

    /// <summary>Columns those meet.</summary>
    public int InputColumns { get; }

    /// <summary>Rows of one timestep's gates.</summary>
    public int GateRows => FullRows + InputOnlyRows;

    /// <summary>Rows of one timestep's state: inputs and 1, then the hidden units before the timestep, then padding.</summary>
    public int Columns { get; }

    /// <summary>Columns of the weight matrix, padding included.</summary>
    public int GradientColumns { get; }

    /// <summary>Index of the output layer's first weight. Each output's bias follows its weights.</summary>
    public int OutputStart { get; }

    /// <summary>Floats of all parameters, padding included.</summary>
    public int ParameterCount { get; }

    /// <summary>Outputs of a tile of the product W_out·h.</summary>
    public int OutputTile { get; }

    /// <summary>Rows of one timestep's predictions, padding included.</summary>
    public int OutputRows { get; }

    /// <summary>Timesteps whose weight gradients are summed together: few enough that states stay in the first-level cache
    /// and gates in the second.</summary>
    public int Block { get; }

    /// <summary>[length · inputs]: where each number of a sequence belongs in the states, in floats before the lane.</summary>
    public int[] InputPlaces { get; }

    /// <summary>Column of input <paramref name="i"/>.</summary>
    public static int InputColumn(int i) => i == 0 ? 0 : i + 1;

    /// <summary>The columns as forward kernels read them: the bias, the inputs, the hidden units.</summary>
    public IEnumerable<int> ForwardColumns => [BiasColumn, 0, .. Enumerable.Range(2, HiddenColumn + Hidden - 2)];

    /// <summary>Column of the 1 whose weights are the biases.</summary>
    public const int BiasColumn = 1;

    /// <summary>Index of a weight among the parameters.</summary>
    public int Index(int unit, int row, int column) => row < Rows.Full
        ? Tiled(unit * Rows.Full + row, column, FullRows, TileRows, TileColumns)
        : mainSums + Tiled(unit, column, InputOnlyRows, InputTileRows, InputTileColumns);

    /// <summary>Index of an output's weight of a hidden unit, or of its bias after the last unit.</summary>
    public int OutputIndex(int output, int unit) => OutputStart + output * (Hidden + 1) + unit;

    /// <summary>Place of an output layer's gradient among its sums: the column of a unit's h, or the bias's after the last unit.</summary>
    public int OutputSum(int output, int unit) =>
        Tiled(output, unit == Hidden ? BiasColumn : HiddenColumn + unit, OutputRows, TileRows, TileColumns);

    /// <summary>Index of a parameter that is always 0.</summary>
    public int ZeroIndex => ParameterCount - 1;

    public static int RoundUp(int n, int multiple) => (n + multiple - 1) / multiple * multiple;

    /// <summary>Tiles of six or eight, whichever pads less.</summary>
    private static int BackwardTile(int outputs) => RoundUp(outputs, 8) <= RoundUp(outputs, 6) ? 8 : 6;

    private static int Tiled(int row, int column, int rows, int tileRows, int tileColumns)
    {
        var tile = column / tileColumns * (rows / tileRows) + row / tileRows;
        return tile * tileRows * tileColumns + row % tileRows * tileColumns + column % tileColumns;
    }
}
