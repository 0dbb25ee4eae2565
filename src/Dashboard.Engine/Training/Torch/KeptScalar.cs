using TorchSharp;
using static TorchSharp.torch;

namespace Dashboard.Engine.Training.Torch;

/// <summary>
/// Numbers for libtorch's operations that are never freed.
/// </summary>
/// <remarks>
/// A number that TorchSharp hands to an operation is an object whose finalizer frees the native number, and nothing keeps
/// that object alive during the call; the sum of two tensors makes one too (its factor of 1). A garbage collection at that
/// moment lets the operation read freed memory: a wrong result or an error (docs/decisions/0006-torchsharp-numbers.md). So this engine writes no
/// plain number beside a tensor, and no +.
/// </remarks>
internal static class KeptScalar
{
    public static readonly Scalar One = 1, Beta1 = 0.9, OneLessBeta1 = 1 - 0.9, Beta2 = 0.999, OneLessBeta2 = 1 - 0.999, Epsilon = 1e-8;

    /// <summary>Element by element.</summary>
    public static Tensor Plus(this Tensor left, Tensor right) => left.add(right, One);

    /// <summary>1 − each element.</summary>
    public static Tensor OneLess(this Tensor tensor) => ones_like(tensor).sub(tensor);
}
