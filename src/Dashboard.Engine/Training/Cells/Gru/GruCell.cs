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

    public override IReadOnlyList<string> Gates { get; } = ["r", "z", "n"];

    public override IReadOnlyList<string> Inside { get; } = ["h", "r", "z", "n"];

    internal override nn.Module TorchModule(int inputs, int hidden, int layers) => nn.GRU(inputs, hidden, layers, batchFirst: true);

    internal override (Tensor States, Tensor Last) TorchForward(nn.Module module, Tensor inputs)
    {
        var (states, last) = ((TorchSharp.Modules.GRU)module).forward(inputs);
        return (states, last[-1]);
    }

    internal override (Tensor H, Tensor C) TorchStep(Tensor fromInput, Tensor fromHidden, (Tensor H, Tensor C) state)
    {
        Tensor[] x = fromInput.chunk(3, 1), h = fromHidden.chunk(3, 1);
        var update = (x[1] + h[1]).sigmoid();
        var candidate = (x[2] + (x[0] + h[0]).sigmoid() * h[2]).tanh();
        return ((1 - update) * candidate + update * state.H, state.C);
    }
}
