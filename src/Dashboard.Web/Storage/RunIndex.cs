using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;

namespace Dashboard.Web.Storage;

/// <summary>
/// All runs in memory (about 3 KB each), so that lists, searches and counts touch no file. Thread-safe; as the lock file keeps
/// every other writer away, it is never out of date.
/// </summary>
internal sealed class RunIndex
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Run> byId = [];

    public RunIndex(IEnumerable<Run> runs)
    {
        foreach (var run in runs) byId.Add(run.Id, run);
    }

    public Run? Find(string id)
    {
        lock (gate) return byId.GetValueOrDefault(id);
    }

    public void Put(Run run)
    {
        lock (gate) byId[run.Id] = run;
    }

    public void Remove(string id)
    {
        lock (gate) byId.Remove(id);
    }

    public Run[] All()
    {
        lock (gate) return [.. byId.Values];
    }

    public RunPage List(RunQuery query)
    {
        var runs = All().Where(r => r.DeletedAt is null).ToArray();
        var text = new SearchText(query.Text);
        var matching = runs.Where(r => Matches(r, query, text)).ToArray();
        var counts = Enum.GetValues<RunStatus>().ToDictionary(s => s, _ => 0);
        foreach (var run in matching) counts[run.Status]++;
        var tags = runs.SelectMany(r => r.Tags).CountBy(t => t, SearchText.Alike)
            .OrderByDescending(t => t.Value).ThenBy(t => t.Key, NaturalOrder.Instance).Select(t => t.Key).ToArray();

        var found = query.Statuses is { } statuses ? [.. matching.Where(r => statuses.Contains(r.Status))] : matching;
        if (query.Sort == RunSort.Name) found = [.. found.Select(r => (Run: r, Name: new NaturalOrder.Key(r.Name))).OrderBy(r => r.Name).ThenBy(r => r.Run, Started).Select(r => r.Run)];
        else Array.Sort(found, Comparison(query.Sort));
        if (query.Descending) Array.Reverse(found);
        return new(found.Length, [.. found.Skip(query.Skip).Take(query.Take)], counts, tags);
    }

    /// <summary>Every filter but the status.</summary>
    private static bool Matches(Run run, RunQuery query, SearchText text) =>
        (query.Protocol is null || run.Spec.Protocol == query.Protocol)
        && (query.Sequence is null || run.Spec.Sequence == query.Sequence)
        && (query.Noise is null || run.Spec.Noise == query.Noise)
        && (query.Standardize is null || run.Spec.Standardize == query.Standardize)
        && (query.Tag is null || run.Tags.Contains(query.Tag, SearchText.Alike))
        && (text.IsIn(run.Name) || text.IsIn(run.Notes) || run.Tags.Any(text.IsIn));

    // Equal runs keep one order, so that pages neither repeat nor skip one.
    private static readonly Comparer<Run> Started = Comparer<Run>.Create((a, b) =>
        a.CreatedAt.CompareTo(b.CreatedAt) is not 0 and var d ? d : string.CompareOrdinal(a.Id, b.Id));

    private static Comparison<Run> Comparison(RunSort sort)
    {
        Comparison<Run> first = sort switch
        {
            RunSort.Status => (a, b) => a.Status.CompareTo(b.Status),
            RunSort.Seconds => (a, b) => a.Seconds.CompareTo(b.Seconds),
            RunSort.Trials => (a, b) => (a.TrialsDone, a.TrialsTotal).CompareTo((b.TrialsDone, b.TrialsTotal)),
            _ => Started.Compare,
        };
        return (a, b) => first(a, b) is not 0 and var c ? c : Started.Compare(a, b);
    }
}
