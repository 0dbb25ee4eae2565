using System.Runtime.Intrinsics;
using Dashboard.Engine.Training.Fused;

namespace Dashboard.Engine.Tests.Training.Fused;

public unsafe class ActivationsTests
{
    [Fact]
    public void Scalar_WholeRange_IsWithin3In10Million() => Check<SimdScalar, float>();

    [Fact]
    public void Bits128_WholeRange_IsWithin3In10Million() => Check<Simd128, Vector128<float>>();

    [Fact]
    public void Bits256_WholeRange_IsWithin3In10Million() => Check<Simd256, Vector256<float>>();

    [Fact]
    public void Bits512_WholeRange_IsWithin3In10Million() => Check<Simd512, Vector512<float>>();

    private static void Check<S, V>() where S : struct, ISimd<V> where V : struct
    {
        for (var x = -30f; x <= 30; x += 0.0137f) Near(x);
        foreach (var x in new[] { 0, -1e4f, 1e4f, -1e30f, 1e30f, float.NegativeInfinity, float.PositiveInfinity }) Near(x);
        Assert.True(float.IsNaN(First(Activations<S, V>.Sigmoid(S.All(float.NaN)))));
        Assert.True(float.IsNaN(First(Activations<S, V>.Tanh(S.All(float.NaN)))));
        // Padding units have to stay exactly zero.
        Assert.Equal(0, First(Activations<S, V>.Tanh(S.All(0))));

        static void Near(float x)
        {
            Assert.Equal(1 / (1 + Math.Exp(-x)), First(Activations<S, V>.Sigmoid(S.All(x * Activations<S, V>.SigmoidScale))), 3e-7);
            Assert.Equal(Math.Tanh(x), First(Activations<S, V>.Tanh(S.All(x * Activations<S, V>.TanhScale))), 3e-7);
        }

        static float First(V value)
        {
            var lanes = stackalloc float[16];
            S.Store(lanes, value);
            return lanes[0];
        }
    }
}
