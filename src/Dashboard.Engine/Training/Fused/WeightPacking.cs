using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Dashboard.Engine.Training.Fused;

/// <summary>Copies the parameters into the order each kernel reads them in, once a step.</summary>
internal sealed unsafe class WeightPacking
{
    private readonly int[] forward, backward, outputForward, outputBackward;
    private readonly float[] scale;

    public WeightPacking(FusedLayout layout, IReadOnlyList<PackedWeight> order)
    {
        int hidden = layout.Hidden, full = layout.Rows.Full, outputs = layout.Shape.Outputs;
        forward = [.. order.Select(w => w.Unit < hidden ? layout.Index(w.Unit, w.Row, w.Column) : layout.ZeroIndex)];
        scale = [.. order.Select(w => w.Scale)];
        // Tile by tile of what comes out: for each row that goes in, its weights of the tile.
        backward = Tiles(hidden, layout.ProductTile, hidden * full,
            (row, k) => layout.Index(row / full, row % full, layout.HiddenColumn + k));
        outputForward = Tiles(outputs, layout.OutputTile, 1 + hidden,
            (row, output) => layout.OutputIndex(output, row == 0 ? hidden : row - 1));
        outputBackward = Tiles(hidden, layout.ProductTile, outputs, (output, k) => layout.OutputIndex(output, k));

        int[] Tiles(int count, int tile, int rows, Func<int, int, int> index) =>
        [
            .. from first in Enumerable.Range(0, FusedLayout.RoundUp(count, tile) / tile)
               from row in Enumerable.Range(0, rows)
               from k in Enumerable.Range(first * tile, tile)
               select k < count ? index(row, k) : layout.ZeroIndex,
        ];
    }

    /// <summary>The recurrent layer's.</summary>
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

    /// <summary>The output layer's, which only <see cref="ReadOuts{S,V}"/> reads.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void RunOutputs(Workspace work)
    {
        fixed (int* forwardIndex = outputForward, backwardIndex = outputBackward)
        {
            Copy(work.Parameters, forwardIndex, work.OutputForwardWeights, outputForward.Length);
            Copy(work.Parameters, backwardIndex, work.OutputBackwardWeights, outputBackward.Length);
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
