using Dashboard.Engine.Experiments;
using Dashboard.Engine.Sequences;

namespace Dashboard.Engine.Tasks.Deck;

/// <summary>What runs and conditions of the deck's tasks have that others have not.</summary>
public static class DeckRuns
{
    /// <summary>Weights and noise rule of one of the deck's kinds of sequences.</summary>
    public static SequenceRule Rule(this Protocol protocol, SequenceKind kind) => Of(kind).Weights(protocol);

    /// <summary>The training and validation set of a length: that of the lowest seed where each seed draws its own.</summary>
    public static (SequenceSpec Training, SequenceSpec Validation) Data(this RunSpec spec, int length) => spec.Data(length, spec.Seeds.Min());

    /// <summary>The training and validation set of a trial.</summary>
    public static (SequenceSpec Training, SequenceSpec Validation) Data(this RunSpec spec, int length, long seed) =>
        Of(spec.Sequence).Sets(spec, length, seed);

    /// <summary>Series without noise, which settle on a constant: the condition of the deck's "unexpected result".</summary>
    public static bool Settles(this Panel panel) => panel.Noise == 0 && LabTasks.Of(panel.Sequence) is DeckTask { HasSeries: true };

    /// <summary>Whether a run's sequences are windows of series.</summary>
    public static bool HasSeries(this RunSpec spec) => Of(spec.Sequence).HasSeries;

    private static DeckTask Of(SequenceKind kind) => (DeckTask)LabTasks.Of(kind);
}
