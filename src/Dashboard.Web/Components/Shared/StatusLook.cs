using Dashboard.Engine.Runs;
using Dashboard.Engine.Training;
using MudBlazor;

namespace Dashboard.Web.Components.Shared;

/// <summary>Word, icon and colour class of every status.</summary>
public static class StatusLook
{
    public static (string Word, string Icon, string? Class) Of(RunStatus status) => status switch
    {
        RunStatus.Queued => ("Queued", Icons.Material.Outlined.Schedule, null),
        RunStatus.Running => ("Running", Icons.Material.Outlined.PlayCircle, "running"),
        RunStatus.Paused => ("Paused", Icons.Material.Outlined.PauseCircle, "warn"),
        RunStatus.Cancelling => ("Cancelling", Icons.Material.Outlined.Block, null),
        RunStatus.Cancelled => ("Cancelled", Icons.Material.Outlined.Block, null),
        RunStatus.Interrupted => ("Interrupted", Icons.Material.Outlined.PowerOff, "warn"),
        RunStatus.Failed => ("Failed", Icons.Material.Outlined.ErrorOutline, "bad"),
        _ => ("Done", Icons.Material.Outlined.CheckCircle, null),
    };

    public static (string Word, string Icon, string? Class) Of(TrialStatus status) => status switch
    {
        TrialStatus.Queued => Of(RunStatus.Queued),
        TrialStatus.Running => Of(RunStatus.Running),
        TrialStatus.Diverged => ("Diverged", Icons.Material.Outlined.CallMade, "bad"),
        TrialStatus.Failed => Of(RunStatus.Failed),
        TrialStatus.Cancelled => Of(RunStatus.Cancelled),
        _ => Of(RunStatus.Done),
    };
}
