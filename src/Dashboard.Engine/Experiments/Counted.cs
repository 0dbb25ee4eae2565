namespace Dashboard.Engine.Experiments;

/// <summary>The one place that knows when a noun takes its plural.</summary>
public static class Counted
{
    /// <summary>The noun alone, where the number stands elsewhere; with it: <see cref="Numbers.Of"/>.</summary>
    public static string Noun(long count, string noun) => count == 1 ? noun : noun + "s";
}
