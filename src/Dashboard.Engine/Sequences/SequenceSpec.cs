namespace Dashboard.Engine.Sequences;

/// <summary>What sequences a task trains on: the word that data files and the API keep a task by.</summary>
public enum SequenceKind
{
    /// <summary>The deck's: every sequence is drawn afresh (docs/protocol.md, "Data").</summary>
    Simple,

    /// <summary>The deck's: a window slides over one series in which each number is the weighted sum of the window before it.</summary>
    Realistic,

    /// <summary>The first values say 0 or 1, what follows is noise (docs/tasks.md).</summary>
    TwoSequences,

    /// <summary>Two of many numbers are marked: their sum (docs/tasks.md).</summary>
    Adding,

    /// <summary>Two of many numbers are marked: their product (docs/tasks.md).</summary>
    Multiplication,

    /// <summary>A few of many symbols count: which, and in which order (docs/tasks.md).</summary>
    TemporalOrder,

    /// <summary>Ten symbols, a long silence, and the ten again (docs/tasks.md).</summary>
    CopyMemory,
}

/// <summary>The weights and noise rule of a protocol for one sequence kind.</summary>
/// <param name="First">Weight of the first element of a sequence.</param>
/// <param name="Last">Weight of the last element of a sequence.</param>
/// <param name="ProductAddedTwice">The notebook's simple sequences add each weighted product twice, so that the
/// effective weights are 2·<paramref name="First"/> and 2·<paramref name="Last"/>.</param>
/// <param name="NoisePerTerm">True: one Gaussian draw for each weighted term (notebook). False: one per output (slides).</param>
public readonly record struct SequenceRule(double First, double Last, bool ProductAddedTwice, bool NoisePerTerm)
{
    /// <summary>The weight of the first element as it acts on the output.</summary>
    public double EffectiveFirst => ProductAddedTwice ? 2 * First : First;

    /// <summary>The weight of the last element as it acts on the output.</summary>
    public double EffectiveLast => ProductAddedTwice ? 2 * Last : Last;
}

/// <summary>Everything that decides the numbers of one sequence set; equal specs give equal sets.</summary>
/// <param name="Kind">Simple or realistic.</param>
/// <param name="Rule">Weights and noise rule.</param>
/// <param name="Length">Elements of a sequence.</param>
/// <param name="Noise">Standard deviation of the Gaussian noise; 0 for none.</param>
/// <param name="Count">Number of sequences.</param>
/// <param name="Low">Lowest integer drawn.</param>
/// <param name="High">Highest integer drawn.</param>
/// <param name="Seed">Seed of the Mersenne Twister.</param>
public sealed record SequenceSpec(
    SequenceKind Kind, SequenceRule Rule, int Length, double Noise, int Count, int Low, int High, long Seed);
