using Dashboard.Engine.Training;

namespace Dashboard.Engine.Experiments;

/// <summary>What a file that was brought in says beside length and score; what it does not say is not known.</summary>
[Flags]
public enum BroughtColumns
{
    None = 0,
    Model = 1,
    Seed = 2,

    /// <summary>A row an epoch; else a row a trial.</summary>
    Epoch = 4,
    TrainScore = 8,
    Gradient = 16,
    Seconds = 32,

    /// <summary>Percent of the validation sequences that are wrong.</summary>
    Wrong = 64,

    /// <summary>Whether a network solves the task, yes or no.</summary>
    Solved = 128,
}

/// <summary>One model of a file that was brought in.</summary>
/// <param name="Model">Whose colour and mark it has.</param>
/// <param name="Name">What the file calls it.</param>
public sealed record BroughtModel(ModelKind Model, string Name);

/// <summary>Where a result is from that was not trained here, and what is known of it.</summary>
public sealed record BroughtIn
{
    /// <summary>In a sentence, wherever such a result is shown or leaves.</summary>
    public const string About = "Brought in from a file, not trained here: its data, network and training are not known to this lab.";

    /// <summary>Name of the file.</summary>
    public required string File { get; init; }

    /// <summary>Its models, one a kind, in the order of the kinds.</summary>
    public required IReadOnlyList<BroughtModel> Models { get; init; }

    /// <summary>What it says.</summary>
    public BroughtColumns Columns { get; init; }

    /// <summary>Places in the order of all lengths × models × seeds that it has no row for; rising.</summary>
    public IReadOnlyList<int> Missing { get; init; } = [];

    /// <summary>Whether it says that.</summary>
    public bool Says(BroughtColumns column) => Columns.HasFlag(column);

    // Lists compare by reference in a record.
    /// <inheritdoc/>
    public bool Equals(BroughtIn? other) => other is not null && (File, Columns) == (other.File, other.Columns)
        && Models.SequenceEqual(other.Models) && Missing.SequenceEqual(other.Missing);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(File, Columns, Models.Count, Missing.Count);
}
