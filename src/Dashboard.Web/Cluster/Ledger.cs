using Dashboard.Cluster.Contracts;
using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Training;
using Dashboard.Web.Operations;

namespace Dashboard.Web.Cluster;

/// <summary>
/// Who holds what: the one truth about every trial that is not on this machine. It is told what workers say, which time it is and
/// what is saved; it hands out chunks, takes results once, and says what is to be told to whom. It knows no network and no thread:
/// all calls come one after the other.
/// </summary>
/// <param name="desk">Where trials come from and results go.</param>
/// <param name="proofs">What workers must compute.</param>
/// <param name="tickets">Shows a later lab what this one handed out.</param>
/// <param name="lab">Name of this process of the lab: letters and digits.</param>
/// <param name="time">Clock.</param>
internal sealed partial class Ledger(WorkDesk desk, IProofs proofs, Tickets tickets, string lab, TimeProvider time)
{
    /// <summary>After that much silence a worker's trials are handed on.</summary>
    public static readonly TimeSpan HandedOnAfter = TimeSpan.FromSeconds(3);

    /// <summary>After that much it is quiet, or lost.</summary>
    public static readonly TimeSpan QuietAfter = TimeSpan.FromSeconds(2), LostAfter = TimeSpan.FromSeconds(10);

    /// <summary>Work of a chunk.</summary>
    private const double ChunkSeconds = 2;

    private const int MostMachines = 1_000;
    private const int MostBroken = 20;

    private readonly Dictionary<string, Machine> machines = [];
    private readonly Dictionary<(string Run, int Trial), List<(Machine, LentChunk)>> brought = [];
    private readonly Dictionary<LentTrial, (Machine Machine, LentChunk Chunk)> lentTo = [];
    private readonly List<Parked> parked = [];
    private readonly LedgerClock clock = new(time);
    private long chunks;
    private long second = time.GetTimestamp();

    /// <summary>A worker whose request waits for work.</summary>
    private sealed record Parked(Machine Machine, Action<Work> Answer, long Since);

    /// <summary>The broker is there, or away.</summary>
    public void Connected(bool isThere) => clock.Connected(isThere);

    /// <summary>A worker joins, or comes back.</summary>
    public Welcome Hello(string worker, Hello hello)
    {
        var machine = machines.GetValueOrDefault(worker);
        if (machine is not null && machine.Session != hello.Session)
        {
            // Started again, or a second one with the same credential: the last one to come is it.
            Say(machine.Name, machine.Session).Refused = "Another process has joined with this worker's credential.";
            HandOn(machine, lost: true);
            Remember(machine, machine.HandedOn > 0 ? EventKind.StartedAgain : EventKind.Joined);
            machine = null;
        }
        if (machine is null)
        {
            if (machines.Count >= MostMachines) return new(lab, "There are too many workers.");
            machines[worker] = machine = new(worker, hello, clock.Now, time.GetUtcNow().UtcDateTime);
        }
        machine.Hello = hello;
        machine.Refused = machine.Broken >= MostBroken ? machine.Refused : Refusal(hello);
        machine.Note = ClockNote(hello);
        Hear(machine);
        CountCores();
        return new(lab, machine.Refused, machine.Note);
    }

    private string? Refusal(Hello hello) =>
        hello.Protocol != ClusterLimits.Protocol ? $"It speaks version {hello.Protocol}, the lab version {ClusterLimits.Protocol}: install the lab's version of the worker."
        : hello.Engine != EngineVersion.Current ? $"Its numbers are those of engine version {hello.Engine}, the lab's of {EngineVersion.Current}: install the lab's version of the worker."
        : hello.Sequences is null ? null
        : hello.Sequences != proofs.Sequences ? "It draws other sequences than the lab: its results would differ."
        : proofs.Training(hello.Bits, hello.Training!) ? null
        : $"It computes other bits than the lab does with {hello.Bits}-bit vectors: its results would differ.";

