using Dashboard.Engine.Experiments;
using Dashboard.Engine.Metrics;
using Dashboard.Engine.Sequences;

namespace Dashboard.Engine.Tasks.Deck;

/// <summary>Every sequence is drawn afresh.</summary>
public sealed class SimpleTask : DeckTask
{
    /// <inheritdoc />
    public override SequenceKind Kind => SequenceKind.Simple;

    /// <inheritdoc />
    public override SequenceRule Rule(Protocol protocol) => protocol == Protocol.Slides
        ? new(0.6, 0.3, ProductAddedTwice: false, NoisePerTerm: false)
        : new(0.6, 0.3, ProductAddedTwice: true, NoisePerTerm: true);

    /// <inheritdoc />
    public override Func<int, double> LastInputOnly(RunSpec spec, KnownBaselines known) =>
        length => known.LastOnly(spec.Data(length));

    /// <inheritdoc />
    protected override string OfSign => " Networks that stay on this step know this much.";

    /// <inheritdoc />
    protected override string OfFirst => " It scores as the row above, but no network seen there had it.";
}
