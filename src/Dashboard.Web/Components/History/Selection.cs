namespace Dashboard.Web.Components.History;

/// <summary>Chosen runs, across pages, in the order they were chosen.</summary>
public sealed class Selection
{
    private readonly List<string> ids = [];
    private string? last;

    public IReadOnlyList<string> Ids => ids;

    public bool Has(string id) => ids.Contains(id);

    /// <summary>Switches one; with shift, every one between it and the last switched takes its new state.</summary>
    /// <param name="id">The one clicked.</param>
    /// <param name="range">Shift was held.</param>
    /// <param name="shown">Ids in the order shown.</param>
    public void Toggle(string id, bool range, IReadOnlyList<string> shown)
    {
        var chosen = !Has(id);
        var (from, to) = (IndexOf(shown, last), IndexOf(shown, id));
        if (range && from >= 0 && to >= 0)
            for (var i = Math.Min(from, to); i <= Math.Max(from, to); i++) Set(shown[i], chosen);
        else Set(id, chosen);
        last = id;
    }

    /// <summary>Chooses or leaves several.</summary>
    public void Set(IEnumerable<string> several, bool chosen)
    {
        foreach (var id in several) Set(id, chosen);
    }

    public void Clear()
    {
        ids.Clear();
        last = null;
    }

    private void Set(string id, bool chosen)
    {
        if (!chosen) ids.Remove(id);
        else if (!Has(id)) ids.Add(id);
    }

    private static int IndexOf(IReadOnlyList<string> shown, string? id)
    {
        for (var i = 0; i < shown.Count; i++)
            if (shown[i] == id) return i;
        return -1;
    }
}
