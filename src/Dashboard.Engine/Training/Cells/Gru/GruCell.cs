using Dashboard.Engine.Python;
using Dashboard.Engine.Training.Fused;
using Dashboard.Engine.Training.Torch;
using static TorchSharp.torch;

namespace Dashboard.Engine.Training.Cells.Gru;

/// <summary>
/// Gated recurrent unit as PyTorch has it: h = (1 − z) ⊙ n + z ⊙ h', n = tanh(W_in x + b_in + r ⊙ (W_hn h' + b_hn)). The two
/// biases of n are two parameters: b_hn stands inside the product with r.
/// </summary>
internal sealed class GruCell : Cell
{
    public override ModelKind Kind => ModelKind.Gru;

    public override string Name => "gru";

    public override string Title => "GRU";

    public override Mark Mark => Mark.Diamond;

    public override string Colour => "#0F9D77";

    public override IReadOnlyList<string> Gates { get; } = ["r", "z", "n"];

    public override IReadOnlyList<string> Inside { get; } = ["h", "r", "z", "n"];

    public override string Python => PythonText.Of("gru.py");

    // Row 2 is W_hn h' + b_hn, row 3 W_in x + b_in.
    internal override CellRows Rows { get; } = new([new(0, 0), new(1, 1), new(3, 2)], Full: 3, InputOnly: 1);

    internal override int UnitsAtOnce(int productTile) => 2;

    internal override IEnumerable<PackedWeight> ForwardOrder(FusedLayout layout) =>
        from pair in Enumerable.Range(0, layout.Units / 2)
        from column in layout.ForwardColumns
        from unit in new[] { 2 * pair, 2 * pair + 1 }
        from row in column == FusedLayout.BiasColumn ? [0, 1, 2, 3] : column < layout.HiddenColumn ? new[] { 0, 1, 3 } : [0, 1, 2]
        select new PackedWeight(unit, row, column,
            row < 2 ? Activations<SimdScalar, float>.SigmoidScale : Activations<SimdScalar, float>.TanhScale);

    internal override FusedNetwork Fuse<S, V>(NetworkSpec network, TrainingSpec training, int length, InitialWeights initial) =>
        new FusedNetwork<S, V, GruKernel<S, V>>(network, training, length, initial);

    internal override LayerTrace Trace(TaskShape shape, int hidden, int steps, int lanes) => new GruTrace(shape, hidden, steps, lanes);

    internal override nn.Module TorchModule(int inputs, int hidden, int layers) => nn.GRU(inputs, hidden, layers, batchFirst: true);

    internal override (Tensor States, Tensor Last) TorchForward(nn.Module module, Tensor inputs)
    {
        var (states, last) = ((TorchSharp.Modules.GRU)module).forward(inputs);
        return (states, last[-1]);
    }

    internal override (Tensor H, Tensor C) TorchStep(Tensor fromInput, Tensor fromHidden, (Tensor H, Tensor C) state)
    {
        Tensor[] x = fromInput.chunk(3, 1), h = fromHidden.chunk(3, 1);
        var update = x[1].Plus(h[1]).sigmoid();
        var candidate = x[2].Plus(x[0].Plus(h[0]).sigmoid() * h[2]).tanh();
        return ((update.OneLess() * candidate).Plus(update * state.H), state.C);
    }
}
