using System.Runtime.Intrinsics;

namespace Dashboard.Engine.Training.Fused;

/// <summary>One network in training, step by step. Not thread-safe; owns memory outside the managed heap.</summary>
internal abstract unsafe class FusedNetwork : IDisposable
{
    private readonly ParameterMap map;

    protected FusedNetwork(NetworkSpec network, int length, SimdWidth width, InitialWeights initial)
    {
        Layout = new(network, length, width);
        PackedWeight[] order = [.. network.Cell.ForwardOrder(Layout)];
        Work = new(Layout, order.Length);
        map = new(Layout, initial);
        map.Write(Work);
        Packing = new(Layout, order);
        Packing.Run(Work);
    }

    protected FusedLayout Layout { get; }

    protected Workspace Work { get; }

    protected WeightPacking Packing { get; }

    /// <summary>Gradient mean of the last step, before clipping.</summary>
    public double GradientMean { get; protected set; }

    /// <summary>Timesteps that all passes back went so far, over all panels.</summary>
    public long StepsBack { get; protected set; }

    /// <summary>A network with the given initial weights, on kernels of the given width.</summary>
    /// <param name="network">Its cell, size and shape.</param>
    /// <param name="training">Learning rate and clipping.</param>
    /// <param name="length">Most steps of a sequence.</param>
    /// <param name="initial">Initial weights.</param>
    /// <param name="width">Vector width.</param>
    public static FusedNetwork Create(NetworkSpec network, TrainingSpec training, int length, InitialWeights initial, SimdWidth width) => width switch
    {
        SimdWidth.Bits512 => network.Cell.Fuse<Simd512, Vector512<float>>(network, training, length, initial),
        SimdWidth.Bits256 => network.Cell.Fuse<Simd256, Vector256<float>>(network, training, length, initial),
        SimdWidth.Bits128 => network.Cell.Fuse<Simd128, Vector128<float>>(network, training, length, initial),
        _ => network.Cell.Fuse<SimdScalar, float>(network, training, length, initial),
    };

    /// <summary>Forward, backward through time and one Adam step. A step whose loss is not finite changes no weights.</summary>
    /// <param name="set">Where the sequences are.</param>
    /// <param name="batch">Their indices; any number.</param>
    /// <param name="flow">Empty, or [steps] to be filled with ‖∂L/∂h_t‖ over batch and units.</param>
    /// <param name="predictions">Empty, or to be filled with the batch's predictions before the step.</param>
    /// <returns>The batch's mean loss before the step.</returns>
    public abstract double Step(SampleSet set, ReadOnlySpan<int> batch, Span<float> flow, Span<float> predictions);

    /// <summary>Mean loss over a whole set, forward only.</summary>
    /// <param name="set">The sequences.</param>
    /// <param name="predictions">Empty, or to be filled with all predictions.</param>
    public abstract double Evaluate(SampleSet set, Span<float> predictions);

    /// <summary>The weights as they are now, in PyTorch's shapes.</summary>
    public InitialWeights Weights() => map.Weights(Work);

    /// <summary>The last step's gradients before clipping, in the weights' shapes.</summary>
    public InitialWeights Gradients() => map.Gradients(Work);

    public void Dispose() => Work.Dispose();

    /// <summary>Copies a panel's predictions out of the lanes, sequence after sequence.</summary>
    /// <returns>What of <paramref name="predictions"/> is left to fill.</returns>
    protected Span<float> CopyPredictions(SampleSet set, scoped ReadOnlySpan<int> panel, bool everywhere, Span<float> predictions)
    {
        int outputs = Layout.Shape.Outputs, at = 0;
        for (var lane = 0; lane < panel.Length; lane++)
        {
            int steps = set.StepsOf(panel[lane]), count = Layout.Shape.ReadOuts(steps);
            if (!everywhere) predictions[at++] = Work.Predictions[lane];
            else
                for (var t = steps - count; t < steps; t++)
                    for (var o = 0; o < outputs; o++)
                        predictions[at++] = Work.Outputs[((nint)t * Layout.OutputRows + o) * Layout.Panel + lane];
        }
        return predictions[at..];
    }
}
