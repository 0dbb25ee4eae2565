using System.Runtime.CompilerServices;
using Dashboard.Engine.Runs;

namespace Dashboard.Web.Live;

/// <summary>News of one run on the wire.</summary>
/// <param name="Sequence">Counts the run's events; a client that reconnects gives its last one.</param>
/// <param name="IsSnapshot">True: <paramref name="Trials"/> are all trials. False: those that changed.</param>
/// <param name="Run">The run as it now is.</param>
/// <param name="Trials">Trials by index.</param>
public sealed record UpdateMessage(long Sequence, bool IsSnapshot, RunMessage Run, IReadOnlyList<TrialMessage> Trials);

/// <summary>News of the list of runs on the wire.</summary>
/// <param name="Changed">Runs added or changed; first those that are not ended.</param>
/// <param name="Removed">Ids of deleted runs.</param>
/// <param name="Engine">What the engine is doing.</param>
public sealed record RunsMessage(IReadOnlyList<RunSummaryMessage> Changed, IReadOnlyList<string> Removed, EngineState Engine);

/// <summary>The engine's news as messages, for the hub and for server-sent events.</summary>
public static class RunNews
{
    /// <summary>The snapshot (or what changed after <paramref name="afterSequence"/>), then every change.</summary>
    /// <exception cref="RunNotFoundException">At once, before the first message.</exception>
    public static IAsyncEnumerable<UpdateMessage> Of(RunService runs, string id, long? afterSequence, CancellationToken cancellation) =>
        Read(runs.Subscribe(id, afterSequence) ?? throw new RunNotFoundException(id), cancellation);

    /// <summary>The runs that are not ended, then every change of the list.</summary>
    public static async IAsyncEnumerable<RunsMessage> OfAll(RunService runs, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var news = runs.SubscribeAll();
        await foreach (var update in news.ReadAllAsync(cancellation))
            yield return new([.. update.Changed.Select(RunSummaryMessage.From)], update.Removed, update.Engine);
    }

    private static async IAsyncEnumerable<UpdateMessage> Read(Subscription<RunUpdate> subscription, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using (subscription)
            await foreach (var update in subscription.ReadAllAsync(cancellation))
                yield return new(update.Sequence, update.IsSnapshot, RunMessage.From(update.Run, update.EtaSeconds),
                    [.. update.Trials.Select(t => TrialMessage.From(t, update.Run.Spec))]);
    }
}
