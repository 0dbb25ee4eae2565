using Dashboard.Engine.Experiments;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Tasks.Deck;
using Dashboard.Engine.Training;

namespace Dashboard.Engine.Tests.Support;

/// <summary>Data small enough to train on in a moment.</summary>
internal static class SmallTrial
{
    public static TrainingData Data(SequenceKind kind = SequenceKind.Simple, int length = 3, int count = 200, bool standardize = true)
    {
        var spec = new SequenceSpec(kind, Protocol.Notebook.Rule(kind), length, 0, count, -50, 50, 42);
        return new(SequenceGenerator.Generate(spec), SequenceGenerator.Generate(spec with { Seed = 43, Count = 50 }), standardize);
    }
}
