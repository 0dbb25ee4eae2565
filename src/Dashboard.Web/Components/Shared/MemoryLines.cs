using System.Collections.Concurrent;
using Dashboard.Engine.Experiments;
using Dashboard.Engine.Metrics;
using Dashboard.Engine.Sequences;
using Dashboard.Web.Charts;

namespace Dashboard.Web.Components.Shared;

/// <summary>
/// The MAD of predictors that remember only part of a sequence, as lines of a run's chart: computed once for each
/// condition from the sequences themselves. One a server.
/// </summary>
public sealed class MemoryLines
{
    /// <summary>More sequences would move the lines by less than their width.</summary>
    private const int MostSequences = 25_000;

    private const int MostConditions = 200;

    private readonly ConcurrentDictionary<(SequenceSpec, SequenceSpec), Lazy<Task<IReadOnlyList<MemoryLine>>>> known = [];

    /// <summary>
    /// The lines of a run: constant, last input only, first input only, at the middle one of its lengths. Empty for
    /// realistic sequences, where these scores change from length to length and no level line would be true.
    /// </summary>
    public Task<IReadOnlyList<MemoryLine>> Of(RunSpec spec)
    {
        if (spec.Sequence != SequenceKind.Simple) return Task.FromResult<IReadOnlyList<MemoryLine>>([]);
        int[] lengths = [.. spec.Lengths.Order()];
        var (training, validation) = spec.Data(lengths[lengths.Length / 2], spec.Seeds[0]);
        training = training with { Count = Math.Min(training.Count, MostSequences) };
        // A new start is cheaper than keeping every condition ever seen.
        if (known.Count > MostConditions) known.Clear();
        return known.GetOrAdd((training, validation), key => new(() => Task.Run(() => Compute(key.Item1, key.Item2)))).Value;
    }

    private static IReadOnlyList<MemoryLine> Compute(SequenceSpec training, SequenceSpec validation)
    {
        var scores = MemoryBaselines.Of(SequenceGenerator.Generate(training), SequenceGenerator.Generate(validation));
        return [new("constant", scores.Constant), new("last input only", scores.LastOnly), new("first input only", scores.FirstOnly)];
    }
}
