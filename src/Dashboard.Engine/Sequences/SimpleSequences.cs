namespace Dashboard.Engine.Sequences;

/// <summary>Every sequence drawn afresh; the output is the weighted sum of its first and last element.</summary>
internal static class SimpleSequences
{
    public static SequenceSet Generate(SequenceSpec spec)
    {
        var random = new MersenneTwister(spec.Seed);
        var rule = spec.Rule;
        int last = spec.Length - 1;
        var inputs = new double[(long)spec.Count * spec.Length];
        var outputs = new double[spec.Count];
        for (var k = 0; k < spec.Count; k++)
        {
            var x = inputs.AsSpan(k * spec.Length, spec.Length);
            double y = 0;
            for (var i = 0; i < x.Length; i++)
            {
                x[i] = random.NextInt(spec.Low, spec.High);
                if (i == 0 || i == last) AddTerm(ref y, x[i] * (i == 0 ? rule.First : rule.Last));
            }
            if (!rule.NoisePerTerm) y += random.Gauss(0, spec.Noise);
            outputs[k] = y;
        }
        return new(spec, inputs, outputs);

        // The order of additions is the notebook's, and so decides the last bits: (product + noise), then the product again.
        void AddTerm(ref double y, double product)
        {
            y += rule.NoisePerTerm ? product + random.Gauss(0, spec.Noise) : product;
            if (rule.ProductAddedTwice) y += product;
        }
    }
}
