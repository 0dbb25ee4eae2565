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
            // Until everybody has said what they hold since before, nothing is given to one that another trains already.
            var chunk = clock.HasSettled && MayTake(machine) ? HandOut(machine) : null;
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
}
