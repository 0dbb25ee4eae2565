using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Tasks;
using Dashboard.Engine.Training;

namespace Dashboard.Web.Charts;

/// <summary>One run as a chart reads it.</summary>
/// <param name="Key">Leads the keys of its lines: "key/rnn".</param>
/// <param name="Name">Shown in tooltips where several runs share a chart.</param>
/// <param name="Spec">What it trains.</param>
/// <param name="Series">Its finished seeds by length.</param>
public sealed record RunData(string Key, string Name, RunSpec Spec, RunSeries Series)
{
    /// <summary>From a run's trials, in any order.</summary>
    public RunData(string key, string name, RunSpec spec, IReadOnlyList<Trial> trials) : this(key, name, spec, RunSeries.Of(spec, trials))
    {
    }

    /// <summary>How many of its seeds learnt the task.</summary>
    /// <param name="threshold">Null, or one that its task does not allow, for the task's own.</param>
    public IReadOnlyList<SolvedSeries> Solved(double? threshold) => Series.Solved(Rule, Allowed(threshold));

    /// <summary>Whether one of its seeds learnt the task; null where that is not known.</summary>
    public bool? Solved(ModelKind model, int length, long seed, double? threshold) => Series.Solved(model, length, seed, Rule, Allowed(threshold));

    /// <summary>How far its networks would be from knowing all if nothing stopped them early, as <see cref="ChartSeries.Misses"/>;
    /// none where that is not known.</summary>
    public IReadOnlyList<ChartSeries> PastStop { get; init; } = [];

    /// <summary>How many of its seeds learn the task where nothing stops them early; none where that is not known.</summary>
    /// <param name="threshold">As for <see cref="Solved(double?)"/>.</param>
    public IReadOnlyList<SolvedSeries> SolvedPastStop(double? threshold) => RunSeries.Solved(PastStop, Rule, Allowed(threshold));

    private SolvedRule Rule => Spec.Task.Score.Solved;

    private double? Allowed(double? threshold) => threshold is { } asked && Rule.Allowed.Allows(asked) ? asked : null;

    /// <summary>The name without what all runs beside it share, for column heads.</summary>
    public string ShortName { get; init; } = Name;

    /// <summary>The name with a word for what was brought in: in files, where no chip can say it.</summary>
    public string Label => Spec.Brought is null ? Name : $"{Name} (brought in)";

    /// <summary>Stroke and marker; null for those of its place among the runs.</summary>
    public RunStyle? Style { get; init; }

    /// <summary>Its stroke where it is the run at a place, from 0.</summary>
    public RunStyle StyleAt(int place) => Style ?? (IsPublished ? RunStyle.Published(0) : RunStyle.Of(place));

    /// <summary>The published result, drawn dashed and thin beside the runs.</summary>
    public bool IsPublished { get; init; }
}

/// <summary>What a model is called where several runs stand together.</summary>
public static class RunDataNames
{
    /// <summary>The kind's name; that of a model which is no cell where only one of the runs' models is none.</summary>
    public static string NameOf(this IReadOnlyList<RunData> runs, ModelKind model) =>
        runs.Where(r => r.Spec.Models.Contains(model)).Select(r => r.Spec.NameOf(model)).Distinct().ToArray() is [var only] ? only : model.Name();
}

/// <summary>What tells runs of one colour apart: ten ways, then from the start again.</summary>
/// <param name="Dash">Null for solid, else as SVG writes it.</param>
/// <param name="Hollow">Markers filled with the surface's colour.</param>
public sealed record RunStyle(string? Dash, bool Hollow)
{
    private static readonly string?[] Dashes = [null, "6", "2 4", "12 5", "9 4 2 4"];
    private static readonly string[] PublishedDashes = ["4", "1.5 3", "8 3", "5 2 1.5 2"];

    /// <summary>How many there are.</summary>
    public const int Count = 10;

    /// <summary>The style of the run at a place, from 0: solid and filled, dashed and hollow, …; from the sixth on the other fill.</summary>
    public static RunStyle Of(int place)
    {
        place %= Count;
        return new(Dashes[place % Dashes.Length], (place % Dashes.Length % 2 == 1) != (place >= Dashes.Length));
    }

    /// <summary>The style of the published panel at a place.</summary>
    public static RunStyle Published(int place) => new(PublishedDashes[place % PublishedDashes.Length], false);
}
