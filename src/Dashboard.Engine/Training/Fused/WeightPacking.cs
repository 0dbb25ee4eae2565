namespace Dashboard.Engine.Training.Fused;

/// <summary>Copies the recurrent parameters into the order each kernel reads them in, once a step.</summary>
internal sealed unsafe class WeightPacking
{
    private readonly int[] forward, backward;
    private readonly float[] scale;

    public WeightPacking(FusedLayout layout)
    {
        int hidden = layout.Hidden, gates = layout.Gates;
        // Forward: tile by tile of gate rows: biases, weights of x, then each hidden unit's weights.
        var tile = gates == 4 ? 8 : layout.ProductTile;
        forward = new int[layout.Units * gates * (2 + hidden)];
        scale = new float[forward.Length];
        var at = 0;
        for (var row = 0; row < layout.Units * gates; row += tile)
            for (var column = 0; column < 2 + hidden; column++)
                for (var i = row; i < row + tile; i++, at++)
                {
                    int unit = i / gates, gate = i % gates;
                    forward[at] = unit < hidden ? layout.Index(unit, gate, column switch { 0 => 1, 1 => 0, _ => column }) : layout.ZeroIndex;
                    scale[at] = gates == 4 && gate != 2
                        ? Activations<SimdScalar, float>.SigmoidScale : Activations<SimdScalar, float>.TanhScale;
                }
        // Backward: tile by tile of hidden units: each gate row's weights of those units.
        var product = layout.ProductTile;
        backward = new int[FusedLayout.RoundUp(hidden, product) * hidden * gates];
        at = 0;
        for (var first = 0; first < hidden; first += product)
            for (var row = 0; row < hidden * gates; row++)
                for (var k = first; k < first + product; k++)
                    backward[at++] = k < hidden ? layout.Index(row / gates, row % gates, 2 + k) : layout.ZeroIndex;
    }

    public void Run(Workspace work)
    {
        var parameters = work.Parameters;
        var target = work.ForwardWeights;
        for (var i = 0; i < forward.Length && i < scale.Length; i++) target[i] = parameters[forward[i]] * scale[i];
        target = work.BackwardWeights;
        for (var i = 0; i < backward.Length; i++) target[i] = parameters[backward[i]];
    }
}
