using Dashboard.Engine.Experiments;
using Dashboard.Engine.Training;

namespace Dashboard.Engine.Runs;

/// <summary>Where a run is in its life; <see cref="RunStates"/> says what people may do with it.</summary>
public enum RunStatus
{
    Queued,
    Running,
    Paused,
    Cancelling,
    Cancelled,

    /// <summary>The server was killed while it trained: Resume goes on from the first unfinished trial, or other machines that
    /// train it still do.</summary>
    Interrupted,
    Failed,
    Done,
}

/// <summary>One configuration over lengths × models × seeds, with what people said of it and where it is.</summary>
/// <remarks>Immutable; the store and the feed hand out new versions. Times are UTC.</remarks>
public sealed record Run
{
    /// <summary>Version-7 GUID in hex: sorts by creation, opaque to people.</summary>
    public required string Id { get; init; }

    /// <summary>The study it was launched with, or null.</summary>
    public string? StudyId { get; init; }
    public required string Name { get; init; }
    public string Notes { get; init; } = "";
    public IReadOnlyList<string> Tags { get; init; } = [];
    public required RunSpec Spec { get; init; }
    public RunStatus Status { get; init; }
    public required DateTime CreatedAt { get; init; }

    /// <summary>Who launched it; null in runs saved before this was kept.</summary>
    public Launcher? LaunchedBy { get; init; }
    public DateTime? StartedAt { get; init; }
    public DateTime? EndedAt { get; init; }

    /// <summary>Set while the run is deleted but can still be brought back.</summary>
    public DateTime? DeletedAt { get; init; }

    /// <summary>Wall seconds spent running, pauses left out.</summary>
    public double Seconds { get; init; }

    public int TrialsTotal => Spec.TrialCount;

    /// <summary>Trials that ended: done, diverged or failed.</summary>
    public int TrialsDone { get; init; }
    public int TrialsDiverged { get; init; }
    public int TrialsFailed { get; init; }

    /// <summary>Finished trials whose validation numbers may be wrong (<see cref="RunWarnings.MayBeWrong"/>); null where nobody
    /// has counted them, as in runs saved before this was kept that can have none. Trials that end now are none of them.</summary>
    public int? UnsureTrials { get; init; }

    /// <summary>Trials it had done when it last went on with other machines, by itself, after the server was killed; null where it
    /// never did, or was resumed since.</summary>
    public int? WentOnAt { get; init; }

    /// <summary>Why it failed or paused by itself.</summary>
    public string? Error { get; init; }
    public SelfCheck? SelfCheck { get; init; }

    /// <summary>Means by length, so that lists and small multiples need no trials. One per model of the spec.</summary>
    public IReadOnlyList<ModelSummary> Summary { get; init; } = [];

    /// <summary>Whether it will not train again unless resumed.</summary>
    public bool IsEnded => Status is RunStatus.Done or RunStatus.Cancelled or RunStatus.Failed;
}

/// <summary>Means over the seeds finished so far.</summary>
/// <param name="Model">The model.</param>
/// <param name="Mad">[lengths of the spec]; null where no trial has finished.</param>
/// <param name="GradientMean">[lengths of the spec], the protocol's gradient mean.</param>
public sealed record ModelSummary(ModelKind Model, IReadOnlyList<double?> Mad, IReadOnlyList<double?> GradientMean);

/// <summary>Three batches trained in both engines before the run's first trial.</summary>
/// <param name="LargestRelativeDifference">Largest norm-wise relative gradient difference; null where it could not be made.</param>
/// <param name="Note">Why it could not be made, e.g. the native library is missing.</param>
/// <param name="ValidationDifference">Largest relative difference between the loss of a batch as a step and as a validation
/// computes it; null where it could not be made, and in runs from before it was checked.</param>
public sealed record SelfCheck(double? LargestRelativeDifference, string? Note, double? ValidationDifference = null)
{
    /// <summary>Rounding stays below a ten-thousandth; a wrong kernel is off by parts of the loss.</summary>
    public const double Suspicious = 1e-3;

    /// <summary>A difference too large for rounding was found.</summary>
    public bool Failed => LargestRelativeDifference > Suspicious || ValidationDifference > Suspicious;
}

/// <summary>What trained a trial, as far as it decides its bits: the same seed gives the same numbers only on the same of these.</summary>
/// <param name="Version">The engines' <see cref="EngineVersion"/>.</param>
/// <param name="VectorBits">Width of the vectors it was trained with; 0 where the engine chooses for itself (torch).</param>
public sealed record TrialOrigin(int Version, int VectorBits);

/// <summary>One trial of a run.</summary>
/// <param name="Index">Place in <see cref="RunSpec.Trials"/>.</param>
/// <param name="Key">Model, length, seed.</param>
/// <param name="Status">Where it is.</param>
/// <param name="Engine">"fused" or "torch", once it trains.</param>
/// <param name="Result">While it runs, the epochs so far; null while queued.</param>
/// <param name="Origin">What trained it; null while queued, and in trials saved before this was kept.</param>
/// <param name="Machine">The machine it was trained on, by name; null where only the server trained, and while queued.</param>
public sealed record Trial(
    int Index, TrialKey Key, TrialStatus Status, string? Engine = null, TrialResult? Result = null, TrialOrigin? Origin = null,
    string? Machine = null)
{
    /// <summary>Done, diverged or failed: will not be trained again on resume.</summary>
    public bool IsFinished => Status is TrialStatus.Done or TrialStatus.Diverged or TrialStatus.Failed;
}

/// <summary>Several runs launched together.</summary>
public sealed record Study
{
    public required string Id { get; init; }
    public required string Name { get; init; }
    public required DateTime CreatedAt { get; init; }

    /// <summary>Who launched it; null in studies saved before this was kept.</summary>
    public Launcher? LaunchedBy { get; init; }

    /// <summary>In the order they are shown: the deck's panel order for the deck preset.</summary>
    public required IReadOnlyList<string> RunIds { get; init; }
    public required Protocol Protocol { get; init; }

    /// <summary>"deck", "map" or "custom".</summary>
    public string Preset { get; init; } = "deck";

    /// <summary>Id of the <see cref="MapSetting"/> that the rows of a phase map differ in; null for other studies.</summary>
    public string? Setting { get; init; }

    /// <summary>The preset of a phase map: a run a row, and one for each time that seeds were added to a cell.</summary>
    public const string Map = "map";
}

/// <summary>What a study is.</summary>
public static class StudyKinds
{
    extension(Study study)
    {
        /// <summary>What the rows differ in, where the study is a phase map.</summary>
        public MapSetting? MapSetting => study.Preset == Study.Map ? MapSetting.Find(study.Setting) : null;
    }
}
