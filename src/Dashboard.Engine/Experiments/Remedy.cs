using Dashboard.Engine.Training;

namespace Dashboard.Engine.Experiments;

/// <summary>A known way to make a recurrent network remember longer, as a change of one run's settings.</summary>
/// <param name="Id">Short name, stable, for links.</param>
/// <param name="Name">For people, in the middle of a sentence: "orthogonal start".</param>
/// <param name="Why">What it does, one sentence.</param>
/// <param name="Apply">The same run with the remedy; equal to the run where it already has it.</param>
public sealed record Remedy(string Id, string Name, string Why, Func<RunSpec, RunSpec> Apply)
{
    /// <summary>All of them, those that leave the network's size alone first.</summary>
    public static IReadOnlyList<Remedy> All { get; } =
    [
        new("gru", "a GRU beside it", "A third gated model with fewer parameters than an LSTM.",
            s => s.Models.Contains(ModelKind.Gru) ? s : s with { Models = [.. s.Models, ModelKind.Gru] }),
        new("orthogonal", "orthogonal start", "Recurrent weights that start orthogonal neither shrink nor stretch what they carry.",
            s => s with { RecurrentInit = RecurrentInit.Orthogonal }),
        new("forget-bias", "forget-gate bias 1", "An LSTM whose forget gate starts open keeps its cell state from the first step.",
            s => s.Models.Contains(ModelKind.Lstm) ? s with { ForgetBias = 1 } : s),
        new("gates", "gates that start as in 1997", "Forget gates that start open and input gates that start closed: the cell keeps what it holds, and takes in nothing that was not asked for.",
            s => s.Models.Contains(ModelKind.Lstm) ? s.WithGatesOf1997() : s),
        new("clip", "gradient clipping at norm 1", "One exploding batch can no longer throw the weights far off.",
            s => s with { ClipNorm = s.ClipNorm ?? 1 }),
        new("rate", "a third of the learning rate", "Smaller steps, less noise around a minimum.",
            s => s with { LearningRate = s.LearningRate / 3 }),
        new("epochs", "five times the epochs", "Some plateaus end late: more epochs, and a patience of 20 to see it.",
            s => s with { Epochs = Math.Min(1_000, 5 * s.Epochs), Patience = Math.Max(20, s.Patience) }),
        new("hidden", "four times the units", "More room to carry the first input through.",
            s => s with { HiddenSize = Math.Min(128, 4 * s.HiddenSize) }),
    ];

    /// <summary>The remedy of a link, or null.</summary>
    public static Remedy? Find(string? id) => All.FirstOrDefault(r => r.Id == id);
}
