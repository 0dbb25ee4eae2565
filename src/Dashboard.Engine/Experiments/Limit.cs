using System.Globalization;

namespace Dashboard.Engine.Experiments;

/// <summary>The numbers a field allows.</summary>
/// <param name="Min">Lowest allowed number.</param>
/// <param name="Max">Highest allowed number.</param>
/// <param name="AboveMin">True where <paramref name="Min"/> itself is not allowed.</param>
public readonly record struct Limit(double Min, double Max, bool AboveMin = false)
{
    /// <summary>Whether <paramref name="value"/> is allowed; NaN and infinity never are.</summary>
    public bool Allows(double value) => (AboveMin ? value > Min : value >= Min) && value <= Max;

    /// <summary>For people: "1 to 100", or "above 0, at most 1,000".</summary>
    public override string ToString() => AboveMin ? $"above {Text(Min)}, at most {Text(Max)}" : $"{Text(Min)} to {Text(Max)}";

    private static string Text(double value) =>
        value.ToString("#,0.##########", CultureInfo.InvariantCulture).Replace('-', '−');
}
