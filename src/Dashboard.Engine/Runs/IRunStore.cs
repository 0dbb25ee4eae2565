using Dashboard.Engine.Experiments;
using Dashboard.Engine.Sequences;

namespace Dashboard.Engine.Runs;

/// <summary>
/// Run history. Every write is durable when the call returns (it survives kill -9). Thread-safe; no call returns lazily.
/// </summary>
/// <remarks>
/// Every call may throw <see cref="StorageUnavailableException"/>; the caller may try again later. Writes, and reading
/// <see cref="Trials"/>, may wait for a disk that hangs; all else is answered from memory at once.
/// </remarks>
public interface IRunStore
{
    /// <summary>Adds runs, and the study they belong to, all or nothing. A study that is there is replaced: it has grown.</summary>
    void Add(IReadOnlyList<Run> runs, Study? study = null);

    /// <summary>Adds a run that has ended with all its trials, all or nothing.</summary>
    void AddEnded(Run run, IReadOnlyList<Trial> trials);

    /// <summary>Changes a run under the store's lock, so that concurrent changes of different fields all stay.</summary>
    /// <returns>The run as it now is, or null where there is none with that id.</returns>
    Run? Update(string id, Func<Run, Run> change);

    /// <summary>Saves finished trials together with the run they belong to (one durable write).</summary>
    /// <returns>The run as it now is, or null where there is none with that id (then no trial is saved).</returns>
    Run? SaveTrials(string id, IReadOnlyList<Trial> trials, Func<Run, Run> change);

    /// <summary>The run with that id, deleted ones included, or null.</summary>
    Run? Find(string id);

    /// <summary>One page of runs.</summary>
    RunPage List(RunQuery query);

    /// <summary>Runs in one of these statuses, oldest first (deleted ones left out).</summary>
    IReadOnlyList<Run> WithStatus(params IReadOnlyList<RunStatus> statuses);

    /// <summary>The saved trials of a run by index.</summary>
    IReadOnlyList<Trial> Trials(string runId);

    /// <summary>Runs deleted before that time (UTC).</summary>
    IReadOnlyList<Run> Deleted(DateTime before);

    /// <summary>Removes a run and its trials for good.</summary>
    void Purge(string id);

    /// <summary>All studies, newest first.</summary>
    IReadOnlyList<Study> Studies();

    /// <summary>The study with that id, or null.</summary>
    Study? FindStudy(string id);

    /// <summary>The runs with these ids, in that order, missing and deleted ones left out.</summary>
    IReadOnlyList<Run> FindMany(IReadOnlyList<string> ids);
}

/// <summary>How a list of runs is sorted.</summary>
public enum RunSort
{
    Created,
    Name,
    Status,
    Seconds,
    Trials,
}

/// <summary>What runs to list; null fields do not filter.</summary>
public sealed record RunQuery
{
    public int Skip { get; init; }
    public int Take { get; init; } = 50;

    /// <summary>Text contained in name, notes or a tag, as <see cref="SearchText"/> finds it.</summary>
    public string? Text { get; init; }
    public IReadOnlyList<RunStatus>? Statuses { get; init; }
    public string? Tag { get; init; }

    /// <summary>Name of who launched it, whatever its case.</summary>
    public string? LaunchedBy { get; init; }
    public Protocol? Protocol { get; init; }
    public SequenceKind? Sequence { get; init; }
    public double? Noise { get; init; }
    public bool? Standardize { get; init; }

    /// <summary>True: what was brought in; false: what was trained here.</summary>
    public bool? Brought { get; init; }
    public RunSort Sort { get; init; }
    public bool Descending { get; init; } = true;
}

/// <summary>One page of runs, with the counts the filter chips show.</summary>
/// <param name="Total">Runs that match the query, whatever the page.</param>
/// <param name="Items">The page.</param>
/// <param name="StatusCounts">Runs by status that match the query with its status filter left out.</param>
/// <param name="Tags">All tags in use, most used first.</param>
/// <param name="Launchers">The names of all who launched runs; who launched most comes first.</param>
public sealed record RunPage(
    int Total, IReadOnlyList<Run> Items, IReadOnlyDictionary<RunStatus, int> StatusCounts, IReadOnlyList<string> Tags, IReadOnlyList<string> Launchers);

/// <summary>The store cannot be read or written now (disk full, I/O error); the message says why in words for people.</summary>
public sealed class StorageUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
