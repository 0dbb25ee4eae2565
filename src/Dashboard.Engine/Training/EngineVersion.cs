using Dashboard.Engine.Training.Cells;

namespace Dashboard.Engine.Training;

/// <summary>The version of the engines' numbers: it goes up with every change that gives the same seed other results.</summary>
public static class EngineVersion
{
    /// <summary>
    /// 2: the torch engine validates with the kernel it trains with. Before (saved without a version) it took oneDNN's
    /// inference kernel, which is wrong on CPUs with AVX-512 (<see cref="MayBeWrong"/>).
    /// </summary>
    public const int Current = 2;

    /// <summary>
    /// Whether validation losses of such a network, trained by the torch engine before <see cref="Current"/>, are wrong if
    /// the CPU had AVX-512.
    /// </summary>
    public static bool MayBeWrong(ModelKind model, int hiddenSize) => model != ModelKind.Other && Cell.Of(model).WrongInInference(hiddenSize);
}
