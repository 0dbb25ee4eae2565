using Dashboard.Engine.Python;
using Dashboard.Engine.Training.Fused;
using Dashboard.Engine.Training.Torch;
using static TorchSharp.torch;

namespace Dashboard.Engine.Training.Cells.Rnn;

/// <summary>Elman RNN: h = tanh(W_ih x + b_ih + W_hh h' + b_hh).</summary>
internal sealed class RnnCell : Cell
{
    public override ModelKind Kind => ModelKind.Rnn;

    public override string Name => "rnn";

    public override string Title => "RNN";

    public override Mark Mark => Mark.Circle;

    public override string Colour => "#C8500A";

    public override IReadOnlyList<string> Gates { get; } = ["h"];

    public override IReadOnlyList<string> Inside { get; } = ["h"];

    public override string Python => PythonText.Of("rnn.py");

    internal override CellRows Rows { get; } = new([new(0, 0)], Full: 1);

    internal override int UnitsAtOnce(int productTile) => productTile;

    internal override IEnumerable<PackedWeight> ForwardOrder(FusedLayout layout) =>
        from tile in Enumerable.Range(0, layout.Units / layout.ProductTile)
        from column in layout.ForwardColumns
        from unit in Enumerable.Range(tile * layout.ProductTile, layout.ProductTile)
        select new PackedWeight(unit, 0, column, Activations<SimdScalar, float>.TanhScale);

    internal override FusedNetwork Fuse<S, V>(NetworkSpec network, TrainingSpec training, int length, InitialWeights initial) =>
        new FusedNetwork<S, V, RnnKernel<S, V>>(network, training, length, initial);

    internal override LayerTrace Trace(TaskShape shape, int hidden, int steps, int lanes) => new RnnTrace(shape, hidden, steps, lanes);

    // An RNN goes timestep by timestep; the others are one operation.
    internal override double TorchOperations => 1;

    internal override nn.Module TorchModule(int inputs, int hidden, int layers) => nn.RNN(inputs, hidden, layers, batchFirst: true);

    internal override (Tensor States, Tensor Last) TorchForward(nn.Module module, Tensor inputs)
    {
        var (states, last) = ((TorchSharp.Modules.RNN)module).forward(inputs, null);
        return (states, last[-1]);
    }

    internal override (Tensor H, Tensor C) TorchStep(Tensor fromInput, Tensor fromHidden, (Tensor H, Tensor C) state) =>
        (fromInput.Plus(fromHidden).tanh(), state.C);
}
