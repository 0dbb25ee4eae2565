namespace Dashboard.Engine.Tests.Support;

internal static class Norm
{
    /// <summary>‖actual − expected‖ / ‖expected‖.</summary>
    public static double RelativeDifference(IEnumerable<float> actual, IEnumerable<double> expected)
    {
        double difference = 0, norm = 0;
        foreach (var (a, e) in actual.Zip(expected))
        {
            difference += (a - e) * (a - e);
            norm += e * e;
        }
        return norm == 0 ? Math.Sqrt(difference) : Math.Sqrt(difference / norm);
    }
}
