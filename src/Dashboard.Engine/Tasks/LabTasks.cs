using Dashboard.Engine.Experiments;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Training;

namespace Dashboard.Engine.Tasks;

/// <summary>The tasks there are.</summary>
public static class LabTasks
{
    /// <summary>Every task, in the order of <see cref="SequenceKind"/>.</summary>
    public static IReadOnlyList<LabTask> All { get; } = 
    [
        new Deck.SimpleTask(), new Deck.RealisticTask(), new TwoSequences.TwoSequencesTask(), new Adding.AddingTask(),
        new Multiplication.MultiplicationTask(), new TemporalOrder.TemporalOrderTask(), new CopyMemory.CopyMemoryTask(),
    ];

    /// <summary>The task of a kind.</summary>
    public static LabTask Of(SequenceKind kind) => All[(int)kind];

    extension(RunSpec spec)
    {
        /// <summary>What its networks learn.</summary>
        public LabTask Task => Of(spec.Sequence);

        /// <summary>The first of its validation sequences as it is drawn for people.</summary>
        public Sketch Sketch(int length) => Of(spec.Sequence).Sketches(spec, length, 1)[0];

        /// <summary>The network of a trial.</summary>
        public NetworkSpec Network(ModelKind model) =>
            new(model, spec.HiddenSize, spec.Layers, spec.RecurrentInit, spec.ForgetBias, spec.InputGateBias) { Shape = Of(spec.Sequence).Shape(spec) };

        /// <summary>What the run is called where nobody named it.</summary>
        public string Title => Of(spec.Sequence).Title(spec);
    }

    extension(Panel panel)
    {
        /// <summary>What its networks learn.</summary>
        public LabTask Task => Of(panel.Sequence);
    }
}
