using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Tasks;

namespace Dashboard.Web.Charts;

/// <summary>What a picture says of where its numbers are from, so that it still says so far from the lab.</summary>
public static class SourceLine
{
    /// <summary>What made it, where nothing more is known.</summary>
    public const string Lab = "RNN & LSTM lab";

    /// <summary>Most names of runs; the picture has its own key.</summary>
    private const int MostRuns = 4;

    /// <summary>"RNN &amp; LSTM lab; run one (simple, lab protocol, seeds 1 to 20, data seed 42)."</summary>
    /// <param name="runs">The runs behind it; none for the published result.</param>
    public static string Of(IReadOnlyCollection<(string Name, RunSpec Spec)> runs) => runs.Count == 0 ? $"{Lab}. Published result, 1 seed."
        : $"{Lab}{string.Concat(runs.Take(MostRuns).Select(r => $"; run {r.Name} ({Trained(r.Spec)})"))}{(runs.Count > MostRuns ? $"; and {Numbers.Of(runs.Count - MostRuns, "run")} more" : "")}.";

    /// <summary>One run.</summary>
    public static string Of(Run run) => Of([(run.Name, run.Spec)]);

    /// <summary>A study as a whole.</summary>
    public static string Of(Study study, IReadOnlyCollection<Run> runs) => runs.Count == 0 ? $"{Lab}, study {study.Name}."
        : $"{Lab}, study {study.Name}: {Numbers.Of(runs.Count, "run")}, {Trained(runs.First().Spec, [.. runs.SelectMany(r => r.Spec.Seeds).Distinct().Order()])}.";

    /// <summary>The data of one length, before any training.</summary>
    public static string Data(RunSpec spec, int length) =>
        $"{Lab}; {spec.Task.Name.ToLowerInvariant()}, {spec.Protocol.ToString().ToLowerInvariant()} protocol, length {Numbers.Count(length)}, data seed {Numbers.Plain(spec.DataSeed)}.";

    /// <summary>"notebook protocol, seeds 1 to 5, data seed 42".</summary>
    public static string Trained(RunSpec spec) => spec.Brought is { } brought ? $"{spec.Task.Name.ToLowerInvariant()}, brought in from {brought.File}, not trained here"
        : Trained(spec, [.. spec.Seeds.Order()]);

    private static string Trained(RunSpec spec, IReadOnlyList<long> seeds) =>
        $"{spec.Task.Name.ToLowerInvariant()}, {spec.Protocol.ToString().ToLowerInvariant()} protocol, {Seeds(seeds)}, data seed {Numbers.Plain(spec.DataSeed)}";

    /// <summary>"seed 1", "seeds 1 to 20", "seeds 1, 3 and 8", "12 seeds, 1 to 90".</summary>
    /// <param name="rising">In their order.</param>
    public static string Seeds(IReadOnlyList<long> rising)
    {
        if (rising.Count <= 1) return $"seed {(rising.Count == 0 ? Numbers.Nothing : Numbers.Plain(rising[0]))}";
        if (rising[^1] - rising[0] == rising.Count - 1) return $"seeds {Numbers.Plain(rising[0])} to {Numbers.Plain(rising[^1])}";
        return rising.Count <= 6 ? $"seeds {string.Join(", ", rising.SkipLast(1).Select(s => Numbers.Plain(s)))} and {Numbers.Plain(rising[^1])}"
            : $"{Numbers.Of(rising.Count, "seed")}, {Numbers.Plain(rising[0])} to {Numbers.Plain(rising[^1])}";
    }
}
