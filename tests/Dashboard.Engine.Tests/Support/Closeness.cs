namespace Dashboard.Engine.Tests.Support;

/// <summary>Norm-wise closeness: ‖actual − expected‖ / ‖expected‖.</summary>
internal static class Closeness
{
    public static double Distance(IEnumerable<float> actual, IEnumerable<float> expected)
    {
        double squares = 0, scale = 0;
        foreach (var (a, e) in actual.Zip(expected, (a, e) => ((double)a, (double)e)))
        {
            squares += (a - e) * (a - e);
            scale += e * e;
        }
        return Math.Sqrt(squares) / Math.Max(Math.Sqrt(scale), 1e-12);
    }

    /// <summary>Distance of all tensors together, which must have the same names.</summary>
    public static double Distance(IReadOnlyDictionary<string, float[]> actual, IReadOnlyDictionary<string, float[]> expected)
    {
        Assert.Equal(expected.Keys.Order(), actual.Keys.Order());
        foreach (var name in expected.Keys) Assert.Equal(expected[name].Length, actual[name].Length);
        return Distance(expected.Keys.SelectMany(n => actual[n]), expected.Keys.SelectMany(n => expected[n]));
    }
}
