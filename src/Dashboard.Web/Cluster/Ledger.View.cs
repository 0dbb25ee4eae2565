using Dashboard.Web.Operations;

namespace Dashboard.Web.Cluster;

// What people see.
internal sealed partial class Ledger
{
    private const int MostEvents = 50;
    private static readonly TimeSpan Missed = TimeSpan.FromMinutes(5);
    private readonly List<ClusterEvent> events = [];

    /// <summary>What there is now.</summary>
    public IReadOnlyList<Node> Nodes => [.. machines.Values.OrderBy(Place).ThenBy(m => m.Name, StringComparer.Ordinal).Select(View)];

    // Rows keep their place: one that is lost goes to the end when nobody looks for it there any more.
    private int Place(Machine machine) => StateOf(machine) switch
    {
        NodeState.Joining => 1,
        NodeState.Lost when clock.Now - machine.Heard > Missed => 2,
        NodeState.Refused => 3,
        _ => 0,
    };

    /// <summary>What happened, newest first.</summary>
    public IReadOnlyList<ClusterEvent> Events => [.. events.AsEnumerable().Reverse()];

    private Node View(Machine machine) => new(
        machine.Name, StateOf(machine), machine.Hello.Cores, machine.Busy, machine.Hello.Bits, machine.Rate.PerSecond, machine.Rate.Minute, machine.Seen,
        machine.Holds, machine.HandedOn, machine.LostAt, machine.Refused, machine.Note);

    private NodeState StateOf(Machine machine) =>
        machine.Refused is not null ? NodeState.Refused
        : clock.Now - machine.Heard >= LostAfter ? NodeState.Lost
        : clock.Now - machine.Heard >= QuietAfter ? NodeState.Quiet
        : machine.Hello.Sequences is null ? NodeState.Joining
        : machine.Leaving ? NodeState.Leaving
        : machine.Busy > 0 ? NodeState.Training : NodeState.Idle;

    private void Remember(Machine machine, EventKind kind)
    {
        events.Add(new(time.GetUtcNow().UtcDateTime, machine.Name, kind, machine.HandedOn, machine.Seen));
        if (events.Count > MostEvents) events.RemoveAt(0);
    }
}
