using Dashboard.Engine.Experiments;

namespace Dashboard.Web.Components.RunDetail;

/// <summary>The parts below a run's charts.</summary>
public enum RunTab
{
    Trials,
    Flow,
    Data,

    /// <summary>Networks at other lengths than their own; only of runs that test them.</summary>
    Longer,
    Configuration,
    Log,
}

/// <summary>Which parts a run has, in their order.</summary>
public static class RunTabs
{
    private static readonly (RunTab Tab, string Name)[] All =
        [(RunTab.Trials, "Trials"), (RunTab.Flow, "Gradient flow"), (RunTab.Data, "Data"), (RunTab.Longer, "Test longer"), (RunTab.Configuration, "Configuration"), (RunTab.Log, "Log")];

    /// <summary>A run's parts.</summary>
    public static IEnumerable<(RunTab Tab, string Name)> Of(RunSpec spec) => All.Where(t => Has(spec, t.Tab));

    /// <summary>The part that is shown where <paramref name="asked"/> is asked for.</summary>
    public static RunTab Shown(RunSpec spec, RunTab asked) => Has(spec, asked) ? asked : RunTab.Trials;

    // Neither gradients nor data of what was brought in are here.
    private static bool Has(RunSpec spec, RunTab tab) => tab switch
    {
        RunTab.Longer => spec.TestLengths.Count > 0,
        RunTab.Flow or RunTab.Data => spec.Brought is null,
        _ => true,
    };
}
