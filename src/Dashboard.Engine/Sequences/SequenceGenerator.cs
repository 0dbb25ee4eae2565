namespace Dashboard.Engine.Sequences;

/// <summary>Makes sequence sets (docs/protocol.md, "Data").</summary>
public static class SequenceGenerator
{
    /// <summary>
    /// Draws the set of a spec. With the notebook's rule the numbers are CPython's to the last bit, where the platform's
    /// sin, cos and log round as glibc's do (they only matter with noise).
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Length below 2, count below 1, noise negative or not finite, or low
    /// above high.</exception>
    public static SequenceSet Generate(SequenceSpec spec)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(spec.Length, 2, nameof(spec.Length));
        ArgumentOutOfRangeException.ThrowIfLessThan(spec.Count, 1, nameof(spec.Count));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(spec.Low, spec.High, nameof(spec.Low));
        if (!double.IsFinite(spec.Noise) || spec.Noise < 0)
            throw new ArgumentOutOfRangeException(nameof(spec), spec.Noise, "Noise must be 0 or a positive standard deviation");
        return spec.Kind == SequenceKind.Simple ? SimpleSequences.Generate(spec) : RealisticSequences.Generate(spec);
    }
}
