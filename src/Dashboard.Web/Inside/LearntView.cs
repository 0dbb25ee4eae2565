using System.Globalization;
using Dashboard.Engine.Experiments;

namespace Dashboard.Web.Inside;

/// <summary>What an address asks to be shown of what a run's networks learnt; what it leaves open is chosen.</summary>
/// <param name="Length">The length.</param>
/// <param name="Seed">The seed that stands out.</param>
/// <param name="All">Epochs past the stops too.</param>
public sealed record LearntView(int Length, long Seed, bool All)
{
    /// <summary>The name of <see cref="All"/> in an address.</summary>
    public const string AllName = "all";

    /// <summary>Reads a query. A length the run does not have is answered with the nearest it has, such a seed with its lowest.</summary>
    public static LearntView Read(RunSpec spec, string? length, string? seed, string? all) => new(
        spec.Lengths.Order().MinBy(l => Math.Abs(l - (Number(length) ?? 12))),
        Number(seed) is { } s && spec.Seeds.Contains((long)s) ? (long)s : spec.Seeds.Min(),
        bool.TryParse(all, out var past) && past);

    /// <summary>The query that asks for it.</summary>
    public string Query => string.Create(CultureInfo.InvariantCulture, $"?length={Length}&seed={Seed}{(All ? $"&{AllName}=true" : "")}");

    private static double? Number(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : null;
}
