using Dashboard.Engine.Training.Cells;

namespace Dashboard.Engine.Training;

/// <summary>The kind of recurrent layer.</summary>
public enum ModelKind
{
    /// <summary>Elman RNN with tanh.</summary>
    Rnn,

    /// <summary>Long short-term memory, gates in PyTorch's order i, f, g, o.</summary>
    Lstm,

    /// <summary>Gated recurrent unit, gates in PyTorch's order r, z, n.</summary>
    Gru,

    /// <summary>None of the cells: a model of a result that was brought in (<see cref="Experiments.BroughtIn"/>). Nothing trains it.</summary>
    Other = 99,
}

/// <summary>How W_hh starts.</summary>
public enum RecurrentInit
{
    /// <summary>Uniform in ±1/√hidden, as PyTorch.</summary>
    Uniform,

    /// <summary>Each gate's square block is a random orthogonal matrix.</summary>
    Orthogonal,
}

/// <summary>One network: recurrent layers, then a linear layer from the last one's hidden state to the outputs.</summary>
/// <param name="Model">RNN, LSTM or GRU.</param>
/// <param name="HiddenSize">Units of each recurrent layer.</param>
/// <param name="Layers">Stacked recurrent layers.</param>
/// <param name="RecurrentInit">How W_hh starts.</param>
/// <param name="ForgetBias">For cells with a forget gate: b_ih + b_hh of the forget gate start at this value (set in b_ih, 0 in b_hh);
/// null leaves PyTorch's initialisation.</param>
/// <param name="InputGateBias">The same for the input gate: one that starts closed keeps what nobody asked for out of the cell
/// (Hochreiter and Schmidhuber 1997 start theirs at −3 and −6 for adding).</param>
public sealed record NetworkSpec(
    ModelKind Model, int HiddenSize = 6, int Layers = 1,
    RecurrentInit RecurrentInit = RecurrentInit.Uniform, double? ForgetBias = null, double? InputGateBias = null)
{
    /// <summary>What goes in and out.</summary>
    public TaskShape Shape { get; init; } = TaskShape.Deck;

    /// <summary>The cell of its recurrent layers.</summary>
    public Cell Cell => Cell.Of(Model);
}
