using System.Runtime.CompilerServices;

namespace Dashboard.Engine.Training.Fused;

/// <summary>One lane, for processors without vectors and as the plainest form of the same arithmetic.</summary>
internal readonly unsafe struct SimdScalar : ISimd<float>
{
    public static int Lanes => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Load(float* source) => *source;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float* target, float value) => *target = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float All(float value) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Add(float a, float b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Subtract(float a, float b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Multiply(float a, float b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Divide(float a, float b) => a / b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float SquareRoot(float a) => MathF.Sqrt(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Absolute(float a) => MathF.Abs(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float MultiplyAdd(float a, float b, float c) => float.MultiplyAddEstimate(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float SubtractProduct(float c, float a, float b) => float.MultiplyAddEstimate(-a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sign(float a) => a > 0 ? 1 : a < 0 ? -1 : 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Exp2(float a)
    {
        if (float.IsNaN(a)) return a;
        a = Math.Clamp(a, -Exp2Polynomial.Limit, Exp2Polynomial.Limit);
        var whole = MathF.Floor(a);
        var fraction = Exp2Polynomial.Evaluate<SimdScalar, float>(a - whole);
        return BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(fraction) + ((int)whole << 23));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Log(float a) => MathF.Log(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Max(float a, float b) => a > b ? a : b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float OneWhereEqual(float a, float b) => a == b ? 1 : 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float ZeroBelow(float a, float limit) => MathF.Abs(a) < limit ? 0 : a;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(float a) => a;
}
