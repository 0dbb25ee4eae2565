using Dashboard.Cluster.Contracts;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Training;
using Dashboard.Web.Operations;

namespace Dashboard.Web.Cluster;

// What workers hold and bring.
internal sealed partial class Ledger
{
    /// <summary>A worker is there, and holds this.</summary>
    public void Beat(string worker, Beat beat)
    {
        if (Known(worker, beat.Session) is not { } machine) return;
        Hear(machine);
        machine.Busy = Math.Min(beat.Busy, machine.Hello.Cores);
        machine.Leaving = beat.Leaving || machine.IsToLeave == true;
        // An order that was lost on the way is given again.
        if (machine.IsToLeave is { } leave && leave != beat.Leaving) Say(machine.Name, machine.Session).Leaving = leave;
        machine.HandedOn = 0;
        var named = new Dictionary<string, HashSet<int>>();
        foreach (var held in beat.Held) named[held.Chunk] = [.. held.Trials];
        foreach (var (id, trials) in named)
        {
            if (machine.Chunks.TryGetValue(id, out var chunk)) Compare(machine, chunk, trials);
            else if (id.StartsWith(lab + "-", StringComparison.Ordinal)) Forget(machine, id, trials);
            else Introduce(machine);
        }
        // What an answer that is under way has handed out cannot be named yet.
        foreach (var chunk in machine.Chunks.Values.Where(c => !named.ContainsKey(c.Id)).ToArray())
            if (chunk.IsSeen || clock.Now - chunk.HandedAt > HandedOnAfter || chunk.Trials.Values.All(t => t.IsStopped)) Compare(machine, chunk, []);
    }

    private void Compare(Machine machine, LentChunk chunk, HashSet<int> named)
    {
        chunk.IsSeen = true;
        foreach (var (index, held) in chunk.Trials.ToArray())
        {
            if (held.IsBrought) continue;
            if (!named.Contains(index))
            {
                // It is not there any more: it stopped, or was never begun.
                TakeBack(chunk, index, held, lost: false);
                chunk.Trials.Remove(index);
            }
            else if (held.Lent is null)
            {
                // Handed on while it was silent. Where nobody has begun it since, it may keep it.
                if (desk.Adopt(machine.Name, machine.Hello.Bits, chunk.RunId, index) is { } lent) Lend(machine, chunk, lent);
                else Drop(machine, chunk.Id, index);
            }
            else if (held.IsStopped) Drop(machine, chunk.Id, index);
        }
        foreach (var index in named.Where(i => !chunk.Trials.ContainsKey(i))) Forget(machine, chunk.Id, [index]);
        if (chunk.Trials.Count == 0) machine.Chunks.Remove(chunk.Id);
    }

    private void TakeBack(LentChunk chunk, int index, HeldTrial held, bool lost)
    {
        if (held.Lent is not { } lent) return;
        held.Lent = null;
        lentTo.Remove(lent);
        desk.GiveBack(lent, lost);
    }

    /// <summary>A worker holds chunks that an earlier process of this lab gave it: those it can show go on where they are.</summary>
    public void Claim(string worker, Claim claim)
    {
        if (Known(worker, claim.Session) is not { IsProved: true } machine) return;
        Hear(machine);
        foreach (var claimed in claim.Chunks)
        {
            if (machine.Chunks.ContainsKey(claimed.Id) || claimed.Id.StartsWith(lab + "-", StringComparison.Ordinal)) continue;
            if (!tickets.IsOf(claimed.Ticket, machine.Name, claimed.Id, claimed.Run, claimed.Trials) || claimed.Open.Except(claimed.Trials).Any()) Broken(worker);
            else if (desk.Find(claimed.Run) is not { } run) Forget(machine, claimed.Id, claimed.Open);
            else Adopt(machine, claimed, run);
        }
    }

    private void Adopt(Machine machine, ClaimedChunk claimed, Run run)
    {
        var keys = run.Spec.Trials();
        var chunk = new LentChunk(claimed.Id, run.Id, run.Spec, clock.Now) { IsSeen = true };
        foreach (var index in claimed.Open.Where(i => i >= 0 && i < keys.Count))
        {
            if (desk.Adopt(machine.Name, machine.Hello.Bits, run.Id, index) is { } lent) Lend(machine, chunk, lent);
            else
            {
                // Somebody else has it, or its run waits: not to be trained, but a result that is there is taken.
                chunk.Trials[index] = new(keys[index]);
                Drop(machine, chunk.Id, index);
            }
        }
        if (chunk.Trials.Count > 0) machine.Chunks.Add(chunk.Id, chunk);
    }

