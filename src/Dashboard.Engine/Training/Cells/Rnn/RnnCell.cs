using static TorchSharp.torch;

namespace Dashboard.Engine.Training.Cells.Rnn;

/// <summary>Elman RNN: h = tanh(W_ih x + b_ih + W_hh h' + b_hh).</summary>
internal sealed class RnnCell : Cell
{
    public override ModelKind Kind => ModelKind.Rnn;

    public override string Name => "rnn";

    public override IReadOnlyList<string> Gates { get; } = ["h"];

    public override IReadOnlyList<string> Inside { get; } = ["h"];

    internal override nn.Module TorchModule(int inputs, int hidden, int layers) => nn.RNN(inputs, hidden, layers, batchFirst: true);

    internal override (Tensor States, Tensor Last) TorchForward(nn.Module module, Tensor inputs)
    {
        var (states, last) = ((TorchSharp.Modules.RNN)module).forward(inputs, null);
        return (states, last[-1]);
    }

    internal override (Tensor H, Tensor C) TorchStep(Tensor fromInput, Tensor fromHidden, (Tensor H, Tensor C) state) =>
        ((fromInput + fromHidden).tanh(), state.C);
}
