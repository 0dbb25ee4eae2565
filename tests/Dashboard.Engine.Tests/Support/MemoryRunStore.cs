using Dashboard.Engine.Runs;

namespace Dashboard.Engine.Tests.Support;

/// <summary>A store in memory that can be made unavailable.</summary>
internal sealed class MemoryRunStore : IRunStore
{
    private readonly Lock gate = new();
    private readonly RunIndex runs = new([]);
    private readonly Dictionary<string, SortedDictionary<int, Trial>> trials = [];
    private readonly List<Study> studies = [];

    /// <summary>Every call throws with this message while it is set.</summary>
    public string? Failure { get; set; }

    /// <summary>Writes wait here, as on a disk that hangs; what is read from memory goes on.</summary>
    public ManualResetEventSlim Disk { get; } = new(initialState: true);

    /// <summary>Trials that were saved although they were there.</summary>
    public int SavedTwice { get; private set; }

    /// <summary>Every run, deleted ones included.</summary>
    public IReadOnlyList<Run> All { get { lock (gate) return runs.All(); } }

    /// <summary>What a process that is killed now leaves; this store fails from here on.</summary>
    public MemoryRunStore Killed()
    {
        lock (gate)
        {
            Failure = "This process was killed.";
            var left = new MemoryRunStore();
            foreach (var run in runs.All()) left.runs.Put(run);
            foreach (var (id, ofRun) in trials) left.trials.Add(id, new(ofRun));
            left.studies.AddRange(studies);
            left.SavedTwice = SavedTwice;
            return left;
        }
    }

    /// <summary>Saved trials in the order they were saved.</summary>
    public List<Trial> Saved { get; } = [];

    private T Written<T>(Func<T> act)
    {
        Disk.Wait();
        return Locked(act);
    }

    private T Locked<T>(Func<T> act)
    {
        lock (gate) return Failure is { } why ? throw new StorageUnavailableException(why) : act();
    }

    public void Add(IReadOnlyList<Run> added, Study? study = null) => Written(() =>
    {
        if (added.FirstOrDefault(r => runs.Find(r.Id) is not null) is { } taken) throw new ArgumentException($"There is a run '{taken.Id}' already.", nameof(added));
        foreach (var run in added) runs.Put(run);
        if (study is null) return 0;
        studies.RemoveAll(s => s.Id == study.Id);
        studies.Add(study);
        return 0;
    });

    public void AddEnded(Run run, IReadOnlyList<Trial> ended) => Written(() =>
    {
        if (runs.Find(run.Id) is not null) throw new ArgumentException($"There is a run '{run.Id}' already.", nameof(run));
        runs.Put(run);
        trials.Add(run.Id, new(ended.ToDictionary(t => t.Index)));
        return 0;
    });

    public Run? Update(string id, Func<Run, Run> change) => SaveTrials(id, [], change);

    public Run? SaveTrials(string id, IReadOnlyList<Trial> saved, Func<Run, Run> change) => Written(() =>
    {
        if (runs.Find(id) is not { } run) return null;
        var changed = change(run);
        if (changed.Id != id) throw new ArgumentException("A run's id cannot change.", nameof(change));
        if (!trials.TryGetValue(id, out var ofRun)) trials.Add(id, ofRun = []);
        foreach (var trial in saved)
        {
            if (ofRun.ContainsKey(trial.Index)) SavedTwice++;
            ofRun[trial.Index] = trial;
        }
        Saved.AddRange(saved);
        runs.Put(changed);
        return changed;
    });

    public Run? Find(string id) => Locked(() => runs.Find(id));

    public RunPage List(RunQuery query) => Locked(() => runs.List(query));

    public IReadOnlyList<Run> WithStatus(params IReadOnlyList<RunStatus> statuses) => Locked(() => runs.WithStatus(statuses));

    public IReadOnlyList<Trial> Trials(string runId) => Locked(() => trials.TryGetValue(runId, out var ofRun) ? ofRun.Values.ToArray() : []);

    public IReadOnlyList<Run> Deleted(DateTime before) => Locked(() => runs.Deleted(before));

    public void Purge(string id) => Written(() =>
    {
        runs.Remove(id);
        return trials.Remove(id);
    });

    public IReadOnlyList<Study> Studies() => Locked(() => studies.OrderByDescending(s => s.CreatedAt).ThenByDescending(s => s.Id, StringComparer.Ordinal).ToArray());

    public Study? FindStudy(string id) => Locked(() => studies.Find(s => s.Id == id));

    public IReadOnlyList<Run> FindMany(IReadOnlyList<string> ids) => Locked(() => runs.FindMany(ids));
}
