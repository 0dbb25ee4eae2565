using Dashboard.Engine.Experiments;
using Dashboard.Web.Inside;
using Microsoft.AspNetCore.WebUtilities;

namespace Dashboard.Web.Sharing;

/// <summary>What a link's target means: which runs or study, and the view's switches.</summary>
/// <param name="Kind">What it shows.</param>
/// <param name="Target">"id?switches" for a run or study, the query string for a comparison.</param>
public sealed record ShareView(ShareKind Kind, string Target)
{
    /// <summary>Most runs in a comparison.</summary>
    public const int MostRuns = 10;

    /// <summary>Longest target: an address that every browser and proxy still takes.</summary>
    public const int Longest = 4_000;

    /// <summary>The run's or study's id; empty for a comparison.</summary>
    public string Id => Kind == ShareKind.Comparison ? "" : Target.Split('?', 2)[0];

    /// <summary>The switches, with "?", or empty.</summary>
    public string Query => Kind == ShareKind.Comparison ? "?" + Target.TrimStart('?') : Target.IndexOf('?') is var at and >= 0 ? Target[at..] : "";

    /// <summary>The ids (and keys of published results) a run or comparison names; at most <see cref="MostRuns"/>.</summary>
    public IReadOnlyList<string> Keys => [.. Named().Take(MostRuns)];

    /// <summary>How many it names.</summary>
    public int Count => Named().Count();

    private IEnumerable<string> Named() => Kind == ShareKind.Comparison
        ? (Parameter("runs") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct()
        : [Id];

    /// <summary>Whether a key means a published result, which is always there.</summary>
    public static bool IsPublished(string key) => key.StartsWith("published:", StringComparison.Ordinal);

    /// <summary>The page of the app that shows the same, from the server's base path.</summary>
    public string Page => Kind switch { ShareKind.Run => "runs/" + Target, ShareKind.Study => "studies/" + Target, ShareKind.Inside => $"runs/{Id}/inside{Query}", ShareKind.Learnt => $"runs/{Id}/learnt{Query}", _ => "compare" + Query };

    /// <summary>What is shown of what a run's networks learnt.</summary>
    public LearntView Learnt(RunSpec spec) => LearntView.Read(spec, Parameter("length"), Parameter("seed"), Parameter(LearntView.AllName));

    /// <summary>One of the switches, or null.</summary>
    public string? Parameter(string name) => QueryHelpers.ParseQuery(Query).TryGetValue(name, out var value) ? value.ToString() : null;
}
