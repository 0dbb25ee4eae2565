using Dashboard.Engine.Training;

namespace Dashboard.Benchmarks.Steps;

/// <summary>
/// The arithmetic of sequences as the fused engine does it, counted in docs/decisions/0003-fused-trainer.md and
/// 0005-cells-and-tasks.md: a multiply-add is two, every other operation one; loads, stores, copies and padding are none.
/// Products with the zero state before the first timestep, the loss and Adam are left out.
/// </summary>
internal static class StepArithmetic
{
    private const int Exp2 = 12, Sigmoid = Exp2 + 2, Tanh = Exp2 + 3;

    /// <summary>What a unit does in one timestep.</summary>
    /// <param name="InputRows">Rows that meet x and a bias.</param>
    /// <param name="HiddenRows">Rows that meet h.</param>
    /// <param name="MoreBiases">Biases that do not stand in a row with x.</param>
    /// <param name="Forward">Element by element: activations and states.</param>
    /// <param name="Backward">Element by element: gradients of the rows and of the state before.</param>
    private readonly record struct Unit(int InputRows, int HiddenRows, int MoreBiases, int Forward, int Backward);

    private static Unit Of(ModelKind model) => model switch
    {
        ModelKind.Rnn => new(1, 1, 0, Tanh, 3),
        // Three sigmoids, g, then c = f·c' + i·g, tanh c, h.
        ModelKind.Lstm => new(4, 4, 0, 3 * Sigmoid + Tanh + 3 + Tanh + 2, 22),
        // Two sigmoids, r·m + n, tanh, h = n + z·(h' − n).
        ModelKind.Gru => new(3, 3, 1, 2 * Sigmoid + 2 + Tanh + 3, 15),
        _ => throw new ArgumentOutOfRangeException(nameof(model)),
    };

    /// <summary>Operations of sequences of one length, there and back.</summary>
    public static double Training(NetworkSpec network, int steps, double sequences) => Count(network, steps, sequences, training: true);

    /// <summary>Operations of a validation.</summary>
    public static double Validation(NetworkSpec network, int steps, double sequences) => Count(network, steps, sequences, training: false);

    private static double Count(NetworkSpec network, int steps, double sequences, bool training)
    {
        var unit = Of(network.Model);
        double hidden = network.HiddenSize, inputs = network.Shape.Inputs, outputs = network.Shape.Outputs;
        // Multiply-adds with x; with h (forward, backward product, weight gradient); the gradients of the biases.
        var each = unit.InputRows * 2 * inputs * (training ? 2 : 1) + unit.Forward
            + (training ? unit.Backward + unit.InputRows + unit.MoreBiases : 0);
        var pairs = unit.HiddenRows * 2 * hidden * (training ? 3 : 1);
        // The output layer counts where it is read out at every step: forward, backward and its gradient.
        var readOut = network.Shape.ReadOut == ReadOut.Every ? steps * outputs * 2 * (hidden + 1) * (training ? 3 : 1) : 0;
        return sequences * (hidden * (steps * each + (steps - 1) * pairs) + readOut);
    }
}
