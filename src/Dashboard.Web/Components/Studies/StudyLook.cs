using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Tasks.Deck;
using Dashboard.Web.Addresses;
using Dashboard.Web.Charts;

namespace Dashboard.Web.Components.Studies;

/// <summary>What a study's 16 panels show; in the page's address.</summary>
/// <param name="Mad">Scores.</param>
/// <param name="Gradient">Gradient means.</param>
/// <param name="LogMad">Scores on a log scale, where the view has one.</param>
/// <param name="LogGradient">Gradient means on a log scale.</param>
/// <param name="Score">What is shown of the seeds' scores; null for what suits their number.</param>
/// <param name="Solved">Solved below this; null for the task's own threshold.</param>
public sealed record StudyLook(
    bool Mad = true, bool Gradient = true, bool LogMad = false, bool LogGradient = true, ScoreView? Score = null, double? Solved = null)
{
    private static readonly Choices<Metric> Metrics = new();
    private static readonly Choices<ScoreView> Scores = new();

    /// <summary>Reads it from an address; what cannot be read counts as the default and is named in its errors.</summary>
    public static StudyLook Parse(AddressFields address)
    {
        var panels = address.Choice("panels", Metrics);
        return new(panels != Metric.Gradient, panels != Metric.Mad,
            address.Word("mad", ("log", true), ("linear", false)) ?? false, address.Word("gradient", ("log", true), ("linear", false)) ?? true,
            address.Choice("centre", Scores), address.Number("solved", DeckTask.Mad.Solved.Allowed));
    }

    /// <summary>The query parameters of this look; null for what is as by default.</summary>
    public Dictionary<string, object?> Query() => new()
    {
        ["panels"] = this switch { { Mad: true, Gradient: true } => null, { Mad: true } => "mad", _ => "gradient" },
        ["mad"] = LogMad ? "log" : null,
        ["gradient"] = LogGradient ? null : "linear",
        ["centre"] = Score is { } score ? QueryWords.Of(score) : null,
        ["solved"] = Solved is { } threshold ? QueryWords.Of(threshold) : null,
    };

    /// <summary>What is shown of the scores of so many seeds.</summary>
    public ScoreView Shown(int seeds) => Score ?? ScoreViews.Standard(seeds);

    /// <summary>The look with another view; what would be shown anyway is not written down.</summary>
    public StudyLook With(ScoreView score, int seeds) => this with { Score = score == ScoreViews.Standard(seeds) ? null : score };

    /// <summary>Most seeds of the runs shown; 1 without any.</summary>
    public static int SeedsOf(IEnumerable<Run> runs) => runs.Select(r => r.Spec.Seeds.Count).DefaultIfEmpty(1).Max();
}
