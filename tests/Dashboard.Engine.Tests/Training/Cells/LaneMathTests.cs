using Dashboard.Engine.Training.Cells;

namespace Dashboard.Engine.Tests.Training.Cells;

/// <summary>Against the runtime's own 64-bit functions, at lengths that leave lanes over too.</summary>
public sealed class LaneMathTests
{
    // From −30 to 30, with the values where series and exponents change, and far ones.
    private static readonly float[] Values =
        [.. Enumerable.Range(-300, 601).Select(i => i / 10f), 0f, -0f, 1e-8f, -1e-8f, 0.34657f, 0.34658f, 88, -88, 150, -150, 1e30f, -1e30f];

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(128)]
    [InlineData(613)]
    public void Sigmoid_AnyValue_IsTheTrueOne(int count) => Compare(count, LaneMath.Sigmoid, v => 1 / (1 + Math.Exp(-v)));

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(128)]
    [InlineData(613)]
    public void Tanh_AnyValue_IsTheTrueOne(int count) => Compare(count, LaneMath.Tanh, Math.Tanh);

    [Theory]
    [InlineData(3)]
    [InlineData(16)]
    [InlineData(101)]
    public void Arithmetic_AnyLength_IsThatOfEachLane(int count)
    {
        float[] x = [.. Values.Take(count)], y = [.. Values.Skip(200).Take(count)], z = [.. Values.Skip(400).Take(count)];
        float[] Run(Action<float[]> act)
        {
            var to = new float[count];
            act(to);
            return to;
        }
        Assert.Equal(x.Select((v, i) => MathF.FusedMultiplyAdd(v, y[i], z[i])), Run(to => LaneMath.MultiplyAdd(x, y, z, to)));
        Assert.Equal(x.Select((v, i) => MathF.FusedMultiplyAdd(v, 0.3f, z[i])), Run(to => LaneMath.MultiplyAdd(x, 0.3f, z, to)));
        Assert.Equal(x.Select((v, i) => v * y[i]), Run(to => LaneMath.Multiply(x, y, to)));
        Assert.Equal(x.Select((v, i) => v - y[i]), Run(to => LaneMath.Subtract(x, y, to)));
        Assert.Equal(x.Select(v => v + 0.3f), Run(to => LaneMath.Add(x, 0.3f, to)));
        Assert.Equal(z.Select(v => MathF.Sqrt(Math.Abs(v))), Run(to => LaneMath.Sqrt([.. z.Select(Math.Abs)], to)));
        Assert.Equal(x.Sum(v => (double)v), LaneMath.Sum(x), 1e-5 * x.Sum(Math.Abs));
        Assert.Equal(x.Zip(y).Sum(p => (double)p.First * p.Second), LaneMath.Dot(x, y), 1e-5 * x.Zip(y).Sum(p => Math.Abs(p.First * p.Second)));
    }

    private delegate void Function(ReadOnlySpan<float> x, Span<float> to);

    private static void Compare(int count, Function function, Func<double, double> oracle)
    {
        float[] x = [.. Values.TakeLast(count)], to = new float[count];
        function(x, to);
        for (var i = 0; i < count; i++) Assert.Equal(oracle(x[i]), to[i], 3e-7);
        // In place too.
        function(x, x);
        Assert.Equal(to, x);
    }
}
