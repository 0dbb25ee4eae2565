using System.Diagnostics;
using Dashboard.Engine.Runs;

namespace Dashboard.Benchmarks.Deck;

/// <summary>A store that sums up how long saving trials took.</summary>
internal sealed class TimedStore(IRunStore inner) : IRunStore
{
    /// <summary>Time inside <see cref="SaveTrials"/>.</summary>
    public TimeSpan Saving { get; private set; }

    public Run? SaveTrials(string id, IReadOnlyList<Trial> trials, Func<Run, Run> change)
    {
        var began = Stopwatch.GetTimestamp();
        try
        {
            return inner.SaveTrials(id, trials, change);
        }
        finally
        {
            Saving += Stopwatch.GetElapsedTime(began);
        }
    }

    public void Add(IReadOnlyList<Run> runs, Study? study = null) => inner.Add(runs, study);

    public void AddEnded(Run run, IReadOnlyList<Trial> trials) => inner.AddEnded(run, trials);

    public Run? Update(string id, Func<Run, Run> change) => inner.Update(id, change);

    public Run? Find(string id) => inner.Find(id);

    public RunPage List(RunQuery query) => inner.List(query);

    public IReadOnlyList<Run> WithStatus(params IReadOnlyList<RunStatus> statuses) => inner.WithStatus(statuses);

    public IReadOnlyList<Trial> Trials(string runId) => inner.Trials(runId);

    public IReadOnlyList<Run> Deleted(DateTime before) => inner.Deleted(before);

    public void Purge(string id) => inner.Purge(id);

    public IReadOnlyList<Study> Studies() => inner.Studies();

    public Study? FindStudy(string id) => inner.FindStudy(id);

    public IReadOnlyList<Run> FindMany(IReadOnlyList<string> ids) => inner.FindMany(ids);
}
