namespace Dashboard.Engine.Sequences;

/// <summary>How far each position of a sequence tells the output: Pearson's correlation of the two over the first sequences.</summary>
public static class LagCorrelation
{
    /// <summary>Sequences the published correlations are taken over.</summary>
    public const int PublishedCount = 500;

    /// <summary>Positions (from 0) the published results list: all up to length 10, the first and last five above.</summary>
    public static IReadOnlyList<int> PublishedPositions(int length) => length <= 10
        ? [.. Enumerable.Range(0, length)]
        : [.. Enumerable.Range(0, 5), .. Enumerable.Range(length - 5, 5)];

    /// <summary>Correlation of the output with every position, [length], over the first <paramref name="count"/> sequences
    /// (all, where the set has fewer).</summary>
    /// <returns>Null at a position where the input or the output is constant.</returns>
    public static double?[] Of(SequenceSet set, int count = PublishedCount)
    {
        count = Math.Min(count, set.Count);
        var outputs = Deviations(count, k => set.Outputs[k]);
        var correlations = new double?[set.Length];
        for (var position = 0; position < set.Length; position++)
        {
            var inputs = Deviations(count, k => set.Inputs(k)[position]);
            double xx = 0, yy = 0, xy = 0;
            for (var k = 0; k < count; k++)
            {
                xx += inputs[k] * inputs[k];
                yy += outputs[k] * outputs[k];
                xy += inputs[k] * outputs[k];
            }
            var scale = Math.Sqrt(xx) * Math.Sqrt(yy);
            if (scale > 0) correlations[position] = Math.Clamp(xy / scale, -1, 1);
        }
        return correlations;
    }

    private static double[] Deviations(int count, Func<int, double> value)
    {
        double mean = 0;
        for (var k = 0; k < count; k++) mean += value(k);
        mean /= count;
        var deviations = new double[count];
        for (var k = 0; k < count; k++) deviations[k] = value(k) - mean;
        return deviations;
    }
}
