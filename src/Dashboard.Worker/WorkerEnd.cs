using Dashboard.Cluster.Connecting;
using Dashboard.Cluster.Contracts;
using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Training;
using NATS.Client.Core;

namespace Dashboard.Worker;

/// <summary>
/// A worker: asks the lab for chunks of trials, trains them, and keeps every result until the lab says that it is saved. What
/// it knows of the lab is a connection that may go at any time, and come back to another process.
/// </summary>
internal sealed partial class WorkerEnd : IAsyncDisposable
{
    // After that long without a first connection its people are told.
    private static readonly TimeSpan Unreached = TimeSpan.FromSeconds(3);

    private readonly WorkerOptions options;
    private readonly ITrialRunner runner;
    private readonly Action<string> say;
    private readonly TimeProvider time;
    private readonly NatsConnection connection;
    private readonly Shelf shelf;
    private readonly CancellationTokenSource ended = new();
    private readonly Signal hello = new(), want = new(), send = new(), beat = new();
    private readonly string session = Guid.NewGuid().ToString("N");
    private readonly List<Thread> threads = [];
    private Task? loops;
    private volatile Proof? proof;
    private volatile bool welcome, leaving, leaves;
    private volatile string lab = "";
    private readonly HashSet<string> said = [];

    /// <param name="options">Who it is and what it may use.</param>
    /// <param name="runner">Trains.</param>
    /// <param name="say">Tells its people something, a line each.</param>
    /// <param name="time">Clock.</param>
    public WorkerEnd(WorkerOptions options, ITrialRunner runner, Action<string> say, TimeProvider time)
    {
        (this.options, this.runner, this.say, this.time) = (options, runner, say, time);
        shelf = new(time);
        connection = Connection.Of(options.Caller, () => Say("What answers there has another certificate than the lab's broker: nothing is sent. Add the machine again on the lab's Status page."));
        Connection.Watch(connection, Connected, () => Say("The broker is out of reach; training goes on and results are kept."), trouble => Say(Refusal(trouble)));
    }

    /// <summary>Why it ended by itself; null while it works, and where it was told to.</summary>
    public string? Failure { get; private set; }

    /// <summary>Trials in training.</summary>
    public int Busy => shelf.Busy;

    /// <summary>Ends when the worker has left, or cannot go on.</summary>
    public async Task RunAsync()
    {
        for (var i = 0; i < options.Cores; i++)
        {
            var thread = new Thread(Train) { IsBackground = true, Name = $"worker {i + 1}", Priority = options.LowPriority ? ThreadPriority.BelowNormal : ThreadPriority.Normal };
            threads.Add(thread);
            thread.Start();
        }
        loops = Task.WhenAll(Prove(), HelloLoop(), OrdersLoop(), AskLoop(), Every(ClusterLimits.Heartbeat, beat, Beat), Every(ClusterLimits.EpochPace, new(), Epochs), Every(TimeSpan.FromMilliseconds(500), send, Results), Leave());
        await loops;
    }

    /// <summary>Leaves: what trains stops, what is finished is brought to the lab if that is done soon, the rest is free.</summary>
    public async Task LeaveAsync(TimeSpan patience)
    {
        leaves = true;
        var began = time.GetTimestamp();
        shelf.DropWaiting();
        shelf.Close();
        foreach (var thread in threads) thread.Join(TimeSpan.FromSeconds(2));
        while (!shelf.IsEmpty && connection.ConnectionState == NatsConnectionState.Open && time.GetElapsedTime(began) < patience)
        {
            send.Set();
            await Task.Delay(20);
        }
        await SayBye();
        ended.Cancel();
    }

    public async ValueTask DisposeAsync()
    {
        ended.Cancel();
        shelf.Close();
        if (loops is not null) await loops.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await connection.DisposeAsync();
    }

    private void Train()
    {
        while (shelf.Take() is { } trial)
        {
            want.Set();
            var result = runner.Train(trial.Chunk.Spec, trial.Key, trial, trial.Stop.Token);
            shelf.Finished(trial, result, session);
            send.Set();
            if (result.Status == TrialStatus.Cancelled) beat.Set();
        }
    }

    private async Task Prove()
    {
        await Task.Yield();
        proof = options.Proof ?? new(WorkProof.OfSequences(), WorkProof.OfTraining(options.Bits)!);
        hello.Set();
    }

    private void Connected()
    {
        lock (said) said.Clear();
        Say("Connected.");
        hello.Set();
    }

    // Says hello whenever the connection is new, the lab another one, or the proof done, until there is an answer.
    private Task HelloLoop() => Forever(async () =>
    {
        try
        {
            await connection.ConnectAsync().AsTask().WaitAsync(Unreached, ended.Token);
        }
        catch (TimeoutException)
        {
            Say($"The broker at {options.Caller.Url} cannot be reached; it is tried again until it can.");
            return;
        }
        catch (NatsException e)
        {
            Say(Refusal(e.GetBaseException().Message));
            await Task.Delay(1_000, ended.Token);
            return;
        }
        await hello.Wait(ended.Token);
        if (await Request<Hello, Welcome>(Subjects.Hello, new(session, ClusterLimits.Protocol, options.EngineVersion, options.Product, options.Cores, options.Bits, time.GetUtcNow().Ticks, proof?.Sequences, proof?.Training)) is not { } answer)
        {
            await Task.Delay(500, ended.Token);
            hello.Set();
            return;
        }
        lab = answer.Lab;
        if (answer.Refused is { } why)
        {
            welcome = false;
            Say($"The lab gives this worker no work: {why}");
            await Task.Delay(10_000, ended.Token);
            hello.Set();
            return;
        }
        if (answer.Note is { } note) Say(note);
        if (proof is null) return;
        if (!welcome) Say($"Joined as {options.Caller.Name}: {Numbers.Of(options.Cores, "core")}, {options.Bits}-bit vectors.");
        // So that a lab that was started again knows its chunks before the results that belong to them.
        await Publish(Subjects.Claim, new Claim(session, shelf.Claims()));
        shelf.TellAgain();
        welcome = true;
        beat.Set();
        want.Set();
        send.Set();
    });

    private Task Beat() => Publish(Subjects.Beat, new Beat(session, shelf.Busy, leaving || leaves, shelf.Held()));

    private async Task Epochs()
    {
        if (welcome && IsOpen && shelf.News() is { Count: > 0 } news) await Publish(Subjects.Epochs, new EpochsOf(session, news));
    }

    private async Task Results()
    {
        while (welcome && IsOpen && shelf.Results() is { Count: > 0 } results)
            foreach (var result in results) await Publish(Subjects.Result, result);
    }
}
