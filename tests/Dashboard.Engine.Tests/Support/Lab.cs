using Dashboard.Engine.Experiments;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Sequences;
using Dashboard.Engine.Training;

namespace Dashboard.Engine.Tests.Support;

/// <summary>A whole engine on a store in memory.</summary>
internal sealed class Lab : IDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public Lab(ITrainer trainer, int workers = 2, MemoryRunStore? store = null, bool start = true, IRunObserver? observer = null)
    {
        Store = store ?? new();
        Runs = new(Store, new LocalRunner(new([trainer]), new()), new() { Workers = workers, QueueLimit = 20 }, TimeProvider.System, observer);
        if (start) Runs.Start();
    }

    public MemoryRunStore Store { get; }

    public RunService Runs { get; }

    /// <summary>A run small enough for a test: 10 training sequences.</summary>
    public static RunSpec Small(int lengths = 3, int seeds = 1) => new()
    {
        Protocol = Protocol.Notebook,
        Sequence = SequenceKind.Simple,
        Noise = 0,
        Standardize = false,
        Lengths = [.. Enumerable.Range(2, lengths)],
        Models = [ModelKind.Rnn, ModelKind.Lstm],
        Seeds = [.. Enumerable.Range(1, seeds).Select(s => (long)s)],
        TrainCount = 10,
        ValidationCount = 5,
        Epochs = 4,
    };

    /// <summary>The first update of a run that satisfies a condition.</summary>
    public async Task<Run> When(string id, Func<Run, bool> condition)
    {
        using var timeout = new CancellationTokenSource(Patience);
        using var news = Runs.Subscribe(id)!;
        await foreach (var update in news.ReadAllAsync(timeout.Token))
            if (condition(update.Run)) return update.Run;
        throw new TimeoutException($"The run is {Runs.Find(id)?.Status}.");
    }

    /// <summary>Waits until the engine's state satisfies a condition.</summary>
    public async Task Engine(Func<EngineState, bool> condition)
    {
        using var timeout = new CancellationTokenSource(Patience);
        using var news = Runs.SubscribeAll();
        await foreach (var update in news.ReadAllAsync(timeout.Token))
            if (condition(update.Engine)) return;
        throw new TimeoutException($"The engine is {Runs.State}.");
    }

    public Task<Run> Ended(string id) => When(id, r => r.IsEnded);

    public void Dispose() => Runs.Stop(TimeSpan.FromSeconds(5));
}
