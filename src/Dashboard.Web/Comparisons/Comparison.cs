using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Web.Charts;

namespace Dashboard.Web.Comparisons;

/// <summary>One of the runs compared.</summary>
/// <param name="Data">Key, name, spec and series, with the stroke of its place.</param>
/// <param name="Run">The run; null for a published result.</param>
public sealed record CompareEntry(RunData Data, Run? Run)
{
    public string Key => Data.Key;
}

/// <summary>The runs a view names, as they now are.</summary>
/// <param name="Entries">In the view's order.</param>
/// <param name="Missing">Keys of the view that name nothing: deleted or never there.</param>
public sealed record Comparison(IReadOnlyList<CompareEntry> Entries, IReadOnlyList<string> Missing)
{
    /// <summary>The data of every entry, for charts.</summary>
    public IReadOnlyList<RunData> Data { get; } = [.. Entries.Select(e => e.Data)];

    /// <summary>The entry with that key, else the first; null without any.</summary>
    public CompareEntry? Baseline(CompareView view) => Entries.FirstOrDefault(e => e.Key == view.Baseline) ?? Entries.FirstOrDefault();

    /// <summary>Reads the runs of a view.</summary>
    public static Comparison Load(CompareView view, RunService runs, RunSeriesCache cache)
    {
        var entries = new List<CompareEntry>();
        var missing = new List<string>();
        foreach (var key in view.Runs)
        {
            if (PublishedKey.Parse(key) is { } panel) entries.Add(new(PublishedKey.Data(panel), null));
            else if (!PublishedKey.Is(key) && runs.Find(key) is { } run) entries.Add(new(new RunData(run.Id, run.Name, run.Spec, cache.Of(run)), run));
            else missing.Add(key);
        }
        return new(Styled(entries), missing);
    }

    /// <summary>The published results the runs ask for that are not here yet: of deck conditions by the notebook protocol.</summary>
    public IReadOnlyList<Panel> Offered() =>
    [
        .. Entries.Where(e => e.Run is not null && Reference.Published(e.Data.Spec).Count > 0).Select(e => Reference.PanelOf(e.Data.Spec)!.Value)
            .Distinct().Where(p => Entries.All(e => e.Key != PublishedKey.Of(p))),
    ];

    /// <summary>Strokes by place, names told apart where several runs have the same, and short names for column heads.</summary>
    internal static IReadOnlyList<CompareEntry> Styled(IReadOnlyList<CompareEntry> entries)
    {
        var (own, published) = (0, 0);
        var names = entries.GroupBy(e => e.Data.Name).Where(g => g.Count() > 1).ToDictionary(g => g.Key, _ => 0);
        var styled = entries.Select(e => e with
        {
            Data = e.Data with
            {
                Name = names.ContainsKey(e.Data.Name) ? $"{e.Data.Name} ({++names[e.Data.Name]})" : e.Data.Name,
                Style = e.Data.IsPublished ? RunStyle.Published(published++) : RunStyle.Of(own++),
            },
        }).ToList();
        string[][] parts = [.. styled.Where(e => !e.Data.IsPublished).Select(e => e.Data.Name.Split(", "))];
        var shared = SharedParts(parts, 1);
        var sharedEnd = SharedParts([.. parts.Select(p => p.Reverse().ToArray())], shared + 1);
        return [.. styled.Select(e => e with { Data = e.Data with { ShortName = Short(e.Data) } })];

        string Short(RunData data) => data.IsPublished ? published == 1 ? "Published" : data.Name
            : string.Join(", ", data.Name.Split(", ").Skip(shared).SkipLast(sharedEnd)) is { Length: > 0 } rest
                // What the product named may start anew with a capital; what people wrote stays as it is.
                ? Presets.Panels.Any(p => p.Name == data.Name) ? char.ToUpperInvariant(rest[0]) + rest[1..] : rest : data.Name;
    }

    /// <summary>Leading parts that all names share; at least <paramref name="kept"/> parts of each are left.</summary>
    private static int SharedParts(IReadOnlyList<string[]> names, int kept)
    {
        if (names.Count < 2) return 0;
        var most = Math.Max(0, names.Min(n => n.Length) - kept);
        return Enumerable.Range(0, most).TakeWhile(i => names.All(n => n[i] == names[0][i])).Count();
    }
}
