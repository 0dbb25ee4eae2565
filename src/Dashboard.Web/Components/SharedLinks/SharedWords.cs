using Dashboard.Engine.Experiments;
using Dashboard.Web.Sharing;

namespace Dashboard.Web.Components.SharedLinks;

/// <summary>Words of shared views.</summary>
internal static class SharedWords
{
    /// <summary>"6 s so far, about 3 s left", "Took 9 s".</summary>
    public static string Time(SharedRun shared)
    {
        var (run, so) = (shared.Run, shared.Run.Seconds > 0 ? Numbers.Duration(shared.Run.Seconds) : "");
        if (run.IsEnded) return so.Length > 0 ? "Took " + so : "";
        var left = shared.EtaSeconds is { } eta ? Numbers.About(eta) + " left" : "";
        return string.Join(", ", new[] { so.Length > 0 ? so + " so far" : "", left }.Where(t => t.Length > 0));
    }
}
