using System.Runtime.InteropServices;

namespace Dashboard.Engine.Training.Fused;

/// <summary>The memory of one training, in one block outside the managed heap, aligned to cache lines; zeros at first.</summary>
internal sealed unsafe class Workspace : IDisposable
{
    private const nuint Alignment = 64;
    private void* block;

    public Workspace(FusedLayout layout, int forwardWeights)
    {
        nuint total = 0;
        // Twice over the same list: first to add up, then to hand out.
        Lay(layout, forwardWeights, floats => { total += Size(floats); return 0; });
        block = NativeMemory.AlignedAlloc(total, Alignment);
        NativeMemory.Clear(block, total);
        nuint used = 0;
        Lay(layout, forwardWeights, floats => { var at = (nuint)block + used; used += Size(floats); return at; });
        // The state's constant row.
        for (var t = 0; t <= layout.Length; t++)
            new Span<float>(States + ((long)t * layout.Columns + FusedLayout.BiasColumn) * layout.Panel, layout.Panel).Fill(1);
    }

    /// <summary>[length + 1, columns, panel]: x_t and 1, h_{t−1}.</summary>
    public float* States { get; private set; }

    /// <summary>[length, gate rows, panel]: what forward keeps of the gates, which backward replaces by their gradients.</summary>
    public float* Gates { get; private set; }

    /// <summary>[length + 1, units, panel]: c_{t−1}, where the cell keeps one.</summary>
    public float* Cells { get; private set; }

    /// <summary>[length, units, panel]: tanh c_t, where the cell keeps one.</summary>
    public float* CellTanhs { get; private set; }

    /// <summary>[product rows, panel]: ∂L/∂h_t.</summary>
    public float* HiddenGradients { get; private set; }

    /// <summary>[units, panel]: ∂L/∂c_t.</summary>
    public float* CellGradients { get; private set; }

    /// <summary>[panel]: predictions, where all lanes are read out at their last step and nowhere else.</summary>
    public float* Predictions { get; private set; }

    /// <summary>[length, target size, panel]: targets; where all lanes are read out at their last step only the first row.</summary>
    public float* Targets { get; private set; }

    /// <summary>[length, panel]: a read-out's share of the batch's mean, 0 in lanes without one; likewise.</summary>
    public float* Shares { get; private set; }

    /// <summary>[length, output rows, panel]: predictions, which backward replaces by their gradients.</summary>
    public float* Outputs { get; private set; }

    /// <summary>The output layer's gradients of each lane, [output rows · gradient columns, lanes].</summary>
    public float* OutputAccumulators { get; private set; }

    /// <summary>The weight gradients of each lane, [recurrent parameters, lanes], in the parameters' order.</summary>
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

    /// <summary>The output layer as the products from and to h read it.</summary>
    public float* OutputForwardWeights { get; private set; }
    public float* OutputBackwardWeights { get; private set; }

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

    private void Lay(FusedLayout l, int forwardWeights, Func<long, nuint> take)
    {
        float* Take(long floats) => (float*)take(floats);
        long panel = l.Panel, parameters = l.ParameterCount;
        var keeps = l.Rows.KeepsCell;
        States = Take((l.Length + 1) * l.Columns * panel);
        Gates = Take(l.Length * l.GateRows * panel);
        Cells = Take(keeps ? (l.Length + 1) * l.Units * panel : 0);
        CellTanhs = Take(keeps ? l.Length * l.Units * panel : 0);
        HiddenGradients = Take(l.ProductRows * panel);
        CellGradients = Take(l.Units * panel);
        Predictions = Take(panel);
        Targets = Take((long)l.Length * l.Shape.TargetSize * panel);
        Shares = Take(l.Length * panel);
        Accumulators = Take((long)l.OutputStart * l.Lanes);
        Parameters = Take(parameters);
        Gradients = Take(parameters);
        FirstMoments = Take(parameters);
        SecondMoments = Take(parameters);
        Multiplicities = Take(parameters);
        MeanWeights = Take(parameters);
        ForwardWeights = Take(forwardWeights);
        BackwardWeights = Take((long)l.ProductRows * l.Hidden * l.Rows.Full);
        OutputForwardWeights = Take((long)l.OutputRows * (l.Hidden + 1));
        OutputBackwardWeights = Take((long)l.ProductRows * l.Shape.Outputs);
        Outputs = Take((long)l.Length * l.OutputRows * panel);
        OutputAccumulators = Take((long)l.OutputRows * l.GradientColumns * l.Lanes);
    }

    private static nuint Size(long floats) => (nuint)(floats * sizeof(float)) + (Alignment - 1) & ~(Alignment - 1);
}
