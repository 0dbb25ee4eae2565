using System.Runtime.Intrinsics;

namespace Dashboard.Engine.Training.Fused;

/// <summary>One network in training, step by step. Not thread-safe; owns memory outside the managed heap.</summary>
internal abstract unsafe class FusedNetwork : IDisposable
{
    private readonly ParameterMap map;

    protected FusedNetwork(NetworkSpec network, int length, SimdWidth width, InitialWeights initial)
    {
        Layout = new(network, length, width);
        Work = new(Layout);
        map = new(Layout, initial);
        map.Write(Work);
    }

    protected FusedLayout Layout { get; }

    protected Workspace Work { get; }

    /// <summary>Gradient mean of the last step, before clipping.</summary>
    public double GradientMean { get; protected set; }

    /// <summary>A network with the given initial weights, on kernels of the given width.</summary>
    public static FusedNetwork Create(NetworkSpec network, TrainingSpec training, int length, InitialWeights initial, SimdWidth width) => width switch
    {
        SimdWidth.Bits512 => new FusedNetwork<Simd512, Vector512<float>>(network, training, length, initial),
        SimdWidth.Bits256 => new FusedNetwork<Simd256, Vector256<float>>(network, training, length, initial),
        SimdWidth.Bits128 => new FusedNetwork<Simd128, Vector128<float>>(network, training, length, initial),
        _ => new FusedNetwork<SimdScalar, float>(network, training, length, initial),
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
}