    /// <summary>New epochs of trials in training.</summary>
    public void Epochs(string worker, EpochsOf epochs)
    {
        if (Known(worker, epochs.Session) is not { } machine) return;
        Hear(machine);
        foreach (var news in epochs.Trials)
        {
            if (machine.Chunks.GetValueOrDefault(news.Chunk) is not { } chunk || chunk.Trials.GetValueOrDefault(news.Trial) is not { Lent: { } lent, IsBrought: false }) continue;
            // Some may have been told before the connection was lost, and are told again.
            var next = lent.Epochs.Count + 1;
            EpochResult[] fresh = [.. news.Epochs.Where(e => e.N >= next).TakeWhile(e => e.N == next++ && e.N <= chunk.Spec.Epochs).Select(e => e.Read())];
            desk.Show(lent, "fused", Origin(machine), fresh);
        }
    }

    /// <summary>A trial's result.</summary>
    public void Result(string worker, ResultOf result)
    {
        if (Known(worker, result.Session) is not { } machine) return;
        Hear(machine);
        if (!machine.Chunks.TryGetValue(result.Chunk, out var chunk))
        {
            // Saved and forgotten here; a chunk of an earlier lab is claimed first.
            if (result.Chunk.StartsWith(lab + "-", StringComparison.Ordinal)) Forget(machine, result.Chunk, [result.Trial]);
            else Introduce(machine);
            return;
        }
        if (!chunk.Trials.TryGetValue(result.Trial, out var held)) Forget(machine, chunk.Id, [result.Trial]);
        else if (!held.IsBrought) Bring(machine, chunk, held, result);
    }

    private void Bring(Machine machine, LentChunk chunk, HeldTrial held, ResultOf result)
    {
        if (!machine.IsProved) return;
        if (result.Read(chunk.Spec, held.Key, out _) is not { } read)
        {
            Broken(machine.Name);
            // What it brings instead may be right; who brings too much of it is refused.
            return;
        }
        var became = desk.Deliver(chunk.RunId, result.Trial, read, "fused", Origin(machine), machine.Name);
        if (held.Lent is { } lent) lentTo.Remove(lent);
        held.Lent = null;
        if (became == DeliveredResult.Taken) machine.Rate.Count();
        if (became is DeliveredResult.Taken or DeliveredResult.Waiting)
        {
            held.IsBrought = true;
            if (!brought.TryGetValue((chunk.RunId, result.Trial), out var by)) brought.Add((chunk.RunId, result.Trial), by = []);
            by.Add((machine, chunk));
        }
        else Settle(machine, chunk, result.Trial);
    }

    /// <summary>Trials of a run are on disk, or their run is gone: nobody need keep them.</summary>
    public void Kept(string runId, IReadOnlyList<int> trials)
    {
        foreach (var trial in trials)
        {
            if (!brought.Remove((runId, trial), out var by)) continue;
            foreach (var (machine, chunk) in by) Settle(machine, chunk, trial);
        }
    }

    private void Settle(Machine machine, LentChunk chunk, int trial)
    {
        Forget(machine, chunk.Id, [trial]);
        chunk.Trials.Remove(trial);
        if (chunk.Trials.Count == 0) machine.Chunks.Remove(chunk.Id);
    }

    /// <summary>A worker leaves: what it holds unfinished is free.</summary>
    public void Bye(string worker, Bye bye)
    {
        if (machines.GetValueOrDefault(worker) is not { } machine || machine.Session != bye.Session) return;
        HandOn(machine, lost: false);
        Remember(machine, EventKind.Left);
        Remove(machine);
    }

    /// <summary>A message of a worker could not be read.</summary>
    public void Broken(string worker)
    {
        if (machines.GetValueOrDefault(worker) is not { } machine || ++machine.Broken != MostBroken) return;
        machine.Refused = $"{MostBroken} of its messages could not be read or were not its to send.";
        HandOn(machine, lost: false);
        Remember(machine, EventKind.Refused);
        CountCores();
    }

    private static TrialOrigin Origin(Machine machine) => new(EngineVersion.Current, machine.Hello.Bits);
}
