using Dashboard.Engine.Experiments;
using Dashboard.Engine.Metrics;
using Dashboard.Engine.Tasks;
using Dashboard.Web.Charts;

namespace Dashboard.Web.Comparisons;

/// <summary>
/// The memory lines of runs: what predictors that know only part of a sequence score on a run's own validation data, worked
/// out from the data at every length and kept. One a server; thread-safe.
/// </summary>
/// <remarks>A length takes tens of milliseconds, a deck run a second or two. With fresh data for each seed they are those of
/// the lowest seed.</remarks>
public sealed class MemoryLines(KnownBaselines baselines)
{
    // One at a time: training has the other cores.
    private readonly SemaphoreSlim turn = new(1);

    /// <summary>A run's lines, in the order of its task's baselines. A finished task where they are known; else they are worked
    /// out on another thread. None of what was brought in, whose data is not known.</summary>
    public Task<IReadOnlyList<MemoryLine>> Of(RunSpec spec) => spec.Brought is not null ? Task.FromResult<IReadOnlyList<MemoryLine>>([]) : Known(spec) is { } lines ? Task.FromResult(lines) : WorkOutAsync(spec);

    private async Task<IReadOnlyList<MemoryLine>> WorkOutAsync(RunSpec spec)
    {
        await turn.WaitAsync();
        try
        {
            return await Task.Run(() => Lines([.. spec.RisingLengths.Select(l => (l, spec.Task.Baselines(spec, l, spec.Seeds.Min(), baselines)))]));
        }
        finally
        {
            turn.Release();
        }
    }

    private IReadOnlyList<MemoryLine>? Known(RunSpec spec)
    {
        var found = new List<(int, IReadOnlyList<Baseline>)>();
        foreach (var length in spec.RisingLengths)
        {
            if (spec.Task.KnownBaselines(spec, length, spec.Seeds.Min(), baselines) is not { } kept) return null;
            found.Add((length, kept));
        }
        return Lines(found);
    }

    private static IReadOnlyList<MemoryLine> Lines(IReadOnlyList<(int Length, IReadOnlyList<Baseline> Baselines)> byLength) =>
    [
        .. from at in byLength
           from baseline in at.Baselines
           where baseline is { Line: true, Score: not null }
           group (at.Length, baseline.Score!.Value) by (baseline.Name, baseline.Complete) into line
           select new MemoryLine(line.Key.Name, [.. line]) { Complete = line.Key.Complete },
    ];
}
