using System.Threading.Channels;
using Dashboard.Cluster.Connecting;
using Dashboard.Cluster.Contracts;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Training;
using Dashboard.Web.Operations;
using NATS.Client.Core;

namespace Dashboard.Web.Cluster;

/// <summary>
/// The lab's end of the broker: what workers say is read, bounded and put in one line for the <see cref="Ledger"/>, which one task
/// alone calls, and what the ledger says is sent. Starts nothing unless a broker is set.
/// </summary>
internal sealed partial class LabEnd(
    ClusterOptions options, Func<ClusterFolder> openFolder, RunService runs, FusedTrainer trainer, TrialRates rates, ILogger<LabEnd> log, TimeProvider time)
    : IHostedService, IMachines
{
    private static readonly TimeSpan TickPace = TimeSpan.FromMilliseconds(250);

    /// <summary>How long own threads wait at the start for workers to say what they hold already.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(1_500);

    /// <summary>A broker that has not answered for that long is away.</summary>
    private static readonly TimeSpan PingLimit = TimeSpan.FromSeconds(1);

    /// <summary>How many messages wait at most before workers are slowed down.</summary>
    private const int Waiting = 20_000;

    // Not one for a single reader, which cannot be counted.
    private readonly Channel<Action<Ledger>> inbox = Channel.CreateUnbounded<Action<Ledger>>();
    private readonly List<(string Subject, byte[] Message)> answers = [];
    private readonly CancellationTokenSource ended = new();
    private readonly Lock adding = new();
    private readonly Dictionary<string, NodeState> states = [];
    private ClusterFolder folder = null!;
    private BrokerFiles? files;
    private BrokerProcess? broker;
    private NatsConnection connection = null!;
    private Task? work;
    private volatile bool trains = options.LabTrains;
    private volatile IReadOnlyList<Node> nodes = [];
    private volatile IReadOnlyList<ClusterEvent> events = [];
    private int waking;
    private bool isStale;

    /// <summary>Messages of workers that could not be read.</summary>
    public long BrokenMessages { get; private set; }

    /// <inheritdoc/>
    public ClusterView View => !options.IsOn ? ClusterView.Off : new(true, Away(), options.OwnName, runs.Desk.OwnThreads, trainer.VectorBits, rates.Minute, nodes, events);

    /// <inheritdoc/>
    public string? NoCredentials => broker is not null ? null : options.IsOn
        ? "The broker is not the lab's own (Cluster:Url): add a user for the worker there; docs/cluster.md has its permissions."
        : "No broker is set: start the server with Cluster:Listen; docs/cluster.md tells how.";

    /// <inheritdoc/>
    public IReadOnlyList<WorkerCredential> Credentials => broker is null ? [] : folder.Workers;

    public Task StartAsync(CancellationToken cancellation)
    {
        if (!options.IsOn) return Task.CompletedTask;
        folder = openFolder();
        rates.OwnName = options.OwnName;
        runs.Desk.Open(options.OwnName, trainer.VectorBits, Wake, (run, trials) => inbox.Writer.TryWrite(l => l.Kept(run, trials)));
        runs.Desk.OwnThreads = false;
        connection = Connect();
        Connection.Watch(connection, () => SetConnected(true), () => SetConnected(false), log.BrokerSays);
        work = Task.Run(RunAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellation)
    {
        if (work is null) return;
        ended.Cancel();
        await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await connection.DisposeAsync();
        if (broker is not null) await broker.DisposeAsync();
    }

    /// <inheritdoc/>
    public (WorkerCredential? Made, string? Word, string? Problem) Add(string? name)
    {
        if (NoCredentials is { } none) return (null, null, none);
        lock (adding) return AddOne(string.IsNullOrWhiteSpace(name) ? Free() : name.Trim());
    }

    private (WorkerCredential? Made, string? Word, string? Problem) AddOne(string name)
    {
        if (!ClusterLimits.IsName(name)) return (null, null, $"Must be 1 to {ClusterLimits.Name} lower-case letters, digits and hyphens.");
        if (folder.Workers.Any(w => w.Name == name)) return (null, null, "There is a machine of that name; revoke its credential first.");
        var (made, seed) = folder.Add(name, time.GetUtcNow().UtcDateTime);
        broker!.Reload();
        return (made, new JoinCode(options.Urls().Others, name, seed, Pin: files!.Pin).Write(), null);
    }

    private string Free()
    {
        var taken = folder.Workers.Select(w => w.Name).Concat(nodes.Select(n => n.Name)).ToHashSet();
        return Enumerable.Range(2, taken.Count + 1).Select(i => $"lab-{i}").First(n => !taken.Contains(n));
    }

    /// <inheritdoc/>
    public bool Revoke(string name)
    {
        if (broker is null || !folder.Revoke(name)) return false;
        broker.Reload();
        return true;
    }

    /// <inheritdoc/>
    public void LetLeave(string name, bool leave) => Post(l => l.LetLeave(name, leave));

    /// <inheritdoc/>
    public void Forget(string name) => Post(l => l.Forget(name));

    /// <inheritdoc/>
    public void LetTrain(bool own)
    {
        trains = own;
        runs.Desk.OwnThreads = own;
    }

    private string? Away() => connection?.ConnectionState == NatsConnectionState.Open ? null : broker?.Error ?? "The broker is out of reach. Workers train on and keep their results.";

    private NatsConnection Connect()
    {
        if (options.Url is { Length: > 0 } url) return Connection.Of(new(Subjects.Lab, url, options.User, options.Password, CaFile: options.Ca));
        files = new(folder, options);
        broker = new(options, files, log);
        broker.Start();
        return Connection.Of(new(Subjects.Lab, options.Urls().Own, Seed: folder.LabSeed, Pin: files.Pin));
    }

    private void SetConnected(bool isThere)
    {
        if (isThere) log.BrokerConnected();
        else if (!ended.IsCancellationRequested) log.BrokerAway();
        Post(l => l.Connected(isThere));
    }

    private void Report(IReadOnlyList<Node> now)
    {
        foreach (var node in now)
        {
            var known = states.TryGetValue(node.Name, out var before);
            if (known && before == node.State) continue;
            states[node.Name] = node.State;
            // Training and idle follow each other all the time.
            if (known && IsThere(before) && IsThere(node.State)) continue;
            if (node.State == NodeState.Lost) log.WorkerLost(node.Name, node.State, node.HandedOn);
            else if (node.State == NodeState.Refused) log.WorkerRefused(node.Name, node.Refused);
            else log.WorkerState(node.Name, node.State, node.Cores, node.VectorBits);
        }
        foreach (var gone in states.Keys.Where(n => now.All(m => m.Name != n)).ToArray()) states.Remove(gone);

        static bool IsThere(NodeState state) => state is NodeState.Training or NodeState.Idle;
    }

    // Called under the scheduler's lock, and often: it only says that there is a turn to take.
    private void Wake()
    {
        if (Interlocked.Exchange(ref waking, 1) == 0) Post(_ => Volatile.Write(ref waking, 0));
    }

    private void Post(Action<Ledger> act) => inbox.Writer.TryWrite(act);
}
