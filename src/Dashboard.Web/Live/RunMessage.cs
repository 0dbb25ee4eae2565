using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Statistics;
using Dashboard.Engine.Training;

namespace Dashboard.Web.Live;

/// <summary>A run as clients see it. Times are UTC; numbers are finite or null.</summary>
/// <param name="Spec">The complete configuration; posted as it is, it launches the same run again.</param>
/// <param name="Seconds">Wall seconds spent training, pauses left out.</param>
/// <param name="Error">Why it failed or paused by itself.</param>
/// <param name="SelfCheck">Both engines compared on three batches before the first trial.</param>
/// <param name="Summary">Means over the finished seeds, by length of the spec.</param>
/// <param name="Warning">What is to be known of its numbers: an earlier version's torch engine may have validated trials wrongly.</param>
/// <param name="LaunchedBy">The name of who launched it; null where nobody was named.</param>
/// <param name="Brought">Where the result is from that was not trained here; null for what was. What is not known of it is null.</param>
/// <param name="Solved">How many seeds learnt the task; only where one run is read, else null.</param>
public sealed record RunMessage(
    string Id, string? StudyId, string Name, string Notes, IReadOnlyList<string> Tags, RunStatus Status, ProgressMessage Progress,
    DateTime CreatedAt, DateTime? StartedAt, DateTime? EndedAt, double? Seconds, string? Error, SelfCheck? SelfCheck,
    RunRequest Spec, IReadOnlyList<ModelSummary> Summary, string? Warning, string? LaunchedBy, BroughtMessage? Brought, IReadOnlyList<SolvedMessage>? Solved = null)
{
    public static RunMessage From(Run run, double? etaSeconds = null, IReadOnlyList<SolvedMessage>? solved = null) => new(
        run.Id, run.StudyId, run.Name, run.Notes, run.Tags, run.Status, ProgressMessage.From(run, etaSeconds),
        run.CreatedAt, run.StartedAt, run.EndedAt, run.Spec.Brought is null ? run.Seconds : null, run.Error, run.SelfCheck,
        RunRequest.From(run.Spec), run.Summary, RunWarnings.Of(run), run.LaunchedBy?.Name, BroughtMessage.From(run.Spec), solved);
}

/// <summary>How many seeds of a model learnt the task, by length of the spec, by the task's own threshold (for the deck a MAD under
/// 5): counts, and Wilson's 95% interval of the share. Diverged seeds count as tried.</summary>
/// <param name="Model">The model.</param>
/// <param name="Solved">[lengths], seeds that solved it.</param>
/// <param name="Seeds">[lengths], seeds that ended.</param>
/// <param name="Low">[lengths], lower end, 0 to 1; null without a seed.</param>
/// <param name="High">[lengths], upper end.</param>
public sealed record SolvedMessage(ModelKind Model, IReadOnlyList<int> Solved, IReadOnlyList<int> Seeds, IReadOnlyList<double?> Low, IReadOnlyList<double?> High)
{
    /// <param name="model">The model.</param>
    /// <param name="at">[lengths of the spec].</param>
    internal static SolvedMessage From(ModelKind model, IReadOnlyList<Proportion> at) => new(
        model, [.. at.Select(p => p.Successes)], [.. at.Select(p => p.Count)],
        [.. at.Select(p => p.Count == 0 ? (double?)null : p.Low)], [.. at.Select(p => p.Count == 0 ? (double?)null : p.High)]);
}

/// <summary>How far a run or study is.</summary>
/// <param name="TrialsDone">Trials that ended: done, diverged or failed.</param>
/// <param name="TrialsTotal">Lengths × models × seeds.</param>
/// <param name="TrialsDiverged">Those whose loss became NaN or infinite.</param>
/// <param name="TrialsFailed">Those that failed.</param>
/// <param name="EtaSeconds">Seconds left. Of a run: null until it settles and while it does not train. Of a study: those of its runs that train or wait, estimated where that is not settled; null where none does.</param>
public sealed record ProgressMessage(int TrialsDone, int TrialsTotal, int TrialsDiverged, int TrialsFailed, double? EtaSeconds)
{
    public static ProgressMessage From(Run run, double? etaSeconds = null) =>
        new(run.TrialsDone, run.TrialsTotal, run.TrialsDiverged, run.TrialsFailed, etaSeconds);
}

/// <summary>One line of a list of runs.</summary>
/// <param name="Lengths">How many lengths.</param>
/// <param name="Seeds">How many seeds.</param>
/// <param name="Warning">As of the run itself.</param>
/// <param name="LaunchedBy">As of the run itself.</param>
public sealed record RunSummaryMessage(
    string Id, string? StudyId, string Name, IReadOnlyList<string> Tags, RunStatus Status, ProgressMessage Progress,
    Protocol? Protocol, Engine.Sequences.SequenceKind Sequence, double? Noise, bool? Standardize, IReadOnlyList<ModelKind> Models,
    int Lengths, int Seeds, DateTime CreatedAt, DateTime? StartedAt, DateTime? EndedAt, double? Seconds, string? Error, string? Warning, string? LaunchedBy, BroughtMessage? Brought)
{
    public static RunSummaryMessage From(Run run) => new(
        run.Id, run.StudyId, run.Name, run.Tags, run.Status, ProgressMessage.From(run),
        Known(run.Spec, run.Spec.Protocol), run.Spec.Sequence, Known(run.Spec, run.Spec.Noise), Known(run.Spec, run.Spec.Standardize), run.Spec.Models,
        run.Spec.Lengths.Count, run.Spec.Seeds.Count, run.CreatedAt, run.StartedAt, run.EndedAt, Known(run.Spec, run.Seconds), run.Error, RunWarnings.Of(run),
        run.LaunchedBy?.Name, BroughtMessage.From(run.Spec));

    private static T? Known<T>(RunSpec spec, T value) where T : struct => spec.Brought is null ? value : null;
}

/// <summary>Where a result is from that was not trained here.</summary>
/// <param name="File">Name of the file.</param>
/// <param name="Models">Its models and what the file calls them.</param>
/// <param name="Says">What the file says beside length and score.</param>
/// <param name="Missing">Trials of lengths × models × seeds that it has no row for.</param>
public sealed record BroughtMessage(string File, IReadOnlyList<BroughtModel> Models, IReadOnlyList<string> Says, int Missing)
{
    /// <summary>Null for what was trained here.</summary>
    public static BroughtMessage? From(RunSpec spec) => spec.Brought is not { } brought ? null : new(brought.File, brought.Models,
        [.. Enum.GetValues<BroughtColumns>().Where(c => c != BroughtColumns.None && brought.Says(c)).Select(Choices<BroughtColumns>.Word)], brought.Missing.Count);
}
