using Dashboard.Engine.Training;

namespace Dashboard.Engine.Tasks;

/// <summary>A validation set as Inside shows it: what networks see of it, and what of it is to be remembered.</summary>
/// <param name="Set">The sequences as networks see them.</param>
/// <param name="Drawn">The same as they are drawn for people, [count, steps of the longest, <paramref name="Channels"/>], zeros after
/// a sequence's end: numbers, or which symbol of the alphabet.</param>
/// <param name="Channels">Numbers a step of <paramref name="Drawn"/>: 1 where inputs are one-hot symbols.</param>
/// <param name="Items">What is to be remembered, the first one first.</param>
public sealed record InsideData(SampleSet Set, double[] Drawn, int Channels, IReadOnlyList<Remembered> Items)
{
    /// <summary>Most sequences of a set that is looked into.</summary>
    public const int MostSequences = 1_000;

    /// <summary>What numbers are shifted and scaled by before a network sees them; (0, 1) for nothing.</summary>
    public (double Mean, double Std) InputScale { get; init; } = (0, 1);

    /// <summary>Whether inputs are one-hot symbols.</summary>
    public bool IsSymbols => Set.Shape.Inputs != Channels;

    /// <summary>The number, or which symbol, of a sequence's step.</summary>
    public double At(int sequence, int step) => Drawn[(sequence * Set.Steps + step) * Channels];

    /// <summary>A set that is drawn as networks see it, of at most <see cref="MostSequences"/> sequences.</summary>
    /// <param name="set">The validation set.</param>
    /// <param name="symbols">Its inputs are one-hot.</param>
    /// <param name="items">What is to be remembered of the sequences that are left.</param>
    public static InsideData Of(SampleSet set, bool symbols, Func<SampleSet, IReadOnlyList<Remembered>> items)
    {
        var shown = set.Count <= MostSequences ? set : set.Take([.. Enumerable.Range(0, MostSequences)]);
        var (inputs, channels) = (set.Shape.Inputs, symbols ? 1 : set.Shape.Inputs);
        var drawn = new double[shown.Count * shown.Steps * channels];
        for (var k = 0; k < shown.Count; k++)
        {
            var x = shown.Inputs(k);
            var at = k * shown.Steps * channels;
            for (var i = 0; i < shown.StepsOf(k) * channels; i++)
                drawn[at + i] = symbols ? x.Slice(i * inputs, inputs).IndexOf(1) : x[i];
        }
        return new(shown, drawn, channels, items(shown));
    }
}

/// <summary>One thing that a task asks to be remembered.</summary>
/// <param name="Sign">In a few signs: "x₁".</param>
/// <param name="Name">"the first input".</param>
/// <param name="Weight">How far the right answer moves with it; 1 for a symbol.</param>
public sealed record Item(string Sign, string Name, double Weight);

/// <summary>An item as the sequences of a set have it.</summary>
/// <param name="Item">What it is.</param>
/// <param name="Steps">[count]: the step that shows it, from 0; −1 in a sequence that does not.</param>
/// <param name="Values">[count]: a number, or which symbol it is of those it can be.</param>
public sealed record Remembered(Item Item, int[] Steps, double[] Values)
{
    /// <summary>Of a symbol: for each it can be the classes that say it was this one; empty for a number.</summary>
    public IReadOnlyList<int[]> Says { get; init; } = [];

    /// <summary>The read-out, from 0, that is asked for it; −1 for a sequence's last one.</summary>
    public int AskedAt { get; init; } = -1;

    /// <summary>Whether it stands at the same step of every sequence.</summary>
    public bool IsFixed => Steps.Length > 0 && Steps[0] >= 0 && Steps.AsSpan().IndexOfAnyExcept(Steps[0]) < 0;
}
