using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(Workspace work)
    {
        fixed (int* forwardIndex = forward, backwardIndex = backward)
        fixed (float* scales = scale)
        {
            Copy(work.Parameters, forwardIndex, work.ForwardWeights, forward.Length);
            Copy(work.Parameters, backwardIndex, work.BackwardWeights, backward.Length);
            var target = work.ForwardWeights;
            var i = 0;
            for (; i + Vector512<float>.Count <= scale.Length; i += Vector512<float>.Count)
                (Vector512.Load(target + i) * Vector512.Load(scales + i)).Store(target + i);
            for (; i < scale.Length; i++) target[i] *= scales[i];
        }
    }

    /// <summary>Four at a time: this is a tenth of the step at length 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy(float* source, int* indices, float* target, int count)
    {
        var i = 0;
        for (; i + 4 <= count; i += 4)
        {
            float a = source[indices[i]], b = source[indices[i + 1]], c = source[indices[i + 2]], d = source[indices[i + 3]];
            target[i] = a;
            target[i + 1] = b;
            target[i + 2] = c;
            target[i + 3] = d;
        }
        for (; i < count; i++) target[i] = source[indices[i]];
    }
}
