using Dashboard.Engine.Experiments;

namespace Dashboard.Engine.Runs;

/// <summary>
/// A store's runs in memory (about 3 KB each), so that lists, searches and counts touch no file. Thread-safe; as a store is the
/// only writer of its file, it is never out of date.
/// </summary>
public sealed class RunIndex
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Run> byId = [];

    /// <summary>Holds these runs; each id once.</summary>
    public RunIndex(IEnumerable<Run> runs)
    {
        foreach (var run in runs) byId.Add(run.Id, run);
    }

    /// <summary>The run with that id, deleted ones included, or null.</summary>
    public Run? Find(string id)
    {
        lock (gate) return byId.GetValueOrDefault(id);
    }

    /// <summary>Adds a run, or replaces the one with its id.</summary>
    public void Put(Run run)
    {
        lock (gate) byId[run.Id] = run;
    }

    /// <summary>Removes a run if it is there.</summary>
    public void Remove(string id)
    {
        lock (gate) byId.Remove(id);
    }

    /// <summary>All, deleted ones included, in no order.</summary>
    public Run[] All()
    {
        lock (gate) return [.. byId.Values];
    }

    /// <summary>Runs in one of these statuses, oldest first, deleted ones left out.</summary>
    public IReadOnlyList<Run> WithStatus(IReadOnlyList<RunStatus> statuses) =>
        [.. All().Where(r => r.DeletedAt is null && statuses.Contains(r.Status)).OrderBy(r => r.CreatedAt).ThenBy(r => r.Id, StringComparer.Ordinal)];

    /// <summary>Runs deleted before that time (UTC).</summary>
    public IReadOnlyList<Run> Deleted(DateTime before) => [.. All().Where(r => r.DeletedAt < before)];

    /// <summary>The runs with these ids, in that order, missing and deleted ones left out.</summary>
    public IReadOnlyList<Run> FindMany(IReadOnlyList<string> ids) => [.. ids.Select(Find).OfType<Run>().Where(r => r.DeletedAt is null)];

    /// <summary>One page of runs that are not deleted, with the counts and tags of all that match.</summary>
    public RunPage List(RunQuery query)
    {
        var runs = All().Where(r => r.DeletedAt is null).ToArray();
        var text = new SearchText(query.Text);
        var matching = runs.Where(r => Matches(r, query, text)).ToArray();
        var counts = Enum.GetValues<RunStatus>().ToDictionary(s => s, _ => 0);
        foreach (var run in matching) counts[run.Status]++;
        var tags = MostFirst(runs.SelectMany(r => r.Tags));
        var launchers = MostFirst(runs.Select(r => r.LaunchedBy?.Name).OfType<string>());

        var found = query.Statuses is { } statuses ? [.. matching.Where(r => statuses.Contains(r.Status))] : matching;
        if (query.Sort == RunSort.Name) found = [.. found.Select(r => (Run: r, Name: new NaturalOrder.Key(r.Name))).OrderBy(r => r.Name).ThenBy(r => r.Run, Started).Select(r => r.Run)];
        else Array.Sort(found, Comparison(query.Sort));
        if (query.Descending) Array.Reverse(found);
        return new(found.Length, [.. found.Skip(query.Skip).Take(query.Take)], counts, tags, launchers);
    }

    private static string[] MostFirst(IEnumerable<string> words) =>
        [.. words.CountBy(w => w, SearchText.Alike).OrderByDescending(w => w.Value).ThenBy(w => w.Key, NaturalOrder.Instance).Select(w => w.Key)];

    /// <summary>Every filter but the status.</summary>
    private static bool Matches(Run run, RunQuery query, SearchText text) =>
        // Protocol and data of what was brought in are not known.
        (run.Spec.Brought is null || (query.Protocol is null && query.Noise is null && query.Standardize is null))
        && (query.Brought is null || query.Brought == run.Spec.Brought is not null)
        && (query.Protocol is null || run.Spec.Protocol == query.Protocol)
        && (query.Sequence is null || run.Spec.Sequence == query.Sequence)
        && (query.Noise is null || run.Spec.Noise == query.Noise)
        && (query.Standardize is null || run.Spec.Standardize == query.Standardize)
        && (query.LaunchedBy is null || (run.LaunchedBy?.Name is { } by && SearchText.Alike.Equals(by, query.LaunchedBy)))
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