    private string? ClockNote(Hello hello)
    {
        var off = TimeSpan.FromTicks(Math.Clamp(hello.Utc, 0, DateTime.MaxValue.Ticks) - time.GetUtcNow().Ticks);
        return off.Duration() < TimeSpan.FromMinutes(1) ? null
            : $"Its clock is {Numbers.Duration(off.Duration().TotalSeconds)} {(off > TimeSpan.Zero ? "ahead" : "behind")}; nothing is measured with it.";
    }

    /// <summary>A worker wants work: answered now, or when there is some, or after a while without.</summary>
    public void Ask(string worker, Ask ask, Action<Work> answer)
    {
        if (Known(worker, ask.Session) is not { } machine)
        {
            answer(new(lab));
            return;
        }
        Hear(machine);
        parked.RemoveAll(p => p.Machine == machine);
        parked.Add(new(machine, answer, time.GetTimestamp()));
    }

    /// <summary>Answers requests that wait for work, in the order they came, as far as there is some.</summary>
    public void Serve()
    {
        for (var i = 0; i < parked.Count;)
        {
            var (machine, answer, since) = parked[i];
            var chunk = MayTake(machine) ? HandOut(machine) : null;
            if (chunk is null && time.GetElapsedTime(since) < ClusterLimits.Parked)
            {
                i++;
                continue;
            }
            parked.RemoveAt(i);
            answer(new(lab, chunk));
        }
    }

    private static bool MayTake(Machine machine) =>
        machine is { IsProved: true, Leaving: false } && machine.Chunks.Values.Count(c => c.Trials.Values.Any(t => t is { Lent: not null, IsBrought: false })) < 2 * (machine.Hello.Cores + 1);

    private Chunk? HandOut(Machine machine)
    {
        if (desk.Take(machine.Name, machine.Hello.Bits, ChunkSeconds, ClusterLimits.ChunkTrials) is not { Count: > 0 } taken) return null;
        var (run, spec) = (taken[0].RunId, taken[0].Spec);
        var chunk = new LentChunk($"{lab}-{++chunks}", run, spec, clock.Now);
        machine.Chunks.Add(chunk.Id, chunk);
        foreach (var lent in taken) Lend(machine, chunk, lent);
        var request = RunRequest.From(spec with
        {
            Lengths = [.. taken.Select(t => t.Key.Length).Distinct()],
            Models = [.. taken.Select(t => t.Key.Model).Distinct()],
            Seeds = [.. taken.Select(t => t.Key.Seed).Distinct()],
        });
        return new(chunk.Id, run, taken.Max(t => t.Attempt), taken.Sum(t => t.Seconds), request,
            [.. taken.Select(t => new TrialRef(t.Index, Choices<ModelKind>.Word(t.Key.Model), t.Key.Length, t.Key.Seed))],
            tickets.Of(machine.Name, chunk.Id, run, taken.Select(t => t.Index)));
    }

    private void Lend(Machine machine, LentChunk chunk, LentTrial lent)
    {
        chunk.Trials[lent.Index] = new(lent.Key) { Lent = lent };
        lentTo[lent] = (machine, chunk);
        // Fires under the scheduler's lock: it is only noted there.
        lent.Stopped.Register(() => NoteStopped(lent));
    }

    /// <summary>A trial need not be trained any more.</summary>
    public void Stopped(LentTrial lent)
    {
        if (!lentTo.TryGetValue(lent, out var where) || where.Chunk.Trials.GetValueOrDefault(lent.Index) is not { } held || held.Lent != lent) return;
        held.IsStopped = true;
        Drop(where.Machine, where.Chunk.Id, lent.Index);
    }

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
        var became = desk.Bring(chunk.RunId, result.Trial, read, "fused", Origin(machine), machine.Name);
        if (held.Lent is { } lent) lentTo.Remove(lent);
        held.Lent = null;
        if (became == BroughtResult.Taken) machine.Rate.Count();
        if (became is BroughtResult.Taken or BroughtResult.Waiting)
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
