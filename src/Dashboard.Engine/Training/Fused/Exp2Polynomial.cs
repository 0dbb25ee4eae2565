using System.Runtime.CompilerServices;

namespace Dashboard.Engine.Training.Fused;

/// <summary>
/// 2^r on [0, 1] as a polynomial of degree 5 with 1 for its constant term: the minimax fit of the relative error
/// (Remez exchange), 8.3·10⁻⁸ at most, about the rounding of a float.
/// </summary>
internal static class Exp2Polynomial
{
    /// <summary>Exponents beyond this are cut where the width has no instruction that scales by a power of two.</summary>
    public const float Limit = 126;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Evaluate<S, V>(V r) where S : struct, ISimd<V> where V : struct
    {
        var p = S.MultiplyAdd(S.All(0.0018671300724391285f), r, S.All(0.009017030315890247f));
        p = S.MultiplyAdd(p, r, S.All(0.05579991310967655f));
        p = S.MultiplyAdd(p, r, S.All(0.2401644501528686f));
        p = S.MultiplyAdd(p, r, S.All(0.6931513118048799f));
        return S.MultiplyAdd(p, r, S.All(1));
    }
}
