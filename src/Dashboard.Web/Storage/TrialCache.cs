using Dashboard.Engine.Runs;

namespace Dashboard.Web.Storage;

/// <summary>The trials of the runs looked at last, up to a number of trials (about 2 KB each). Thread-safe.</summary>
internal sealed class TrialCache(int capacity)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, LinkedListNode<(string Run, Trial[] Trials)>> byRun = [];
    private readonly LinkedList<(string Run, Trial[] Trials)> newestFirst = [];
    private int count;

    public Trial[]? Find(string run)
    {
        lock (gate)
        {
            if (!byRun.TryGetValue(run, out var node)) return null;
            newestFirst.Remove(node);
            newestFirst.AddFirst(node);
            return node.Value.Trials;
        }
    }

    public void Put(string run, Trial[] trials)
    {
        lock (gate)
        {
            Remove(run);
            byRun.Add(run, newestFirst.AddFirst((run, trials)));
            count += trials.Length;
            while (count > capacity && newestFirst.Last is { } oldest && newestFirst.Count > 1) Remove(oldest.Value.Run);
        }
    }

    /// <summary>Adds saved trials to a run that is held; others are read from the file when asked for.</summary>
    public void Merge(string run, IReadOnlyList<Trial> saved)
    {
        lock (gate)
        {
            if (!byRun.TryGetValue(run, out var node)) return;
            Put(run, [.. node.Value.Trials.ExceptBy(saved.Select(t => t.Index), t => t.Index).Concat(saved).OrderBy(t => t.Index)]);
        }
    }

    public void Remove(string run)
    {
        lock (gate)
        {
            if (!byRun.Remove(run, out var node)) return;
            newestFirst.Remove(node);
            count -= node.Value.Trials.Length;
        }
    }
}
