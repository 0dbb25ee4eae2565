using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Dashboard.Engine.Training.Cells;

/// <summary>
/// Arithmetic on rows of numbers, one sequence a lane, compiled for good at once. TensorPrimitives has the same, but runs its
/// first seconds on the JIT's quick code, which takes fifty times as long: whoever looks inside first after a start waited
/// for it. Spans of one call have the same length; a destination may be a source.
/// </summary>
internal static class LaneMath
{
    private const float Log2E = 1.44269504088896341f;

    // Beyond it sigmoid and tanh are within 10⁻¹⁹ of 0 and ±1, and 2^y stays a number.
    private const float Far = 64;

    /// <summary>x · y + z.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyAdd(ReadOnlySpan<float> x, float y, ReadOnlySpan<float> z, Span<float> to)
    {
        ReadOnlySpan<Vector<float>> xs = Vectors(x), zs = Vectors(z);
        var tos = Vectors(to);
        var ys = new Vector<float>(y);
        for (var i = 0; i < tos.Length; i++) tos[i] = Vector.FusedMultiplyAdd(xs[i], ys, zs[i]);
        for (var i = tos.Length * Vector<float>.Count; i < to.Length; i++) to[i] = MathF.FusedMultiplyAdd(x[i], y, z[i]);
    }

    /// <summary>x · y + z.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyAdd(ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> z, Span<float> to)
    {
        ReadOnlySpan<Vector<float>> xs = Vectors(x), ys = Vectors(y), zs = Vectors(z);
        var tos = Vectors(to);
        for (var i = 0; i < tos.Length; i++) tos[i] = Vector.FusedMultiplyAdd(xs[i], ys[i], zs[i]);
        for (var i = tos.Length * Vector<float>.Count; i < to.Length; i++) to[i] = MathF.FusedMultiplyAdd(x[i], y[i], z[i]);
    }

    /// <summary>x · y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> to)
    {
        ReadOnlySpan<Vector<float>> xs = Vectors(x), ys = Vectors(y);
        var tos = Vectors(to);
        for (var i = 0; i < tos.Length; i++) tos[i] = xs[i] * ys[i];
        for (var i = tos.Length * Vector<float>.Count; i < to.Length; i++) to[i] = x[i] * y[i];
    }

    /// <summary>x − y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Subtract(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> to)
    {
        ReadOnlySpan<Vector<float>> xs = Vectors(x), ys = Vectors(y);
        var tos = Vectors(to);
        for (var i = 0; i < tos.Length; i++) tos[i] = xs[i] - ys[i];
        for (var i = tos.Length * Vector<float>.Count; i < to.Length; i++) to[i] = x[i] - y[i];
    }

    /// <summary>x + y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(ReadOnlySpan<float> x, float y, Span<float> to)
    {
        var xs = Vectors(x);
        var tos = Vectors(to);
        var ys = new Vector<float>(y);
        for (var i = 0; i < tos.Length; i++) tos[i] = xs[i] + ys;
        for (var i = tos.Length * Vector<float>.Count; i < to.Length; i++) to[i] = x[i] + y;
    }

    /// <summary>√x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Sqrt(ReadOnlySpan<float> x, Span<float> to)
    {
        var xs = Vectors(x);
        var tos = Vectors(to);
        for (var i = 0; i < tos.Length; i++) tos[i] = Vector.SquareRoot(xs[i]);
        for (var i = tos.Length * Vector<float>.Count; i < to.Length; i++) to[i] = MathF.Sqrt(x[i]);
    }

    /// <summary>1 / (1 + e^−x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Sigmoid(ReadOnlySpan<float> x, Span<float> to)
    {
        var xs = Vectors(x);
        var tos = Vectors(to);
        var one = Vector<float>.One;
        for (var i = 0; i < tos.Length; i++) tos[i] = one / (one + Exp2(xs[i] * new Vector<float>(-Log2E)));
        for (var i = tos.Length * Vector<float>.Count; i < to.Length; i++) to[i] = 1 / (1 + MathF.Exp(-x[i]));
    }

    /// <summary>tanh x = 2 / (1 + e^−2x) − 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Tanh(ReadOnlySpan<float> x, Span<float> to)
    {
        var xs = Vectors(x);
        var tos = Vectors(to);
        var one = Vector<float>.One;
        for (var i = 0; i < tos.Length; i++) tos[i] = new Vector<float>(2) / (one + Exp2(xs[i] * new Vector<float>(-2 * Log2E))) - one;
        for (var i = tos.Length * Vector<float>.Count; i < to.Length; i++) to[i] = MathF.Tanh(x[i]);
    }

    /// <summary>Σ x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Sum(ReadOnlySpan<float> x)
    {
        var xs = Vectors(x);
        var sums = Vector<float>.Zero;
        for (var i = 0; i < xs.Length; i++) sums += xs[i];
        var sum = Vector.Sum(sums);
        for (var i = xs.Length * Vector<float>.Count; i < x.Length; i++) sum += x[i];
        return sum;
    }

    /// <summary>Σ x · y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Dot(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        ReadOnlySpan<Vector<float>> xs = Vectors(x), ys = Vectors(y);
        var sums = Vector<float>.Zero;
        for (var i = 0; i < xs.Length; i++) sums = Vector.FusedMultiplyAdd(xs[i], ys[i], sums);
        var sum = Vector.Sum(sums);
        for (var i = xs.Length * Vector<float>.Count; i < x.Length; i++) sum += x[i] * y[i];
        return sum;
    }

    // 2^y = 2^n · 2^r with n whole and r from −½ to ½, where the series of e^(r ln 2) ends after seven terms.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Exp2(Vector<float> y)
    {
        y = Vector.Min(Vector.Max(y, new Vector<float>(-Far)), new Vector<float>(Far));
        var whole = Vector.Floor(y + new Vector<float>(0.5f));
        var r = y - whole;
        var p = Vector.FusedMultiplyAdd(new Vector<float>(1.5403530393381610e-4f), r, new Vector<float>(1.3333558146428443e-3f));
        p = Vector.FusedMultiplyAdd(p, r, new Vector<float>(9.6181291076284772e-3f));
        p = Vector.FusedMultiplyAdd(p, r, new Vector<float>(5.5504108664821580e-2f));
        p = Vector.FusedMultiplyAdd(p, r, new Vector<float>(2.4022650695910071e-1f));
        p = Vector.FusedMultiplyAdd(p, r, new Vector<float>(6.9314718055994531e-1f));
        p = Vector.FusedMultiplyAdd(p, r, Vector<float>.One);
        return p * Vector.AsVectorSingle((Vector.ConvertToInt32(whole) + new Vector<int>(127)) << 23);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ReadOnlySpan<Vector<float>> Vectors(ReadOnlySpan<float> x) => MemoryMarshal.Cast<float, Vector<float>>(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Span<Vector<float>> Vectors(Span<float> x) => MemoryMarshal.Cast<float, Vector<float>>(x);
}
