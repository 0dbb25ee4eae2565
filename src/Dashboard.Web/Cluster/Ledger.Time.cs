using System.Collections.Concurrent;
using Dashboard.Cluster.Contracts;
using Dashboard.Engine.Runs;
using Dashboard.Web.Operations;

namespace Dashboard.Web.Cluster;

// Time, orders, and what people do.
internal sealed partial class Ledger
{
    private readonly Dictionary<string, PendingOrders> orders = [];
    private readonly ConcurrentQueue<LentTrial> stopped = [];

    /// <summary>Told, on any thread, that a trial was stopped: <see cref="Turn"/> is to be called soon.</summary>
    public Action? StoppedSomething { get; set; }

    /// <summary>What is to be told to one process of a worker.</summary>
    private sealed class PendingOrders
    {
        public List<(string Chunk, int Trial)> Saved { get; } = [];
        public List<(string Chunk, int Trial)> Drop { get; } = [];
        public bool? Leaving { get; set; }
        public bool Introduce { get; set; }
        public string? Refused { get; set; }
    }

    /// <summary>Takes a turn after any number of calls: what was stopped meanwhile, requests that wait, and what is to be told.</summary>
    /// <returns>Orders by worker.</returns>
    public IReadOnlyList<(string Worker, Orders Orders)> Turn()
    {
        while (stopped.TryDequeue(out var lent)) Stopped(lent);
        Serve();
        List<(string, Orders)> said = [];
        foreach (var (key, pending) in orders)
        {
            var parts = key.Split('/');
            // A message holds so many chunks and no more; the rest is told with the next one.
            foreach (var saved in ByChunk(pending.Saved).Chunk(100)) said.Add((parts[0], new(lab, parts[1], Saved: saved)));
            foreach (var drop in ByChunk(pending.Drop).Chunk(100)) said.Add((parts[0], new(lab, parts[1], Drop: drop)));
            if (pending.Leaving is not null || pending.Introduce || pending.Refused is not null)
                said.Add((parts[0], new(lab, parts[1], Leaving: pending.Leaving, Introduce: pending.Introduce, Refused: pending.Refused)));
        }
        orders.Clear();
        return said;
    }

    private static IEnumerable<TrialsOf> ByChunk(List<(string Chunk, int Trial)> trials) =>
        from trial in trials
        group trial.Trial by trial.Chunk into chunk
        from part in chunk.Distinct().Chunk(ClusterLimits.ChunkTrials)
        select new TrialsOf(chunk.Key, part);

    /// <summary>Time passes; called a few times a second.</summary>
    public void Tick()
    {
        clock.Tick();
        foreach (var machine in machines.Values)
            if (clock.Now - machine.Heard > HandedOnAfter && machine.Holds > 0)
            {
                HandOn(machine, lost: true);
                machine.LostAt = time.GetUtcNow().UtcDateTime;
                Remember(machine, EventKind.HandedOn);
            }
        if (time.GetElapsedTime(second) < TimeSpan.FromSeconds(1)) return;
        second = time.GetTimestamp();
        foreach (var machine in machines.Values) machine.Rate.Second();
        CountCores();
        if (!machines.Values.Any(m => m.IsProved && StateOf(m) != NodeState.Lost)) desk.NobodyElse();
        else if (clock.HasSettled) desk.GoOn();
    }

    /// <summary>Tells a worker to take no more and end when all is saved, or to stay after all.</summary>
    /// <returns>False where there is no such worker.</returns>
    public bool LetLeave(string worker, bool leave)
    {
        if (machines.GetValueOrDefault(worker) is not { } machine) return false;
        machine.Leaving = leave;
        machine.IsToLeave = leave;
        Say(machine.Name, machine.Session).Leaving = leave;
        return true;
    }

    /// <summary>Takes a worker that is lost or refused off the list.</summary>
    /// <returns>False where there is none, or it is there.</returns>
    public bool Forget(string worker)
    {
        if (machines.GetValueOrDefault(worker) is not { } machine || (machine.Refused is null && StateOf(machine) is not (NodeState.Lost or NodeState.Quiet))) return false;
        HandOn(machine, lost: false);
        Remove(machine);
        return true;
    }

    private void HandOn(Machine machine, bool lost)
    {
        machine.HandedOn = machine.Holds;
        foreach (var chunk in machine.Chunks.Values)
            foreach (var (index, held) in chunk.Trials)
                if (!held.IsBrought) TakeBack(chunk, index, held, lost);
        machine.Busy = 0;
        parked.RemoveAll(p => p.Machine == machine);
    }

    private void Remove(Machine machine)
    {
        machines.Remove(machine.Name);
        CountCores();
    }

    private Machine? Known(string worker, string session)
    {
        if (machines.GetValueOrDefault(worker) is not { } machine)
        {
            Say(worker, session).Introduce = true;
            return null;
        }
        if (machine.Session == session) return machine;
        Say(worker, session).Refused = "Another process has joined with this worker's credential.";
        return null;
    }

    private void Hear(Machine machine) => (machine.Heard, machine.Seen) = (clock.Now, time.GetUtcNow().UtcDateTime);

    private void Introduce(Machine machine)
    {
        if (machine.AskedToIntroduce is { } at && clock.Now - at < TimeSpan.FromSeconds(2)) return;
        machine.AskedToIntroduce = clock.Now;
        Say(machine.Name, machine.Session).Introduce = true;
    }

    private void Drop(Machine machine, string chunk, int trial) => Say(machine.Name, machine.Session).Drop.Add((chunk, trial));

    private void Forget(Machine machine, string chunk, IEnumerable<int> trials) => Say(machine.Name, machine.Session).Saved.AddRange(trials.Select(t => (chunk, t)));

    private PendingOrders Say(string worker, string session)
    {
        var key = $"{worker}/{session}";
        if (!orders.TryGetValue(key, out var pending)) orders.Add(key, pending = new());
        return pending;
    }

    private void NoteStopped(LentTrial lent)
    {
        stopped.Enqueue(lent);
        StoppedSomething?.Invoke();
    }

    private void CountCores() => desk.OtherCores = machines.Values.Where(m => m.IsProved && StateOf(m) is NodeState.Training or NodeState.Idle).Sum(m => m.Hello.Cores);
}
