using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Dashboard.Engine.Training.Fused;

namespace Dashboard.Benchmarks.Steps;

/// <summary>The core's peak: fused multiply-adds on registers alone, in the widest vectors.</summary>
internal static class FmaPeak
{
    private const int Chains = 12;

    /// <summary>GFLOP/s now.</summary>
    public static double Measure() => SimdWidths.Best switch
    {
        SimdWidth.Bits512 => Measure<Simd512, Vector512<float>>(),
        SimdWidth.Bits256 => Measure<Simd256, Vector256<float>>(),
        SimdWidth.Bits128 => Measure<Simd128, Vector128<float>>(),
        _ => Measure<SimdScalar, float>(),
    };

    private static double Measure<S, V>() where S : struct, ISimd<V> where V : struct
    {
        const int Rounds = 200_000;
        var started = Stopwatch.GetTimestamp();
        if (Loop<S, V>(Rounds) < 0) throw new InvalidOperationException("The loop converges to ones.");
        return 2.0 * Chains * S.Lanes * Rounds / Stopwatch.GetElapsedTime(started).TotalSeconds / 1e9;
    }

    /// <summary>Twelve independent chains, more than latency × two units needs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Loop<S, V>(int rounds) where S : struct, ISimd<V> where V : struct
    {
        V m = S.All(0.999f), c = S.All(0.001f);
        V a = c, b = c, d = c, e = c, f = c, g = c, h = c, i = c, j = c, k = c, l = c, n = c;
        for (; rounds > 0; rounds--)
        {
            a = S.MultiplyAdd(a, m, c);
            b = S.MultiplyAdd(b, m, c);
            d = S.MultiplyAdd(d, m, c);
            e = S.MultiplyAdd(e, m, c);
            f = S.MultiplyAdd(f, m, c);
            g = S.MultiplyAdd(g, m, c);
            h = S.MultiplyAdd(h, m, c);
            i = S.MultiplyAdd(i, m, c);
            j = S.MultiplyAdd(j, m, c);
            k = S.MultiplyAdd(k, m, c);
            l = S.MultiplyAdd(l, m, c);
            n = S.MultiplyAdd(n, m, c);
        }
        V first = S.Add(S.Add(S.Add(a, b), S.Add(d, e)), S.Add(f, g)), last = S.Add(S.Add(S.Add(h, i), S.Add(j, k)), S.Add(l, n));
        return S.Sum(S.Add(first, last));
    }
}
