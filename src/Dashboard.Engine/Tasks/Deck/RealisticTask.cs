using Dashboard.Engine.Experiments;
using Dashboard.Engine.Sequences;

namespace Dashboard.Engine.Tasks.Deck;

/// <summary>A window slides over one series in which each number is the weighted sum of the window before it.</summary>
public sealed class RealisticTask : DeckTask
{
    /// <inheritdoc />
    public override SequenceKind Kind => SequenceKind.Realistic;

    /// <inheritdoc />
    public override bool HasSeries => true;

    /// <inheritdoc />
    public override SequenceRule Rule(Protocol protocol) => protocol == Protocol.Slides
        ? new(0.6, 0.3, ProductAddedTwice: false, NoisePerTerm: false)
        : new(0.7, 0.3, ProductAddedTwice: false, NoisePerTerm: true);
}
