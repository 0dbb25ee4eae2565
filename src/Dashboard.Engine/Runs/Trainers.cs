using Dashboard.Engine.Tasks;
using Dashboard.Engine.Experiments;
using Dashboard.Engine.Training;

namespace Dashboard.Engine.Runs;

/// <summary>The engines at hand, best first, and which of them trains what.</summary>
public sealed class Trainers(IReadOnlyList<ITrainer> trainers)
{
    /// <summary>All of them, best first.</summary>
    public IReadOnlyList<ITrainer> All => trainers;

    /// <summary>The engines whose single steps can be compared.</summary>
    public IReadOnlyList<ISteppingTrainer> Stepping { get; } = [.. trainers.OfType<ISteppingTrainer>()];

    /// <summary>The trainer for a model of a run: the one asked for, or with <see cref="EngineChoice.Auto"/> the first that
    /// covers it; null where none does.</summary>
    public ITrainer? For(RunSpec spec, ModelKind model)
    {
        var named = spec.Engine == EngineChoice.Auto
            ? trainers
            : [.. trainers.Where(t => t.Name == Name(spec.Engine))];
        return named.FirstOrDefault(t => t.Covers(spec.Network(model), spec.Training()));
    }

    /// <summary>The name stored with trials: "fused" or "torch".</summary>
    public static string Name(EngineChoice engine) => engine == EngineChoice.Torch ? "torch" : "fused";
}
