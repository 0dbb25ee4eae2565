using Dashboard.Engine.Experiments;
using Dashboard.Engine.Sequences;

namespace Dashboard.Engine.Tasks;

/// <summary>The tasks there are.</summary>
public static class LabTasks
{
    /// <summary>Every task, in the order of <see cref="SequenceKind"/>.</summary>
    public static IReadOnlyList<LabTask> All { get; } = [new Deck.SimpleTask(), new Deck.RealisticTask()];

    /// <summary>The task of a kind.</summary>
    public static LabTask Of(SequenceKind kind) => All[(int)kind];

    extension(RunSpec spec)
    {
        /// <summary>What its networks learn.</summary>
        public LabTask Task => Of(spec.Sequence);
    }

    extension(Panel panel)
    {
        /// <summary>What its networks learn.</summary>
        public LabTask Task => Of(panel.Sequence);
    }
}
