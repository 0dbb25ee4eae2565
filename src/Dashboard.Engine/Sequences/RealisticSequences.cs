namespace Dashboard.Engine.Sequences;

/// <summary>One series in which each number is the weighted sum of the window before it; a sequence is such a window.</summary>
internal static class RealisticSequences
{
    public static SequenceSet Generate(SequenceSpec spec)
    {
        var random = new MersenneTwister(spec.Seed);
        var rule = spec.Rule;
        var series = new double[spec.Length + spec.Count];
        for (var i = 0; i < spec.Length; i++) series[i] = random.NextInt(spec.Low, spec.High);
        for (var k = 0; k < spec.Count; k++)
        {
            double first = Term(series[k] * rule.First), last = Term(series[k + spec.Length - 1] * rule.Last);
            // Each term has its noise added before the two are summed, as in the notebook: it decides the last bits.
            var next = first + last;
            series[k + spec.Length] = rule.NoisePerTerm ? next : next + random.Gauss(0, spec.Noise);
        }
        return new(spec, series, series[spec.Length..]);

        double Term(double product) => rule.NoisePerTerm ? product + random.Gauss(0, spec.Noise) : product;
    }
}
