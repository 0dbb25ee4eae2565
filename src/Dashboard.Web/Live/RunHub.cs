using Dashboard.Engine.Runs;
using Microsoft.AspNetCore.SignalR;

namespace Dashboard.Web.Live;

/// <summary>
/// The feed for scripts and other clients, as two streams. Pages do not use it: they subscribe in process.
/// A stream ends with its connection; a client that comes back passes the last sequence it saw.
/// </summary>
public sealed class RunHub(RunService runs) : Hub
{
    /// <summary>One run: the snapshot (with <paramref name="afterSequence"/>, what changed since), then every change.</summary>
    /// <exception cref="HubException">There is no such run, or the store cannot be read.</exception>
    public IAsyncEnumerable<UpdateMessage> Watch(string runId, long? afterSequence, CancellationToken cancellation) =>
        Speaking(() => RunNews.Of(runs, runId, afterSequence, cancellation));

    /// <summary>The list of runs: those that are not ended, then every change.</summary>
    public IAsyncEnumerable<RunsMessage> WatchAll(CancellationToken cancellation) => Speaking(() => RunNews.OfAll(runs, cancellation));

    /// <summary>Errors a client can act on reach it in their own words; SignalR hides all others.</summary>
    private static T Speaking<T>(Func<T> act)
    {
        try
        {
            return act();
        }
        catch (Exception e) when (e is RunNotFoundException or StorageUnavailableException)
        {
            throw new HubException(e.Message);
        }
    }
}
