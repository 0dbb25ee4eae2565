using Dashboard.Engine.Python;
using Dashboard.Engine.Training.Fused;
using Dashboard.Engine.Training.Torch;
using static TorchSharp.torch;

namespace Dashboard.Engine.Training.Cells.Lstm;

/// <summary>Long short-term memory: c = f ⊙ c' + i ⊙ g, h = o ⊙ tanh c.</summary>
internal sealed class LstmCell : Cell
{
    private const int Input = 0, Forget = 1, Candidate = 2;

    public override ModelKind Kind => ModelKind.Lstm;

    public override string Name => "lstm";

    public override string Title => "LSTM";

    public override Mark Mark => Mark.Square;

    public override string Colour => "#0A5CA8";

    public override IReadOnlyList<string> Gates { get; } = ["i", "f", "g", "o"];

    public override IReadOnlyList<string> Inside { get; } = ["h", "i", "f", "g", "o", "c"];

    public override string Python => PythonText.Of("lstm.py");

    public override bool HasForgetBias => true;

    public override bool HasInputGateBias => true;

    /// <summary>The two biases of a gate start at the remedy's value, set in b_ih, and 0.</summary>
    internal override void ApplyRemedies(NetworkSpec network, float[][] layer)
    {
        Start(Forget, network.ForgetBias);
        Start(Input, network.InputGateBias);

        void Start(int gate, double? at)
        {
            if (at is not { } bias) return;
            layer[2].AsSpan(gate * network.HiddenSize, network.HiddenSize).Fill((float)bias);
            layer[3].AsSpan(gate * network.HiddenSize, network.HiddenSize).Clear();
        }
    }

    // PyTorch issue 173922.
    internal override bool WrongInInference(int hiddenSize) => hiddenSize % 32 is >= 1 and <= 16;

    internal override CellRows Rows { get; } = new([new(0, 0), new(1, 1), new(2, 2), new(3, 3)], Full: 4, KeepsCell: true);

    internal override int UnitsAtOnce(int productTile) => 2;

    internal override IEnumerable<PackedWeight> ForwardOrder(FusedLayout layout) =>
        from pair in Enumerable.Range(0, layout.Units / 2)
        from column in layout.ForwardColumns
        from unit in new[] { 2 * pair, 2 * pair + 1 }
        from gate in Enumerable.Range(0, 4)
        select new PackedWeight(unit, gate, column,
            gate == Candidate ? Activations<SimdScalar, float>.TanhScale : Activations<SimdScalar, float>.SigmoidScale);

    internal override FusedNetwork Fuse<S, V>(NetworkSpec network, TrainingSpec training, int length, InitialWeights initial) =>
        new FusedNetwork<S, V, LstmKernel<S, V>>(network, training, length, initial);

    internal override LayerTrace Trace(TaskShape shape, int hidden, int steps, int lanes) => new LstmTrace(shape, hidden, steps, lanes);

    internal override nn.Module TorchModule(int inputs, int hidden, int layers) => nn.LSTM(inputs, hidden, layers, batchFirst: true);

    internal override (Tensor States, Tensor Last) TorchForward(nn.Module module, Tensor inputs)
    {
        var (states, last, _) = ((TorchSharp.Modules.LSTM)module).forward(inputs);
        return (states, last[-1]);
    }

    internal override (Tensor H, Tensor C) TorchStep(Tensor fromInput, Tensor fromHidden, (Tensor H, Tensor C) state)
    {
        var g = fromInput.Plus(fromHidden).chunk(4, 1);
        var c = (g[1].sigmoid() * state.C).Plus(g[0].sigmoid() * g[2].tanh());
        return (g[3].sigmoid() * c.tanh(), c);
    }
}
