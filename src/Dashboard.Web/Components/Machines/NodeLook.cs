using Dashboard.Engine.Experiments;
using Dashboard.Web.Operations;
using MudBlazor;

namespace Dashboard.Web.Components.Machines;

/// <summary>Words, icons and colour classes of machines.</summary>
internal static class NodeLook
{
    public static (string Word, string Icon, string? Class) Of(NodeState state) => state switch
    {
        NodeState.Joining => ("Joining", Icons.Material.Outlined.Schedule, null),
        NodeState.Training => ("Training", Icons.Material.Outlined.PlayCircle, "running"),
        NodeState.Idle => ("Idle", Icons.Material.Outlined.CheckCircle, null),
        NodeState.Quiet => ("Quiet", Icons.Material.Outlined.HourglassEmpty, "warn"),
        NodeState.Lost => ("Lost", Icons.Material.Outlined.WarningAmber, "bad"),
        NodeState.Leaving => ("Leaving", Icons.Material.Outlined.PauseCircle, "warn"),
        _ => ("Refused", Icons.Material.Outlined.Block, "warn"),
    };

    /// <summary>"512-bit, 16 numbers".</summary>
    public static string Vectors(int bits) => bits <= 32 ? "none" : $"{bits}-bit, {Numbers.Of(bits / 32, "number")}";

    /// <summary>What it is doing, where its state does not say all of it.</summary>
    public static string Doing(Node node) => node.State switch
    {
        NodeState.Refused => node.Refused!,
        NodeState.Joining => "shows that it computes what this machine does",
        NodeState.Quiet or NodeState.Lost when node.HandedOn > 0 => $"{Numbers.Of(node.HandedOn, "trial")} handed to others",
        NodeState.Leaving => node.Holds > 0 ? $"finishes {Numbers.Of(node.Holds, "trial")}, takes no more" : "brings its last results",
        _ => node.Note ?? "",
    };

    /// <summary>The worst state there is, for the head of the page; null where all is as it should be.</summary>
    public static (string Word, string Icon, string? Class)? Worst(ClusterView view)
    {
        if (view.Broker is not null) return ("Broker out of reach", Icons.Material.Outlined.WarningAmber, "warn");
        (NodeState State, string One, string Many)[] order =
        [
            (NodeState.Lost, "One machine lost", "machines lost"), (NodeState.Refused, "One machine refused", "machines refused"), (NodeState.Quiet, "One machine quiet", "machines quiet"),
        ];
        foreach (var (state, one, many) in order)
            if (view.Nodes.Count(n => n.State == state) is > 0 and var count) return (count == 1 ? one : $"{Numbers.Count(count)} {many}", Of(state).Icon, "warn");
        return null;
    }
}
