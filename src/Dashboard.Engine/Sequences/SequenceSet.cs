using System.Collections.Concurrent;

namespace Dashboard.Engine.Sequences;

/// <summary>The generated inputs and outputs of one <see cref="SequenceSpec"/>, in float64 as drawn.</summary>
/// <remarks>Immutable after construction; shared by all trials that use it.</remarks>
public sealed class SequenceSet(SequenceSpec spec, double[] inputs, double[] outputs) : IDrawnSet
{
    /// <summary>What the set was made from.</summary>
    public SequenceSpec Spec { get; } = spec;

    /// <summary>Number of sequences.</summary>
    public int Count => Spec.Count;

    /// <summary>Elements of a sequence.</summary>
    public int Length => Spec.Length;

    /// <summary>
    /// Where the inputs are kept. Simple: [count, length] row by row. Realistic: the series itself, of which
    /// sequence k is the window [k, k + length).
    /// </summary>
    public ReadOnlySpan<double> Storage => inputs;

    /// <summary>Distance between the starts of two sequences in <see cref="Storage"/>: length, or 1 for a sliding window.</summary>
    public int Stride => Spec.Kind == SequenceKind.Simple ? Spec.Length : 1;

    /// <summary>Outputs, [count].</summary>
    public ReadOnlySpan<double> Outputs => outputs;

    /// <summary>Inputs of sequence <paramref name="index"/>, [length].</summary>
    public ReadOnlySpan<double> Inputs(int index) => inputs.AsSpan(index * Stride, Length);

    /// <summary>The first <paramref name="count"/> sequences as a set of their own.</summary>
    public SequenceSet First(int count)
    {
        var kept = new double[(count - 1) * Stride + Length];
        inputs.AsSpan(0, kept.Length).CopyTo(kept);
        return new(Spec with { Count = count }, kept, outputs[..count]);
    }

    /// <summary>Mean and population standard deviation over all elements of all inputs (an element of a sliding
    /// window counts once for each sequence it is part of, as in the notebook's array).</summary>
    public (double Mean, double Std) InputMoments() => moments.Value;

    /// <summary>
    /// The inputs as trainers use them, (x − <paramref name="mean"/>) / <paramref name="std"/> rounded to float32, laid out
    /// as <see cref="Storage"/>. Made once for each pair and shared by all who ask: do not write to it.
    /// </summary>
    public float[] FloatInputs(double mean = 0, double std = 1) =>
        floats.GetOrAdd((mean, std), key => new(() => ToFloats(key.Mean, key.Std))).Value;

    /// <summary>The outputs rounded to float32, [count]; shared: do not write to it.</summary>
    public float[] FloatOutputs => floatOutputs.Value;

    /// <summary>Bytes held now, the float32 forms included.</summary>
    public long Bytes => sizeof(double) * ((long)inputs.Length + outputs.Length)
        + sizeof(float) * (floats.Count * (long)inputs.Length + (floatOutputs.IsValueCreated ? outputs.Length : 0));

    private readonly ConcurrentDictionary<(double Mean, double Std), Lazy<float[]>> floats = new();
    private readonly Lazy<float[]> floatOutputs = new(() => Array.ConvertAll(outputs, y => (float)y));

    private float[] ToFloats(double mean, double std) => Array.ConvertAll(inputs, x => (float)((x - mean) / std));

    private readonly Lazy<(double, double)> moments = new(() => Moments(spec, inputs));

    private static (double, double) Moments(SequenceSpec spec, double[] inputs)
    {
        var stride = spec.Kind == SequenceKind.Simple ? spec.Length : 1;
        double sum = 0, squares = 0;
        var n = (double)spec.Count * spec.Length;
        for (var k = 0; k < spec.Count; k++)
            foreach (var x in inputs.AsSpan(k * stride, spec.Length)) sum += x;
        var mean = sum / n;
        for (var k = 0; k < spec.Count; k++)
            foreach (var x in inputs.AsSpan(k * stride, spec.Length)) squares += (x - mean) * (x - mean);
        return (mean, Math.Sqrt(squares / n));
    }
}
