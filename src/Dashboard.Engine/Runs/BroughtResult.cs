using Dashboard.Engine.Experiments;
using Dashboard.Engine.Tasks;
using Dashboard.Engine.Training;

namespace Dashboard.Engine.Runs;

/// <summary>One row of a file that is brought in, read and checked. What it does not say is NaN or null.</summary>
/// <param name="Key">Its trial.</param>
/// <param name="Epoch">Which epoch; null where the file has a row a trial.</param>
/// <param name="Score">The task's score; NaN or infinite where training diverged.</param>
public sealed record BroughtRow(TrialKey Key, int? Epoch, double Score)
{
    public double TrainScore { get; init; } = double.NaN;
    public double Gradient { get; init; } = double.NaN;
    public double Seconds { get; init; } = double.NaN;

    /// <summary>Percent of the validation sequences that are wrong.</summary>
    public double Wrong { get; init; } = double.NaN;
    public bool? Solved { get; init; }
}

/// <summary>A result that was not trained here as a run of its own kind: its spec and its trials, all ended.</summary>
public static class BroughtResult
{
    /// <summary>Makes both.</summary>
    /// <param name="task">What the networks learnt: its score's words and its rule of solved apply.</param>
    /// <param name="brought">Where it is from; what is missing is worked out here.</param>
    /// <param name="rows">At least one; one a trial, or one for each of its epochs.</param>
    /// <exception cref="ArgumentException">No rows, or a trial's row or epoch twice.</exception>
    public static (RunSpec Spec, IReadOnlyList<Trial> Trials) Of(LabTask task, BroughtIn brought, IReadOnlyList<BroughtRow> rows)
    {
        if (rows.Count == 0) throw new ArgumentException("There are no rows.", nameof(rows));
        var byKey = rows.GroupBy(r => r.Key).ToDictionary(g => g.Key, g => g.OrderBy(r => r.Epoch).ToArray());
        if (byKey.Values.Any(of => of.DistinctBy(r => r.Epoch).Count() < of.Length)) throw new ArgumentException("A trial's row is there twice.", nameof(rows));
        var whole = task.Preset(task.Protocols[0]) with
        {
            Lengths = [.. byKey.Keys.Select(k => k.Length).Distinct().Order()],
            Models = [.. byKey.Keys.Select(k => k.Model).Distinct().Order()],
            Seeds = [.. byKey.Keys.Select(k => k.Seed).Distinct().Order()],
            Epochs = (int)Math.Max(1, rows.Max(r => r.Epoch ?? 1)),
            TestLengths = [],
            Brought = brought with { Missing = [] },
        };
        int[] missing = [.. whole.Trials().Index().Where(t => !byKey.ContainsKey(t.Item)).Select(t => t.Index)];
        var spec = whole with { Brought = brought with { Missing = missing } };
        return (spec, [.. spec.Trials().Select((key, index) => Of(spec, index, byKey[key]))]);
    }

    private static Trial Of(RunSpec spec, int index, BroughtRow[] rows)
    {
        var status = double.IsFinite(rows[^1].Score) ? TrialStatus.Done : TrialStatus.Diverged;
        return new(index, rows[0].Key, status, Result: new(status, [.. rows.Select(r => Epoch(spec, r))], StoppedEarly: false, rows[^1].Seconds, null, null));
    }

    // The score is the lowest of a trial's epochs, as of those that were trained here.
    private static EpochResult Epoch(RunSpec spec, BroughtRow row) => new(row.Epoch ?? 1, row.TrainScore, row.Score, row.Gradient, double.NaN)
    {
        Readings = !spec.Task.Score.Solved.NeedsReading ? [] : row switch
        {
            { Wrong: var wrong } when double.IsFinite(wrong) => [(float)wrong],
            // Said outright: no threshold changes it.
            { Solved: true } => [0],
            { Solved: false } => [float.PositiveInfinity],
            _ => [],
        },
    };
}
