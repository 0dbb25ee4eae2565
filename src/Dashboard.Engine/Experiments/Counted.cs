using System.Globalization;

namespace Dashboard.Engine.Experiments;

/// <summary>The one place that knows when a noun takes its plural.</summary>
public static class Counted
{
    /// <summary>"1 seed", "5 seeds", "25,000 sequences".</summary>
    public static string Of(long count, string noun) => $"{count.ToString("N0", CultureInfo.InvariantCulture)} {Noun(count, noun)}";

    /// <summary>The noun alone, where the number stands elsewhere.</summary>
    public static string Noun(long count, string noun) => count == 1 ? noun : noun + "s";
}
