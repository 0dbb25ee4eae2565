using Dashboard.Engine.Training;

namespace Dashboard.Benchmarks.Steps;

/// <summary>
/// The arithmetic of one step as the fused engine does it, counted in docs/decisions/0003-fused-trainer.md: a multiply-add
/// is two, every other operation one; loads, stores and copies are none. Products with the zero state before the first
/// timestep, the output layer and Adam are left out.
/// </summary>
internal static class StepArithmetic
{
    private const int Exp2 = 12, Sigmoid = Exp2 + 2, Tanh = Exp2 + 3;

    public static double Flops(ModelKind model, int hidden, int length, int batch)
    {
        var gates = model == ModelKind.Lstm ? 4 : 1;
        // A gate's row: x and bias; its activation; the gradients of its weight of x and its bias.
        var row = 2 + 2 + 1;
        // Forward product, backward product and weight gradient: one multiply-add each for every pair of gate and unit.
        var pairs = 3 * 2 * hidden * gates;
        var activations = model == ModelKind.Lstm
            ? 3 * Sigmoid + Tanh + (5 + Tanh) + 22
            : Tanh + 3;
        return (double)hidden * batch * (length * (gates * row + activations) + (length - 1) * pairs);
    }
}
