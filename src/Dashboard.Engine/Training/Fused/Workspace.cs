using System.Runtime.InteropServices;

namespace Dashboard.Engine.Training.Fused;

/// <summary>The memory of one training, in one block outside the managed heap, aligned to cache lines; zeros at first.</summary>
internal sealed unsafe class Workspace : IDisposable
{
    private const nuint Alignment = 64;
    private void* block;

    public Workspace(FusedLayout layout)
    {
        nuint total = 0;
        // Twice over the same list: first to add up, then to hand out.
        Lay(layout, floats => { total += Size(floats); return 0; });
        block = NativeMemory.AlignedAlloc(total, Alignment);
        NativeMemory.Clear(block, total);
        nuint used = 0;
        Lay(layout, floats => { var at = (nuint)block + used; used += Size(floats); return at; });
        // The state's constant row.
        for (var t = 0; t <= layout.Length; t++)
            new Span<float>(States + ((long)t * layout.Columns + 1) * layout.Panel, layout.Panel).Fill(1);
    }

    /// <summary>[length + 1, columns, panel]: x_t, 1, h_{t−1}.</summary>
    public float* States { get; private set; }

    /// <summary>[length, gate rows, panel]: the gates, which backward replaces by their gradients.</summary>
    public float* Gates { get; private set; }

    /// <summary>[length + 1, units, panel]: c_{t−1}. LSTM only.</summary>
    public float* Cells { get; private set; }

    /// <summary>[length, units, panel]: tanh c_t. LSTM only.</summary>
    public float* CellTanhs { get; private set; }

    /// <summary>[product rows, panel]: ∂L/∂h_t.</summary>
    public float* HiddenGradients { get; private set; }

    /// <summary>[units, panel]: ∂L/∂c_t.</summary>
    public float* CellGradients { get; private set; }

    /// <summary>[panel]: predictions.</summary>
    public float* Predictions { get; private set; }

    /// <summary>[panel]: targets.</summary>
    public float* Targets { get; private set; }

    /// <summary>[panel]: a sequence's share of the batch's mean, 0 in lanes without one.</summary>
    public float* Shares { get; private set; }

    /// <summary>The weight gradients of each lane, [gate rows · gradient columns, lanes], in the parameters' order.</summary>
    public float* Accumulators { get; private set; }

    /// <summary>[parameter count]; likewise the next ones.</summary>
    public float* Parameters { get; private set; }
    public float* Gradients { get; private set; }
    public float* FirstMoments { get; private set; }
    public float* SecondMoments { get; private set; }

    /// <summary>How often a parameter counts: 2 for the summed biases, 0 for padding.</summary>
    public float* Multiplicities { get; private set; }

    /// <summary>Weight of a parameter's |gradient| in the gradient mean.</summary>
    public float* MeanWeights { get; private set; }

    /// <summary>Recurrent parameters as the forward kernel reads them, scaled for Exp2.</summary>
    public float* ForwardWeights { get; private set; }

    /// <summary>W_hh as the backward product reads it.</summary>
    public float* BackwardWeights { get; private set; }

    /// <summary>For a network that could not be completed and so was never handed out to be disposed.</summary>
    ~Workspace() => Free();

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        NativeMemory.AlignedFree(block);
        block = null;
    }

    private void Lay(FusedLayout l, Func<long, nuint> take)
    {
        float* Take(long floats) => (float*)take(floats);
        long panel = l.Panel, parameters = l.ParameterCount;
        var lstm = l.Gates == 4;
        States = Take((l.Length + 1) * l.Columns * panel);
        Gates = Take(l.Length * l.GateRows * panel);
        Cells = Take(lstm ? (l.Length + 1) * l.Units * panel : 0);
        CellTanhs = Take(lstm ? l.Length * l.Units * panel : 0);
        HiddenGradients = Take(l.ProductRows * panel);
        CellGradients = Take(l.Units * panel);
        Predictions = Take(panel);
        Targets = Take(panel);
        Shares = Take(panel);
        Accumulators = Take((long)l.GateRows * l.GradientColumns * l.Lanes);
        Parameters = Take(parameters);
        Gradients = Take(parameters);
        FirstMoments = Take(parameters);
        SecondMoments = Take(parameters);
        Multiplicities = Take(parameters);
        MeanWeights = Take(parameters);
        ForwardWeights = Take((long)l.Units * l.Gates * (2 + l.Hidden));
        BackwardWeights = Take((long)l.ProductRows * l.Hidden * l.Gates);
    }

    private static nuint Size(long floats) => (nuint)(floats * sizeof(float)) + (Alignment - 1) & ~(Alignment - 1);
}
