using Dashboard.Engine.Runs;
using Dashboard.Engine.Training;

namespace Dashboard.Web.Storage;

/// <summary>
/// Run history: runs and studies in memory and in the data file, trials in the file (one document each, a run's side by side
/// in the primary index) with the last ones read kept.
/// </summary>
internal sealed class LiteRunStore : IRunStore
{
    private const int CachedTrials = 20_000;

    private readonly LiteStore store;
    private readonly RunIndex index;
    private readonly TrialCache trialCache = new(CachedTrials);
    private volatile Study[] studies;

    public LiteRunStore(LiteStore store)
    {
        this.store = store;
        index = new(store.Contents.Runs.Select(Counted));
        studies = NewestFirst(store.Contents.Studies);
    }

    public void Add(IReadOnlyList<Run> runs, Study? study = null)
    {
        store.EnsureFreeSpace();
        lock (store.Gate)
        {
            if (runs.FirstOrDefault(r => index.Find(r.Id) is not null) is { } taken)
                throw new ArgumentException($"There is a run '{taken.Id}' already.", nameof(runs));
            store.Write([
                .. runs.Select(r => Change.Put(Collections.Runs, RunDocument.Write(r))),
                .. study is null ? [] : new[] { Change.Put(Collections.Studies, StudyDocument.Write(study)) },
            ]);
            foreach (var run in runs) index.Put(run);
            if (study is not null) studies = NewestFirst(studies.Where(s => s.Id != study.Id).Append(study));
        }
    }

    public void AddEnded(Run run, IReadOnlyList<Trial> trials)
    {
        store.EnsureFreeSpace();
        lock (store.Gate)
        {
            if (index.Find(run.Id) is not null) throw new ArgumentException($"There is a run '{run.Id}' already.", nameof(run));
            store.Write([.. trials.Select(t => Change.Put(Collections.Trials, TrialDocument.Write(run.Id, t))), Change.Put(Collections.Runs, RunDocument.Write(run))]);
            index.Put(run);
        }
    }

    public Run? Update(string id, Func<Run, Run> change) => SaveTrials(id, [], change);

    public Run? SaveTrials(string id, IReadOnlyList<Trial> trials, Func<Run, Run> change)
    {
        lock (store.Gate)
        {
            if (index.Find(id) is not { } run) return null;
            var changed = change(run);
            if (changed.Id != id) throw new ArgumentException("A run's id cannot change.", nameof(change));
            if (trials.Count == 0 && ReferenceEquals(run, changed)) return run;
            store.Write([
                .. trials.Select(t => Change.Put(Collections.Trials, TrialDocument.Write(id, t))),
                Change.Put(Collections.Runs, RunDocument.Write(changed)),
            ]);
            index.Put(changed);
            trialCache.Merge(id, trials);
            return changed;
        }
    }

    public Run? Find(string id) => index.Find(id);

    public RunPage List(RunQuery query) => index.List(query);

    public IReadOnlyList<Run> WithStatus(params IReadOnlyList<RunStatus> statuses) => index.WithStatus(statuses);

    public IReadOnlyList<Run> Deleted(DateTime before) => index.Deleted(before);

    public IReadOnlyList<Run> FindMany(IReadOnlyList<string> ids) => index.FindMany(ids);

    public IReadOnlyList<Trial> Trials(string runId)
    {
        if (trialCache.Find(runId) is { } known) return known;
        if (index.Find(runId) is null) return [];
        lock (store.Gate)
        {
            if (trialCache.Find(runId) is { } meanwhile) return meanwhile;
            if (index.Find(runId) is not { } run) return [];
            var trials = Read(run);
            trialCache.Put(runId, trials);
            return trials;
        }
    }

    public void Purge(string id)
    {
        lock (store.Gate)
        {
            if (index.Find(id) is not { } run) return;
            var trials = store.Read(engine => engine.Keys(Collections.Trials, TrialDocument.OfRun(id)));
            store.Write([.. trials.Select(t => Change.Remove(Collections.Trials, t)), Change.Remove(Collections.Runs, id)]);
            for (var i = 0; i < run.TrialsTotal; i++) store.Damaged.Forget(Collections.Trials, TrialDocument.Key(id, i));
            index.Remove(id);
            trialCache.Remove(id);
        }
    }

    public IReadOnlyList<Study> Studies() => studies;

    public Study? FindStudy(string id) => studies.FirstOrDefault(s => s.Id == id);

    /// <summary>Those that can be read, and in place of each other one a failed trial that says why.</summary>
    private Trial[] Read(Run run)
    {
        var keys = run.Spec.Trials();
        var trials = new SortedDictionary<int, Trial>();
        foreach (var record in store.Records(Collections.Trials, TrialDocument.OfRun(run.Id)))
        {
            if (record.TryRead(TrialDocument.Read, out var trial, out var why) && trial.Index == TrialDocument.Index(record.Key)) trials[trial.Index] = trial;
            else if (TrialDocument.Index(record.Key) is { } at && at < keys.Count) Lost(at, why.Length > 0 ? why : "It is another trial's");
        }
        // A finished run has them all; one that is not even filed is missed only here.
        if (run.Status == RunStatus.Done && run.TrialsDone == keys.Count)
            for (var i = 0; i < keys.Count; i++)
                if (!trials.ContainsKey(i)) Lost(i, "It is not in the file");
        return [.. trials.Values];

        void Lost(int at, string why)
        {
            var key = keys[at];
            store.Damaged.Add(Collections.Trials, TrialDocument.Key(run.Id, at), new(
                $"Trial {at} ({key.Model}, length {key.Length}, seed {key.Seed}) of the run “{run.Name}” ({run.Id})", why,
                "Relaunch the run: it trains to the same numbers; a backup from before has it."));
            trials[at] = new(at, key, TrialStatus.Failed, null, new(TrialStatus.Failed, [], StoppedEarly: false, 0, null, null, $"Its saved record cannot be read: {why}."));
        }
    }

    /// <summary>Runs saved before it was kept are asked how many of their trials may be wrong: few, as reading trials takes time.</summary>
    private Run Counted(Run run)
    {
        if (run.UnsureTrials is not null || run.TrialsDone == 0 || !RunWarnings.Possible(run.Spec)) return run;
        try
        {
            return run with { UnsureTrials = RunWarnings.Count(run.Spec, Read(run)) };
        }
        catch (StorageUnavailableException)
        {
            return run; // The store says so itself; the next start asks again.
        }
    }

    private static Study[] NewestFirst(IEnumerable<Study> studies) =>
        [.. studies.OrderByDescending(s => s.CreatedAt).ThenByDescending(s => s.Id, StringComparer.Ordinal)];
}
