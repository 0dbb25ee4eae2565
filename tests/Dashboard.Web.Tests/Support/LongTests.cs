namespace Dashboard.Web.Tests.Support;

/// <summary>Heavy tests have a short form for every run of the suite and a long one: LONG_TESTS=1.</summary>
internal static class LongTests
{
    public static bool On { get; } = Environment.GetEnvironmentVariable("LONG_TESTS") == "1";

    public static int Pick(int inShort, int inLong) => On ? inLong : inShort;
}
