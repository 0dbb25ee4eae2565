using Dashboard.Engine.Experiments;
using Dashboard.Engine.Metrics;
using Dashboard.Engine.Sequences;
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
    /// <summary>Knows all there is to know of noise-free simple data.</summary>
    public const string Both = "first and last";

    // One at a time: training has the other cores.
    private readonly SemaphoreSlim turn = new(1);

    /// <summary>A run's lines, highest first: constant, last input only, last input and the sign of the first, both. (The first
    /// input alone scores as the third, and no network has it: <see cref="MemoryBaselines"/>.) A finished task where they are
    /// known; else they are worked out on another thread.</summary>
    public Task<IReadOnlyList<MemoryLine>> Of(RunSpec spec) => Known(spec) is { } lines ? Task.FromResult(lines) : WorkOutAsync(spec);

    private async Task<IReadOnlyList<MemoryLine>> WorkOutAsync(RunSpec spec)
    {
        await turn.WaitAsync();
        try
        {
            return await Task.Run(() => Lines([.. Sets(spec).Select(s => (s.Length, baselines.Of(s.Data)))]));
        }
        finally
        {
            turn.Release();
        }
    }

    private IReadOnlyList<MemoryLine>? Known(RunSpec spec)
    {
        var found = new List<(int, MemoryBaselines)>();
        foreach (var (length, data) in Sets(spec))
        {
            if (baselines.Find(data) is not { } kept) return null;
            found.Add((length, kept));
        }
        return Lines(found);
    }

    private static IReadOnlyList<MemoryLine> Lines(IReadOnlyList<(int Length, MemoryBaselines Baselines)> byLength)
    {
        MemoryLine Line(string name, Func<MemoryBaselines, double?> value) =>
            new(name, [.. byLength.Where(b => value(b.Baselines) is not null).Select(b => (b.Length, value(b.Baselines)!.Value))]);
        MemoryLine[] lines =
        [
            Line("constant", b => b.Constant), Line("last input only", b => b.LastOnly),
            Line("last input and the sign of the first", b => b.LastAndSign), Line(Both, b => b.Both),
        ];
        return [.. lines.Where(l => l.Points.Count > 0)];
    }

    private static IEnumerable<(int Length, (SequenceSpec, SequenceSpec) Data)> Sets(RunSpec spec) =>
        spec.RisingLengths.Select(l => (l, spec.Data(l)));
}
