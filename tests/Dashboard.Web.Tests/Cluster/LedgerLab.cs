using System.Collections.Concurrent;
using System.Diagnostics;
using Dashboard.Cluster.Contracts;
using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Tests.Support;
using Dashboard.Engine.Training;
using Dashboard.Web.Cluster;
using Dashboard.Web.Operations;
using Dashboard.Web.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Web.Tests.Cluster;

/// <summary>A ledger on a real engine whose own threads train nothing, with a clock of its own and nobody on the line.</summary>
internal sealed class LedgerLab : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly ConcurrentQueue<(string Run, IReadOnlyList<int> Trials)> kept = [];

    public LedgerLab(MemoryRunStore? store = null, string lab = "one", byte[]? key = null, bool connect = true)
    {
        Store = store ?? new();
        Runs = new(Store, new LocalRunner(new([new HeldTrainer()]), new()), new() { Workers = 1 }, TimeProvider.System);
        Runs.Desk.Open("lab", 512, () => { }, (run, trials) => kept.Enqueue((run, trials)));
        Runs.Desk.OwnThreads = false;
        Runs.Start();
        Ledger = new(Runs.Desk, new SameProofs(), new(key ?? new byte[32]), lab, Time);
        if (connect) Connect();
    }

    public FakeTimeProvider Time { get; } = new();

    public MemoryRunStore Store { get; }

    public RunService Runs { get; }

    public Ledger Ledger { get; }

    /// <summary>All orders so far.</summary>
    public List<(string Worker, Orders Orders)> Said { get; } = [];

    public static RunSpec Spec(int lengths = 3, int seeds = 1) => Trials.Spec([.. Enumerable.Range(2, lengths)], seeds) with { TrainCount = 8, ValidationCount = 4 };

    public Run Launch(int lengths = 3, int seeds = 1) => Runs.Launch(Spec(lengths, seeds));

    /// <summary>A worker that has joined.</summary>
    public FakeWorker Worker(string name, int cores = 8, int bits = 512)
    {
        var worker = new FakeWorker(this, name, cores, bits);
        worker.Join();
        return worker;
    }

    /// <summary>The broker is there, and time has passed since.</summary>
    public void Connect()
    {
        Ledger.Connected(true);
        Pass(3.5);
    }

    /// <summary>Time passes, tick by tick; workers that are given say meanwhile that they are there.</summary>
    public void Pass(double seconds, params FakeWorker[] alive)
    {
        for (double passed = 0; passed < seconds; passed += 0.25)
        {
            foreach (var worker in alive) worker.Beat();
            Time.Advance(TimeSpan.FromSeconds(0.25));
            Ledger.Tick();
            Turn();
        }
    }

    /// <summary>What is saved is told, and a turn taken.</summary>
    public void Turn()
    {
        while (kept.TryDequeue(out var saved)) Ledger.Kept(saved.Run, saved.Trials);
        Said.AddRange(Ledger.Turn());
    }

    /// <summary>Waits for the engine's own threads.</summary>
    public async Task Until(Func<bool> condition)
    {
        for (var waited = Stopwatch.StartNew(); ; await Task.Delay(5))
        {
            Turn();
            if (condition()) return;
            Assert.True(waited.Elapsed < Patience, "Waited too long.");
        }
    }

    public Node Node(string name) => Ledger.Nodes.Single(n => n.Name == name);

    public IEnumerable<(string Chunk, int Trial)> Told(string worker, Func<Orders, IReadOnlyList<TrialsOf>?> what) =>
        Said.Where(s => s.Worker == worker).SelectMany(s => what(s.Orders) ?? []).SelectMany(t => t.Trials.Select(i => (t.Chunk, i)));

    public void Dispose() => Runs.Stop(TimeSpan.FromSeconds(2));

    private sealed class SameProofs : IProofs
    {
        public string Sequences => FakeWorker.Digest;

        public bool Training(int bits, string digest) => digest == FakeWorker.Digest;
    }
}

/// <summary>A worker that says what a test has it say.</summary>
internal sealed class FakeWorker(LedgerLab lab, string name, int cores = 1, int bits = 512, string? session = null)
{
    public static readonly string Digest = new('a', 64);
    private readonly string session = session ?? Guid.NewGuid().ToString("N");

    public string Name => name;

    /// <summary>Chunks it holds, and which of their trials.</summary>
    public Dictionary<string, (Chunk Chunk, HashSet<int> Open)> Held { get; } = [];

    public Welcome Join(int engine = EngineVersion.Current, string? training = null, TimeSpan clock = default) =>
        lab.Ledger.Hello(name, new(session, ClusterLimits.Protocol, engine, "1.0.0", cores, bits, (lab.Time.GetUtcNow() + clock).Ticks, Digest, training ?? Digest));

    /// <summary>Asks; null where there is nothing yet.</summary>
    public Work? Ask()
    {
        Work? answer = null;
        lab.Ledger.Ask(name, new(session), work => answer = work);
        lab.Turn();
        if (answer?.Chunk is { } chunk) Held[chunk.Id] = (chunk, [.. chunk.Trials.Select(t => t.Index)]);
        return answer;
    }

    /// <summary>Asks, and is answered some time.</summary>
    public void Ask(Action<Work> answer)
    {
        lab.Ledger.Ask(name, new(session), answer);
        lab.Turn();
    }

    /// <summary>Asks until it is given no more.</summary>
    public FakeWorker AskForAll()
    {
        while (Ask() is { Chunk: not null }) { }
        return this;
    }

    public void Beat(bool leaving = false)
    {
        lab.Ledger.Beat(name, new(session, Math.Min(cores, Held.Values.Sum(h => h.Open.Count)), leaving, [.. Held.Select(h => new TrialsOf(h.Key, [.. h.Value.Open]))]));
        lab.Turn();
    }

    public void Begin(string chunk, int trial) => lab.Ledger.Epochs(name, new(session, [new(chunk, trial, [])]));

    public void Bring(string chunk, int trial, string status = "done", double loss = 2)
    {
        lab.Ledger.Result(name, new(session, chunk, trial, status, [new(1, 3, loss, 0.5, 0.25)], true, 0.1));
        lab.Turn();
    }

    /// <summary>Brings all it holds; it holds it until it is told that it is saved.</summary>
    public void BringAll()
    {
        foreach (var (id, (_, open)) in Held)
            foreach (var trial in open) Bring(id, trial);
    }

    public void Claim(string? ticket = null)
    {
        lab.Ledger.Claim(name, new(session, [.. Held.Values.Select(h => new ClaimedChunk(h.Chunk.Id, h.Chunk.Run, [.. h.Chunk.Trials.Select(t => t.Index)], [.. h.Open], ticket ?? h.Chunk.Ticket))]));
        lab.Turn();
    }

    public void Bye()
    {
        lab.Ledger.Bye(name, new(session));
        lab.Turn();
    }

    /// <summary>The same process, to another lab.</summary>
    public FakeWorker Of(LedgerLab other)
    {
        var same = new FakeWorker(other, name, cores, bits, session);
        foreach (var (id, held) in Held) same.Held[id] = held;
        return same;
    }
}
